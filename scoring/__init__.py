"""How do submissions become points?

The rule      policy/<office>/<date>.toml and .md, read by `language`; `renaming` matches the names of
              publications across editions
The counting  `facts` (which items count), `membership` (who is assessed, in which group), `events` (what
              happened to items, and when it counts), `progress` (what is done of each quota), `quota` (how
              every unit stands)
The lines     `credit` and `event_points`, `duties`, `remarks`, `standalone`, each made in a `unit_context`;
              `kinds` is the closed table of all, with the limits on them
The sheet     `score`, `rank`, `layout`, `year`; `renewal` says whom a change touches; `explain` looks lines
              up; `close` stores a revision; `comparison` sets two sheets side by side (what-if)
The authors   `people`: what each one's items gave the unit; `candidates`: who might be put forward

Reading mail is left to ingest, telling anybody about it to notify, truth itself to ledger.
"""
