"""Which of our submissions did another publication use?

reading   a file with a contents list → lines: title, unit, form
matching  (pure) a line and the submissions it may mean → one of them with confidence, or none
taking    the list on record, matched; a person confirms, and the adoptions follow
"""
