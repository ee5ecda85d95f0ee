"""Where do a unit's points come from, as the office asks for them?

rescoring   a period's sheet now
revisions   the sheets that were stored, and what differs
explaining  the lines that come of a record, and what was not got
evidence    what a line rests on, in words a clerk can check
"""
