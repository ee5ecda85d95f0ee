"""Is an item another one's copy, correction, continuation or sister?

`likeness` compares two items; `known_items` finds, among very many, those worth
comparing.
"""
