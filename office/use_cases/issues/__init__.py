"""How do items come into an issue, of our own publication or of another's?

publishing  our own issue: placed, edited, published, withdrawn
reading     a file with another's contents list → lines: title, unit, form
matching    (pure) a line and the submissions it may mean → one of them with confidence, or none
taking      the list on record, matched; a person confirms, and the adoptions follow
"""
