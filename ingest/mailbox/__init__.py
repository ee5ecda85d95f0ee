"""What does the mailbox hold?

It is only ever read: EXAMINE and BODY.PEEK, over TLS, by UIDs (promise 3). `account` says which mailbox and
how it is reached, `faults` what can go wrong, `opening` how a session begins, `listing` what is known before
a letter is fetched, `reading` what is asked of the server, `waiting` how news is awaited. Which UIDs to take
and what becomes of them is left to `ingest.poll`.
"""
