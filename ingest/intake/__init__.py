"""How does a batch of mail enter the record?

`arrival` says what is handed in, with what, and what may become of it; `reader` reads
each mail in a child process; `item_cache` keeps the items that a letter may repeat from
one batch to the next; `judging` gathers what must be known with a few queries and
judges each letter; `writing` writes the batch in one short transaction and tells its
sender and the office; `batch` holds `take_in`, the order of all that, and what happens
when it fails (promise 6); `again` judges a letter of the record again.
"""
