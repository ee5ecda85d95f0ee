"""What does the mailbox hold?

It is only ever read: EXAMINE and BODY.PEEK, over TLS, by UIDs (promise 3). `account`
says which mailbox and how it is reached, `faults` what can go wrong, `opening` how a
session begins, `provider` which quirks a server has, `reading` what is asked of the
server, how letters are cut into batches and how news is waited for. Which UIDs to take
and what becomes of them is left to `ingest.poll`.
"""
