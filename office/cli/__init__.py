"""What can be done from a shell?

main        the program: global options, every fault as one line, exit codes
session     what every command is given: settings, database, the moment
output      a JSON document or a table made for eyes
documents   the shapes of `--json`

One file for each group of commands: setup, checking, service, roster, mail, items,
events, commissions, issues, points, circulars, outgoing, policy, users.
"""
