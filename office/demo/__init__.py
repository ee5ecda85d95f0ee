"""What does the whole service look like on one machine?

bank       (pure) what units of the sample roster might report
postbag    (pure) the letters of the story, as bytes: every shape that real mail takes
mailroom   an embedded mailbox (pymap) and mail server (aiosmtpd) on loopback
rehearsal  the service's own parts, moved through time
story      the quarter: what arrives, what the office does, what comes of it
"""
