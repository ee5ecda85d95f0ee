"""How does a reply mend a submission?

It fills what was missing and corrects what it names (F1); what it does not mention stays. The flags follow.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest

from ingest.triage.verdict import Completion, Flag
from ledger.entries.submissions import Author, Submission

_NOBODY = Author("")


def complete(submission: Submission, mended: Completion) -> Submission:
    """The submission as the reply leaves it."""
    authors = submission.authors if mended.authors is None else _merged(submission.authors, mended.authors)
    after = replace(
        submission,
        title=mended.title or submission.title,
        authors=authors,
        signer=mended.signer or submission.signer,
    )
    return replace(after, flags=tuple(flag for flag in after.flags if flag not in _settled(after, mended)))


def _merged(before: Iterable[Author], after: Iterable[Author]) -> tuple[Author, ...]:
    """The authors a reply names, an empty name, phone or address meaning "as before"."""
    pairs = zip_longest(before, after, fillvalue=_NOBODY)
    return tuple(Author(n.name or o.name, n.phone or o.phone, n.email or o.email) for o, n in pairs)


def _settled(after: Submission, mended: Completion) -> frozenset[str]:
    settled = set()
    if any(author.name for author in after.authors):
        settled.add(Flag.INCOMPLETE_AUTHOR)
    if any(author.phone for author in after.authors):
        settled.add(Flag.INCOMPLETE_PHONE)
    if mended.title:
        settled.add(Flag.INCOMPLETE_SUBJECT)
    if after.signer:
        settled.add(Flag.NO_SIGNER)
    return frozenset(settled)
