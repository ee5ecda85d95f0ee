"""Is a letter something else than a person's report: a robot's, a bounce, forged, or
sealed?

Asked before anybody reads it as a report. What follows from the answer is triage's and
intake's affair.
"""
