"""How does a batch of mail enter the record?

arrival     what is handed in, and what it is handed in with
judging_facts  what must be known before a letter can be judged, gathered with a few queries
outcome     (pure) what a verdict comes to: a mailbox entry, a submission, notices
completing  (pure) how a reply mends a submission
telling     who is told of a letter just written down: its sender, and the office
writing     one short transaction for the batch
batch       `take_in`: the order of all that, and what happens when it fails (promise 6)
"""
