"""What do the office's own files say?

tables      .csv and .xlsx → rows of text, whoever saved them with whatever program
rows        one row → cells of a type, or a fault that names file, row and column
units       the roster, in and out
events      adoptions, instructions, forwardings, and which submission each row means
remarks     points given or taken by hand
others      commissions, totals of earlier quarters, working days, decisions

Every import is all or nothing and lists every bad row.
"""
