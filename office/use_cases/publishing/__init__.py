"""How does what the office writes to all its units go out?

drafting     a closed period's circular, as its newest revision gives it
staleness    what the record says otherwise than a circular
circulating  a circular edited, approved, mailed
announcing   the same for words that rest on no score
"""
