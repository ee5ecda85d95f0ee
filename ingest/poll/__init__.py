"""Which letters of the mailbox are taken in, and is every one of them accounted for?

`context` holds what a poll works with and what it says, `numbering` decides whether UIDs still mean what they
meant, `folder` where reading stands in a folder, `taking` fetches its new letters, `polling` is one poll,
`reconciling` compares the server with the record. Speaking with the server is left to `ingest.mailbox`,
judging letters to `ingest.intake`.
"""
