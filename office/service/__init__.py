"""What does the service do by itself, and is it well?

schedule, watching  the bell rings, new mail has arrived
jobs, duties        which work is due, and what each does
reminding, feedback whom the daily work tells something
alarm               who hears of it when all is not well
"""
