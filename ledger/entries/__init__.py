"""What does the record consist of?

Frozen values and the closed lists of their states, in the order of the road a mail
takes:

people       units, persons, exemptions
letters      letters, mailbox entries, verdicts on answering, returned mail
submissions  submissions, their authors, words and proposals
events       adoptions, instructions, forwardings, commissions, and the facts of a period

How they are stored is `ledger.tables`' affair; what they earn is `ledger.rulebook`'s
and `scoring`'s.
"""
