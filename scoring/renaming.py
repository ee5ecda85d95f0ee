"""By which names is a publication known, when editions call it differently?

An adoption is kept under one name, an edition may have another for the same publication, with the old one as
an alias. Each edition is told the names that the others have, so that an adoption of any year is understood
under the rule of any year (E8). A name that an edition gives to something else stays what it says.
"""

from collections.abc import Iterable
from dataclasses import replace

from ledger.rulebook import Edition, Outlet


def with_shared_names(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """The editions, each knowing its publications by every name that any of them has."""
    known = tuple(editions)
    while True:
        # Again until nothing is new: a name may come by way of an edition between two others.
        told = tuple(with_names_of(edition, known) for edition in known)
        if told == known:
            return known
        known = told


def with_names_of(edition: Edition, others: Iterable[Edition]) -> Edition:
    """The edition, its publications also known by the names that `others` have for them."""
    other_outlets = [outlet for other in others for outlet in other.outlets]
    outlets: list[Outlet] = []
    for outlet in edition.outlets:
        own_names = (outlet.name, *outlet.aliases)
        aliases = list(outlet.aliases)
        for other in other_outlets:
            names = (other.name, *other.aliases)
            known = any(outlet.answers_to(name) for name in names)
            if not (known or any(other.answers_to(name) for name in own_names)):
                continue
            for name in names:
                if edition.publication(name) is None and name not in aliases:
                    aliases.append(name)
        outlets.append(replace(outlet, aliases=tuple(aliases)))
    return replace(edition, outlets=tuple(outlets))
