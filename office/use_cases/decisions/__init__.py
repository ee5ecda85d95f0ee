"""How does the office decide what the machine could not?

decision  (pure) what may be decided about a submission, what is wrong with a decision, what follows from it
deciding  one decision carried out: the record, what it teaches, who is told
telling   what sender and units hear of it
lessons   what it teaches the roster, and which held items that makes clear
questions what is asked about items, and how a proposal is closed that nobody follows
adding    an item that did not come by mail
"""
