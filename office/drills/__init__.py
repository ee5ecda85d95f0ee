"""What would the service do if something went wrong, tried on a copy of the record?

lies      (pure) the lies that mail servers tell, as answers look with one in them
relay     stands between the service and its mailbox, and tells them
stage     a copy of the record, the service over it, embedded mail servers around it
faults    what goes wrong in each drill, what should come of it, and what did
"""
