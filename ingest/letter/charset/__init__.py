"""How do bytes become text the Chinese way?

`text` reads bytes under a label that may lie, `words` reads header text (RFC 2047) and
the parameters of a header (RFC 2231). All are pure, run in linear time and never raise
on what a stranger sent. Which header or part is read is the letter's affair.
"""
