"""Which tables hold the record?

SQLAlchemy Core tables with named constraints, one module per subject; `columns` holds
what they share. `migrations/` makes them, the query modules of the ledger ask them. A
module is imported for its tables; `complete` imports all.
"""
