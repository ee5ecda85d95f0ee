"""What is true: the office's people, submissions, periods, points and messages.

Values (pure)      entries, periods, rulebook, standing, scoresheet, notice
Tables             tables, database
Queries            one module per subject; each function is named by its question, takes a connection
                   and returns frozen values, so that no row and no ORM object ever
                   leaves the room.

Everything above (ingest, scoring, notify, office) may import the ledger; the ledger
imports none of them.
"""
