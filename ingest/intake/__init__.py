"""How does a batch of mail enter the record?

arrival        what is handed in, and what it is handed in with
reader         each mail read in a child process: a letter, sealed, or unreadable
judging_facts  what must be known before a letter can be judged, gathered with a few queries
item_cache     the items that a letter may repeat, kept from one batch to the next
judging        each letter of a batch judged, one after the other
outcome        (pure) what becomes of a mail: a closed union, with triage's verdict in it
writing        one short transaction for the batch
telling        who is told of a letter just written down: its sender, and the office
batch          `take_in`: the order of all that, and what happens when it fails (promise 6)
again          a letter of the record judged again
"""
