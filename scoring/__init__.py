"""How do submissions become points?

The rule      policy/<office>/<date>.toml and .md, read by `language`
The counting  `facts` (which items count, on which days, and who is assessed), `events` (what happened to
              items), `quota` (what is done of each duty, and how every unit stands)
The lines     `item_points`, `duties`, `remarks`; `kinds` is the closed table of all, with the limits on them
The sheet     `score`; `layout` sets units out, ranks them and adds up the year; `renewal` says whom a change
              touches; `explain` looks lines up and sets two sheets side by side
              (what-if); `close` stores a revision
The authors   `people`: what each one's items gave the unit, and who might be put forward

Reading mail is left to ingest, telling anybody about it to notify, truth itself to
ledger.
"""
