"""Which steps has the database taken since the first version?

Each step is written once and never changed; none imports anything of ours, so that it
still runs when the rest of the house has moved on.
"""
