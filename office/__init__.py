"""How is it run?

Settings, the clock, the schedule, the command line and the console: everything that
drives the three business packages and is imported by none of them.
"""
