"""Which servers may a test ask for? The fixtures stand in tests/fixtures/, one file per server."""

pytest_plugins = [
    "tests.fixtures.authority",
    "tests.fixtures.browser",
    "tests.fixtures.databases",
    "tests.fixtures.imap",
    "tests.fixtures.smtp",
]
