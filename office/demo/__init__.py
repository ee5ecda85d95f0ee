"""What does the whole service look like on one machine?

sample_items   (pure) what units of the sample roster might report
sample_mail    (pure) how their mails look as bytes: the shapes that real mail takes
letters        (pure) the letters of the quarter, in order
mail_servers   an embedded mailbox (pymap) and mail server (aiosmtpd) on loopback
rehearsal      the service's own parts, moved through time
acts, story    what people do in the quarter; what arrives and what comes of it
run            the command: play, say how it ended, keep the console open
"""
