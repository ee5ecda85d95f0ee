"""What does an office look like before it has entered its own?

`units.csv` is the roster of the Ningxia rule with made-up addresses, for the demo, the tests and as a
pattern.
"""
