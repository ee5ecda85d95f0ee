"""How do submissions become points?

The rule      policy/<office>/<date>.toml and .md, read by language
The counting  casebook (which items count), membership (in which group), tally (what is done of each quota),
              quota (how every unit stands), landing, credit (what events add), renaming and formerly (across
              editions)
The lines     bench, duties, merits, remarks, standalone, limits, and the closed table of all kinds: kinds
The sheet     score, rank, layout, year; renewal scores again what a change touched; explain looks lines up;
              close stores a revision; comparison sets two sheets side by side (what-if)
The authors   people: what each one's items gave the unit; candidates: who might be put forward

Reading mail is left to ingest, telling anybody about it to notify, truth itself to ledger.
"""
