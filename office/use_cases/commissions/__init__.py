"""What has the office asked its units for, and how far has each come?

asking    a commission (约稿) is written, mailed, extended, called off
progress  where each unit stands with it
"""
