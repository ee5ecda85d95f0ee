"""What does an attached file say?

`read` answers for any file, by its content and never by its name; `kind` tells what it is; `word`,
`binary_word`, `page`, `rich`, `ofd`, `winmail` and `markup` read one format each; `archive` opens zips
within bounds. All of it runs in the reader's children, because every one of these formats can be made to
burst.
"""
