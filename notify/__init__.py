"""How do notices become messages?

Reminders and circulars are worked out, composed from templates, sent once and recorded.
What a unit owes is left to scoring, what it mailed to ingest, truth itself to ledger.
"""
