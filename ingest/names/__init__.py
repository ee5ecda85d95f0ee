"""Which unit does a text name?

The names a unit may be called by (`unit_names`), where in a text they stand (`matching`), and which unit is
meant (`naming`). Texts are compared as `folding` makes them. Where a name is sought is left to triage.
"""
