"""What does an attached file say?

`read` answers for any file, by its content and never by its name; `kind` tells what it is; `word` reads Word
documents and RTF, `pages` PDF and OFD, `winmail` Outlook's winmail.dat, `markup` HTML; `archive` opens zips
within bounds. All of it runs in the reader's children, because every one of these formats can be made to
burst.
"""
