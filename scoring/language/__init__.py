"""What can a policy file say, and how is it read?

`shelf` finds the files; `edition` reads one, table by table (`clauses`, `dues`, `grants`), each key once and
typed (`datum`), the `readings` asked for turned the other way; `coverage` tells which articles it computes.
What a rule means for a unit is the affair of `scoring`'s other rooms.
"""
