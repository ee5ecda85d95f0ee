"""How does what the office writes to all its units go out?

circulating  a closed period's circular: drafted, edited, approved, mailed
announcing   the same for words that rest on no score
release      what both have in common on their way out: objections, numbers, the mailing
"""
