"""Who wrote a text, and who signed it off?

`byline` reads what stands behind labels, and failing these a signature; `person_names` says what a name and a
telephone number look like.
"""
