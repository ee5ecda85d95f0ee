"""What was, is and would be mailed (promises 7, 8 and 11)?

queueing   the one way in: who may be told something, within which limits, and what a list tells instead
prompting  what goes in unasked, once: a reminder for each duty, period and stage, feedback for each event
pacing     whose turn it is, how fast, and the back-off while the mail server is away or wants less
tries      each try to hand a message over, and what was said at it
outcomes   what can become of handing a message to a server
withholding  what may have left already, where the record is older than what was sent
sending    due, claimed, begun, recorded; what is forbidden is shown instead
settling   what a person decides, and what is taken back when a letter is sealed
bounces    what a bounce changes, and the health of addresses
listing    what stands in the outbox, and what we sent under which name
"""
