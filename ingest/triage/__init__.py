"""What does a letter become?

`verdict` lists the answers, `facts` what the answer may rest on, `reading` what the
letter says, `judge` the table "which mail is what", `reply` its rows about answers to
our own messages. `forwarding` asks whether a mail that is passed on is the report,
`correspondence` whether the letter is none, `possible` what speaks for one in what is
set aside. Nothing here reads or writes a record; that is left to `ingest.intake`.
"""
