"""How does a batch of mail enter the record?

arrival     what is handed in, with what, and what may become of it: a closed union, with triage's verdict in
it reader      each mail read in a child process: a letter, sealed, or unreadable item_cache  the items that a
letter may repeat, kept from one batch to the next judging     what must be known, gathered with a few
queries, and each letter judged, one after the other writing     one short transaction for the batch; who is
told of a letter: its sender, and the office batch       `take_in`: the order of all that, and what happens
when it fails (promise 6) again       a letter of the record judged again
"""
