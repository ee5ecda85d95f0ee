"""What has been reported?

recording   new submissions with their words, co-units and proposals
listing     which submissions there are: of a period, of a unit, in a state, with a title
resembling  which may say nearly what a new one says
changing    what a person or a reply altered, with the journal
sealing     how a submission is forgotten (promise 13)
"""
