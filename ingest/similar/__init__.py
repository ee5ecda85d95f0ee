"""Is an item another one's copy, correction, continuation or sister?

`likeness` compares two items; `memory` and `index` find, among very many, those worth
comparing.
"""
