"""What does a mail say, before anybody judges it?

`read` puts the letter together; `head` splits off and mends the header block,
`header_values` reads addresses and dates, `tree` takes the structure from mail-parser
and undoes transfer encodings, `body` sorts parts into words and files, `forms` compares
a plain and an HTML form, `quotation` tells own words from quoted ones, `bigfile` finds
files left at the mail provider, `subject` takes a subject apart, `thread` tells which
message of ours is answered, `bounds` says what is too much. Bytes become text in
`ingest.letter.charset`, manuscripts in `ingest.letter.attachment`.
"""
