"""What does a line rest on, in words that a clerk can check?

A line names its evidence by codes such as `adoption:12`; here each is looked up: the issue and its day, the
leader, the letter with its subject and arrival. Which lines rest on a record is `explaining`'s affair.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ledger import commissions, mailbox_entries, remarks
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.entries.submissions import Submission
from ledger.events import adoptions, forwardings, instructions
from ledger.periods import OFFICE_ZONE
from ledger.submissions import listing


class Source(NamedTuple):
    """A record that a line rests on: its name, what it is, the item it is about, the letter it came by."""

    name: str
    said: str
    serial: str | None = None
    letter: int | None = None

    def as_json(self) -> dict[str, object]:
        """The source as plain data."""
        return self._asdict()


def sources(conn: Connection, names: Iterable[str]) -> dict[str, Source]:
    """Name → the record of that name; a name that means no record any more is left out."""
    wanted: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        kind, _, key = name.partition(":")
        wanted.setdefault(kind, []).append(key)
    found = (each for kind, keys in wanted.items() if kind in _KINDS for each in _KINDS[kind](conn, keys))
    return {source.name: source for source in found}


def _submissions(conn: Connection, serials: Sequence[str]) -> Iterable[Source]:
    items = listing.several(conn, serials)
    numbers = [item.letter for item in items if item.letter is not None]
    letters = {letter.id: letter for letter in mailbox_entries.several(conn, numbers)}
    for item in items:
        letter = None if item.letter is None else letters.get(item.letter)
        yield Source(f"submission:{item.serial}", _came(item, letter), item.serial, item.letter)


def _came(item: Submission, letter: MailboxEntry | None) -> str:
    at = f"{item.arrived_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
    if letter is None:
        return f"{item.serial}《{item.title}》，{at} 手工登记"
    title = "" if item.title in letter.subject else f"《{item.title}》，"
    return f"{item.serial} {title}{at} 来件“{letter.subject}”"


def _letters(conn: Connection, numbers: Sequence[str]) -> Iterable[Source]:
    for letter in mailbox_entries.several(conn, _ids(numbers)):
        at = f"{letter.arrived_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
        became = "" if letter.serial else "，没有登记为报送件"
        yield Source(f"letter:{letter.id}", f"{at} 来件“{letter.subject}”{became}", letter.serial, letter.id)


def _adoptions(conn: Connection, numbers: Sequence[str]) -> Iterable[Source]:
    for one in adoptions.numbered(conn, _ids(numbers)):
        issue = f"第{one.issue}期" if one.issue.isdecimal() else one.issue
        said = f"{one.publication}{issue}采用（{one.form}），{_day(one.on)}"
        yield Source(f"adoption:{one.id}", said, one.serial)


def _instructions(conn: Connection, numbers: Sequence[str]) -> Iterable[Source]:
    for one in instructions.numbered(conn, _ids(numbers)):
        yield Source(f"instruction:{one.id}", f"{one.leader}批示（{one.level}），{_day(one.on)}", one.serial)


def _forwardings(conn: Connection, numbers: Sequence[str]) -> Iterable[Source]:
    for one in forwardings.numbered(conn, _ids(numbers)):
        yield Source(f"forwarding:{one.id}", f"上报{one.target}，{_day(one.on)}", one.serial)


def _commissions(conn: Connection, keys: Sequence[str]) -> Iterable[Source]:
    for key in keys:
        asked = commissions.one(conn, key)
        if asked is not None:
            yield Source(f"commission:{key}", f"约稿“{asked.title}”，{_day(asked.due)}截止")


def _remarks(conn: Connection, numbers: Sequence[str]) -> Iterable[Source]:
    for number in _ids(numbers):
        entered = remarks.one(conn, number)
        if entered is not None:
            one = entered.remark
            said = f"{one.kind}：{one.because}，{_day(one.on)}"
            yield Source(f"remark:{number}", said, one.serial)


def _history(_conn: Connection, periods: Sequence[str]) -> Iterable[Source]:
    return (Source(f"history:{period}", f"{period} 系统启用前的结转数") for period in periods)


_KINDS: Mapping[str, Callable[[Connection, Sequence[str]], Iterable[Source]]] = {
    "submission": _submissions,
    "letter": _letters,
    "adoption": _adoptions,
    "instruction": _instructions,
    "forwarding": _forwardings,
    "commission": _commissions,
    "remark": _remarks,
    "history": _history,
}
"""What the names of evidence begin with → how such records are looked up."""


def _ids(keys: Sequence[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit()]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
