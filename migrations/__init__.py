"""How does a database of an earlier version become one of this version?

The steps stand in versions/; running them is left to `office.service.upgrade`, the
present shape to `ledger.tables`.
"""
