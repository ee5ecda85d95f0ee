"""What has been reported?

recording   new submissions with their words, co-units and proposals; what was altered, with the journal
listing     which submissions there are: of a period, of a unit, in a state, with a title, with like words
sealing     how a submission is forgotten (promise 13)
"""
