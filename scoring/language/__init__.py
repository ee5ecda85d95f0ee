"""What can a policy file say, and how is it read?

`editions` finds the files; `edition` reads one, table by table (`clauses`, `dues`),
each key once and typed (`datum`), the readings asked for taken the other way;
`citation` knows the rule's text, and which of its articles are computed. What a rule
means for a unit is the affair of `scoring`'s other modules.
"""
