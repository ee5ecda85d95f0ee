"""What does a mail say, before anybody judges it?

`read` puts the letter together; `head` splits off and mends the header block, `addresses` reads mailboxes,
`tree` takes the structure from mail-parser, `transfer` undoes transfer encodings, `body` sorts parts into
words and files, `quotation` tells the sender's own words from quoted ones, `filename` makes names harmless,
`dates` reads dates, `bounds` says what is too much. Text out of manuscripts is the affair of
`ingest.letter.attachment`.
"""
