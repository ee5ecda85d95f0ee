"""Who wrote a text, and who signed it off?

`byline` reads what stands behind labels, failing these what `prose` tells and a
`signature`, each a row of `words`; `person_names` and `phone_numbers` say what a name
and a telephone number look like.
"""
