"""What must be known when a message is written?

A notice names its submission, unit or period; the facts are gathered at the moment the
message is composed, so that the standing in a receipt is today's.

gatherers    the table: notice kind → the function that gathers its facts; the envelope
parts        what several kinds share: an item as understood, a unit's standing
answers      what is told to whoever wrote a letter, one by one or as a list
commissions  what a unit is asked for and reminded of
feedback     who used a unit's items, and how many points that is
circulars    what they and announcements say, and which files go with them
office       what the office is told
"""
