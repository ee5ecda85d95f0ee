"""What does an attached file say?

`read` answers for any file, by its content and never by its name; `archive` tells what kind it is and opens
zips within bounds; `document` reads Word, RTF, PDF and OFD, `winmail` Outlook's winmail.dat, `markup` HTML.
All of it runs in the reader's children, because every one of these formats can be made to burst.
"""
