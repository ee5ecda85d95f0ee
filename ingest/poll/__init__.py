"""Which letters of the mailbox are taken in, and is every one of them accounted for?

One poll (`polling`) goes through the folders of an account. For each it takes a lease,
asks where reading stands (`folder`, which leaves to `numbering` whether UIDs still mean
what they meant), cuts the new UIDs into batches, fetches each and hands it to intake
(`taking`). `polling` also compares the server with the record; `unsealing` brings one
letter back. `context` holds what all of them work with. Speaking with the server is
left to `ingest.mailbox`, judging letters to `ingest.intake`.
"""
