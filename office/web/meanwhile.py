"""What became of a thing while its form lay open, and how does whoever filled it in go
on?

A form carries the version of the thing that it was made from, and what its fields said
then. Where somebody else has changed the thing since, nothing is done: the form is
shown again with what the other changed. A field that one of the two changed is left as
that one has it; one that both changed keeps the person's own words, and the other's
stand beside it to be chosen. Who changed what and when is asked by the page.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField

from ledger.journal import CHANGES, JournalEntry, is_long

FIELD = "made_from"
"""The hidden field that says from what a form was made; `_meanwhile.html` writes it."""
CHOICE = "take-"
"""Before a field's name: whose words are taken, `mine` or `theirs`, where both changed
it.
"""
Sent = Mapping[str, Sequence[str]]
"""Name of a field → what a browser sends of it; a box that is not ticked sends
nothing.
"""


class MadeFrom(NamedTuple):
    """The version a form was made from, and what a browser would have sent of it
    untouched.
    """

    version: int
    fields: Sent


class BothChanged(NamedTuple):
    """A field that two people changed, each in another way, in the words the form has
    for it.
    """

    name: str
    label: str
    mine: str
    theirs: str


class Merged(NamedTuple):
    """What a form says after two changed it; the names of fields taken from the other,
    and of both's.
    """

    fields: Sent
    taken: tuple[str, ...]
    both: tuple[str, ...]


class LinesChanged(NamedTuple):
    """A text of several lines that another has changed: the lines that differ, before
    and after.
    """

    label: str
    before: str
    after: str


class Meanwhile(NamedTuple):
    """What the page tells: what was done since, which fields were taken over, and which
    both changed.
    """

    deeds: tuple[JournalEntry, ...]
    taken: tuple[str, ...] = ()
    both: tuple[BothChanged, ...] = ()
    lines: tuple[LinesChanged, ...] = ()


class Filled(NamedTuple):
    """What the form is filled with when it is shown again, and what is told above
    it.
    """

    sent: MultiDict[str, str]
    told: Meanwhile


# --- from what a form is made ---------------------------------------------------------


def made_from(version: int, form: FlaskForm, names: Iterable[str]) -> str:
    """The text of the hidden field, for a form filled with what is on record; `names`
    are the thing's own.
    """
    return json.dumps([version, untouched(form, names)], ensure_ascii=False)


def untouched(form: FlaskForm, names: Iterable[str]) -> dict[str, list[str]]:
    """What a browser sends of these fields where nobody touches them."""
    sent: dict[str, list[str]] = {}
    for name in names:
        if name not in form:  # a browser said so, and it may say anything
            continue
        field = form[name]
        match field:
            case BooleanField():
                sent[name] = ["y"] if field.data else []
            case SelectMultipleField():
                sent[name] = list(field.data or ())
            case DateField():
                sent[name] = [field.data.isoformat() if field.data else ""]
            case _:
                sent[name] = [str(field.data or "")]
    return sent


def sent_from(sent: MultiDict[str, str]) -> MadeFrom | None:
    """From what a form that was sent in was made; None where it does not say so."""
    try:
        version, fields = json.loads(sent.get(FIELD, ""))
        words: dict[str, Sequence[str]] = {}
        for name in fields:
            words[name] = [str(each) for each in fields[name]]
        return MadeFrom(int(version), words)
    except (ValueError, TypeError, KeyError):
        return None


def version_of(made: MadeFrom | None) -> int | None:
    """The version from which a form was made; None where it does not say so."""
    return None if made is None else made.version


def as_chosen(sent: MultiDict[str, str], made: MadeFrom | None) -> MultiDict[str, str]:
    """What was sent in, with the other's words where those were chosen: the form was
    made of them.
    """
    chosen: MultiDict[str, str] = MultiDict(sent)
    if made is None:
        return chosen
    for name, theirs in made.fields.items():
        if sent.get(f"{CHOICE}{name}") == "theirs":
            chosen.setlist(name, list(theirs))
    return chosen


# --- what becomes of both -------------------------------------------------------------


def merged(was: Sent, mine: Sent, theirs: Sent) -> Merged:
    """Both changes together: each field of `was` as one of the two changed it; where
    both did, mine.
    """
    fields: dict[str, Sequence[str]] = {}
    taken: list[str] = []
    both: list[str] = []
    for name, before in was.items():
        here, there = mine.get(name, ()), theirs.get(name, ())
        fields[name] = here
        if _same(here, there):
            continue
        if _same(here, before):
            fields[name] = there
            taken.append(name)
        elif not _same(there, before):
            both.append(name)
    return Merged(fields, tuple(taken), tuple(both))


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two fields say the same, in whatever order and however a browser ends its
    lines.
    """
    return _plain(one) == _plain(other)


def _plain(values: Sequence[str]) -> list[str]:
    plain = ("\n".join(value.split("\r\n")).strip() for value in values)
    return sorted(filter(None, plain))


def meanwhile(
    sent: MultiDict[str, str],
    made: MadeFrom,
    form: FlaskForm,
    deeds: tuple[JournalEntry, ...],
) -> Filled:
    """What was sent in, merged with what is on record now; that fills `form`, and
    `deeds` made it so.
    """
    theirs = untouched(form, made.fields)
    mine = {name: sent.getlist(name) for name in theirs}
    found = merged({name: made.fields[name] for name in theirs}, mine, theirs)
    filled: MultiDict[str, str] = MultiDict(sent)
    for name, values in found.fields.items():
        filled.setlist(name, list(values))
    both: list[BothChanged] = []
    for name in found.both:
        field = form[name]
        both.append(
            BothChanged(
                name,
                field.label.text,
                _said(field, mine[name]),
                _said(field, theirs[name]),
            )
        )
    taken = tuple(form[name].label.text for name in found.taken)
    return Filled(
        filled, Meanwhile(deeds, taken, tuple(both), lines_changed(made, form, deeds))
    )


def lines_changed(
    made: MadeFrom, form: FlaskForm, deeds: Sequence[JournalEntry]
) -> tuple[LinesChanged, ...]:
    """Of each long text the lines that `form`, filled with what is on record, has
    otherwise than it had.

    What a deed says by itself, before and after, is not said again.
    """
    told: set[str] = set()
    for deed in deeds:
        changes: Any = deed.details.get(CHANGES, {})
        told.update(changes)
    found = []
    for name, now in untouched(form, made.fields).items():
        was, shown = "".join(made.fields[name]), "".join(now)
        if name in told or not (is_long(was) or is_long(shown)):
            continue
        before, after = was.splitlines(), shown.splitlines()
        while before and after and before[0] == after[0]:
            del before[0], after[0]
        while before and after and before[-1] == after[-1]:
            del before[-1], after[-1]
        if before or after:
            found.append(
                LinesChanged(form[name].label.text, "\n".join(before), "\n".join(after))
            )
    return tuple(found)


def _said(field: Any, values: Sequence[str]) -> str:  # noqa: ANN401 - the library's fields have no type
    """What a field says in the words of the form."""
    if isinstance(field, BooleanField):
        return "是" if values else "否"
    labels: dict[str, str] = {}
    if isinstance(field, SelectField | SelectMultipleField):
        labels = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
    words = filter(None, map(str.strip, values))
    return "、".join(labels.get(word, word) for word in words) or "（空）"
