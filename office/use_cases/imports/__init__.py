"""What do the office's own files say?

tables     .csv and .xlsx → rows of text, whoever saved them with whatever program
rows       one row → cells of a type, the unit or submission it means, or what is wrong with it
units      the roster, in and out
records    adoptions, instructions, forwardings, remarks, commissions, totals of quarters, working days,
           decisions
earlier_items, happenings   the office's own register of what was reported before, and its 采用, 批示, 上报

Every import is all or nothing and lists every bad row.
"""
