"""Which unit does a text name?

The names a unit may be called by (`unit_names`), and where in a text they stand and
whom they mean (`naming`). Texts are compared as `folding` makes them. Where a name is
sought is left to triage.
"""
