"""How do submissions become points?

The rule      policy/<office>/<date>.toml and .md; shelf reads the files, edition what they say, by way of
              citation, datum, clauses and readings; coverage: is every article accounted for
The counting  casebook (which items count), quota (what is owed and done), landing, credit (what events add)
The lines     bench, duties, merits, and the closed table of all kinds of rule: kinds
The sheet     score, rank, layout, year; explain looks lines up; close stores a revision; comparison sets two
              sheets side by side (what-if)
The authors   people: what each one's items gave the unit; candidates: who might be put forward

Reading mail is left to ingest, telling anybody about it to notify, truth itself to ledger.
"""
