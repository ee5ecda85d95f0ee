"""What does a letter become?

`verdict` lists the answers, `facts` what the answer may rest on, `reading` what the letter says, `judge` the
table "which mail is what", `reply` its rows about answers to our own messages. Nothing here reads or writes a
record; that is left to `ingest.intake`.
"""
