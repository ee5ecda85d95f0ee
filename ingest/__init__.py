"""How does a mail become a submission?

The mailbox is read, every letter is parsed and judged, and the outcome is written in
one transaction. Counting what was submitted is left to scoring, answering it to notify,
truth itself to ledger.
"""
