"""Who wrote an item, how are they reached, and who signed it off?

`byline` reads what stands behind labels, `signature` what stands without one; `person_names` says what a name
and a telephone number can be.
"""
