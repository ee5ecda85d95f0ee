"""What does the service do by itself, and is it well?

parts                what everything works with
jobs, duties         which work is due when, and what each does
schedule             when it is asked what is due, and that new mail has arrived
reminding, feedback  whom the daily work tells something
alarm                who hears of it when all is not well
stopping             how it hears that it is to stop, and ends in time
clock, working_days  what time it is, and on which days the office works
upgrade, logs        the database's version, the form of what is logged
"""
