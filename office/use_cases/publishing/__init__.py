"""How does what the office writes to all its units go out?

circulating  a closed period's circular: drafted, edited, approved, mailed
announcing   the same for words that rest on no score
"""
