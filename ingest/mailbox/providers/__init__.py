"""Which quirks of mail servers are known?

One TOML file per provider; `ingest.mailbox.provider` reads them and says what the keys
mean.
"""
