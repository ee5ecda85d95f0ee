"""How do submissions become points?

A dated policy file is read, duties are counted, a quarter is scored line by line and ranked.
Reading mail is left to ingest, telling anybody about it to notify, truth itself to ledger.
"""
