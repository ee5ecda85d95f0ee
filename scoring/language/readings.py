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
    # Each is checked against the file as it is written, whatever other readings have changed before it.
    original = copy.deepcopy(document)
    table = Datum(source, "reading", document.get("reading", {}))
    readings: list[Reading] = []
    for key in table.entries():
        row = table.under(key)
        reading = _reading(row, key, original)
        if key in otherwise:
            changes = row.under("set")
            for path in changes.entries():
                _write(document, path, changes.raw(path))
            reading = reading._replace(text=reading.other, other=reading.text)
        readings.append(reading)
    known = [reading.id for reading in readings]
    stray = sorted(otherwise.difference(known))
    if stray:
        what = f"{stray[0]!r} is no reading of this file; declared: {', '.join(known)}"
        raise PolicyError(source, "reading", what)
    return tuple(readings)


def _reading(row: Datum, key: str, document: dict[str, Any]) -> Reading:
    """One reading as the file has it; PolicyError when the other one would change nothing in `document`.

    Its article is its own, or else the one that the first key it changes stands under.
    """
    text, other, changes = row.text("text"), row.text("other"), row.under("set")
    paths = list(changes.entries())
    if not paths:
        changes.refuse("changes nothing; write the key that the other reading sets, and its value")
    article: str | None = None
    for path in paths:
        held, cited = _value_and_article_at(document, path, changes)
        value = changes.raw(path)
        if held == value:
            changes.refuse("changes nothing: write another value than the one that the key has", path)
        if isinstance(held, dict) and isinstance(value, dict) and "." not in path:
            # In TOML, a.b = 1 without quotes is a table a; it would take the place of all that is written.
            whole = ".".join((path, *list(value)[:1]))
            changes.refuse(f'is a table; write the whole path in quotes, such as "{whole}"', path)
        article = article or cited
    article = row.optional("article", row.text, article)
    row.done()
    if article is None:
        tables = ", ".join(dict.fromkeys(path.partition(".")[0] for path in paths))
        row.refuse(f"changes {tables}, which cites no article; write article there, or in the reading", "set")
    return Reading(key, article, text, other)


def _value_and_article_at(document: dict[str, Any], path: str, changes: Datum) -> tuple[object, str | None]:
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
