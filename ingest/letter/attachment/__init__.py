"""What does an attached file say?

`read` answers for any file, by its content and never by its name; `archive` tells what
kind it is and opens zips within bounds. `word`, `rtf`, `odt` and `pages` (PDF, OFD)
read documents, `document` puts their texts in order, `lines` their tables; `winmail`
reads Outlook's winmail.dat, `markup` HTML. All of it runs in the reader's children,
because every one of these formats can be made to burst.
"""
