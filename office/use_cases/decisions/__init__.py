"""How does the office decide what the machine could not?

decision    (pure) what may be decided about a submission, and what the submission is then
deciding    one decision carried out: the record, what it teaches the roster, the second receipt
remarking   which points may be given or taken by hand, and which may still be taken back
"""
