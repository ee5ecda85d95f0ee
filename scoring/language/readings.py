"""Which readings does a policy file name, and what does taking one the other way change?

A reading is data: the words of both readings, and the keys that the other one sets. Carrying one out
changes the parsed document before anything else reads it, so that no reading is ever a branch in the
code.
"""

import copy
from typing import Any

from ledger.rulebook import Reading
from scoring.language.datum import Datum, PolicyError


def readings_of(document: dict[str, Any], source: str, otherwise: frozenset[str]) -> tuple[Reading, ...]:
    """The readings of the file; those in `otherwise` are carried out in `document`."""
    original = copy.deepcopy(document)
    table = Datum(source, "reading", document.get("reading", {}))
    readings = [
        _reading(table.under(key), key, original, document if key in otherwise else None)
        for key in table.entries()
    ]
    known = [reading.id for reading in readings]
    if stray := sorted(otherwise.difference(known)):
        raise PolicyError(
            source, "reading", f"{stray[0]!r} is no reading of this file; declared: {', '.join(known)}"
        )
    return tuple(readings)


def _reading(row: Datum, key: str, original: dict[str, Any], document: dict[str, Any] | None) -> Reading:
    text, other, changes = row.text("text"), row.text("other"), row.under("set")
    article = None
    if not list(changes.entries()):
        changes.refuse("changes nothing; write the key that the other reading sets, and its value")
    for path in changes.entries():
        held, cited = _at(original, path, changes)
        if held == changes.either(path):
            changes.refuse("changes nothing: write another value than the one that the key has", path)
        if isinstance(held, dict) and isinstance(value := changes.either(path), dict) and "." not in path:
            whole = ".".join((path, *list(value)[:1]))
            changes.refuse(f'is a table; write the whole path in quotes, such as "{whole}"', path)
        article = article or cited
        if document is not None:
            _write(document, path, changes.either(path))
    article = row.text("article") if row.has("article") else article
    row.done()
    if article is None:
        tables = ", ".join(dict.fromkeys(path.partition(".")[0] for path in changes.entries()))
        row.refuse(f"changes {tables}, which cites no article; write article there, or in the reading", "set")
    if document is not None:
        text, other = other, text
    return Reading(key, article, text, other)


def _at(document: dict[str, Any], path: str, changes: Datum) -> tuple[object, str | None]:
    """What the file holds at a dotted path, and the nearest citation above it; PolicyError if nothing."""
    place: object = document
    article: str | None = None
    for key in path.split("."):
        if not isinstance(place, dict):
            changes.refuse(f"leads nowhere: what holds {key!r} is no table", path)
        if key not in place:
            changes.refuse(f"leads nowhere: no {key!r} is written there; written: {', '.join(place)}", path)
        article = place.get("article", article)
        place = place[key]
    return place, article


def _write(document: dict[str, Any], path: str, value: object) -> None:
    *above, last = path.split(".")
    place = document
    for key in above:
        place = place[key]
    place[last] = value
