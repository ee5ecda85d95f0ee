"""By which names is a publication known, when editions call it differently?

An adoption is kept under one name, an edition may have another for the same publication, with the old one as
an alias. Each edition is told the names that the others have, so that an adoption of any year is understood
under the rule of any year (E8). A name that an edition gives to something else stays what it says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ledger.rulebook import Edition, Outlet


def with_shared_names(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """The editions, each knowing its publications by every name that any of them has."""
    known = tuple(editions)
    while (wiser := tuple(with_names_of(each, known) for each in known)) != known:
        known = wiser
    return known


def with_names_of(edition: Edition, others: Iterable[Edition]) -> Edition:
    """The edition, its publications also known by the names that `others` have for them."""
    more = [outlet for other in others for outlet in other.outlets]
    outlets = tuple(_renamed(edition, outlet, more) for outlet in edition.outlets)
    return edition if outlets == edition.outlets else replace(edition, outlets=outlets)


def _renamed(edition: Edition, outlet: Outlet, others: Iterable[Outlet]) -> Outlet:
    names = (name for other in others if _same(outlet, other) for name in _names(other))
    new = dict.fromkeys(name for name in names if edition.publication(name) is None)
    return replace(outlet, aliases=(*outlet.aliases, *new)) if new else outlet


def _same(one: Outlet, other: Outlet) -> bool:
    return any(one.answers_to(name) for name in _names(other)) or any(
        other.answers_to(name) for name in _names(one)
    )


def _names(outlet: Outlet) -> Iterator[str]:
    yield from (outlet.name, *outlet.aliases)
