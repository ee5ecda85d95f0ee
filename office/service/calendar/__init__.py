"""On which days does the office work?

holidays  the days of the state's and of the office's own calendar
almanac   the one that holds now, while the service goes on running
"""
