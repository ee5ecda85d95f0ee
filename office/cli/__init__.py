"""What can be done from a shell?

main        the program: global options, every fault as one line, exit codes
session     what every command is given: settings, database, the moment
output      a JSON document or a table made for eyes
shape       the shapes of `--json`

One file for each group of commands: setup, roster, users, mail, items, events, points, policy, outgoing,
circulars, service.
"""
