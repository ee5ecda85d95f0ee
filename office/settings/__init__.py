"""What has this installation been told about its office, its mailbox and itself?

`sections` says what can be told, `reading` reads it, `example.toml` documents it and is
what `init` writes.
"""
