"""What does the office do, whoever asks for it: console, command line or clock?

Each use case opens its own transaction, records who did what in the journal, and leaves showing it to the
console and the command line.
"""
