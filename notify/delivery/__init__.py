"""How does what is due get sent?

dispatch         claims, composes, hands over, records
couriers, smtp   the standing connections, and one of them
wire             (pure) how a message is written on it
replies          (pure) what the server's answer means
"""
