"""Who did what for a text, and which number is whose?

From the words of a line: a role before a name (记者 张三) or behind it (张三 摄), numbers behind the names
they reach. Which lines those are is left to `byline` and `signature`.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.people.vocabulary import BylineRole
from ingest.people.words import Word, WordKind
from ledger.entries.submissions import SEVERAL_PHONES, Author

NAMES = (WordKind.NAME, WordKind.DOUBTFUL)
_REACHED = (*NAMES, WordKind.OWNER, WordKind.PHONE, WordKind.EMAIL)


def with_roles(words: Sequence[Word], labelled_as: BylineRole | None = None) -> tuple[Word, ...]:
    """The names, numbers and addresses among `words`, each with the role of the person it belongs to.

    Behind a label that gives a role (撰稿：张三 李四 摄) and wherever a role stands first, a role counts for
    the names behind it; where a name stands first (张三 文 李四 图), for those before it. One that ends the
    words counts for the names before it.
    """
    words = _with_both_roles(words)
    said: list[Word] = []
    group: list[int] = []
    """Where in `said` the names since the last role stand, and the numbers behind them."""
    role = labelled_as or BylineRole.AUTHOR
    leading = [word for word in words if word.kind in NAMES or word.kind is WordKind.ROLE]
    is_behind = labelled_as is None and bool(leading) and leading[0].kind in NAMES
    last_name = max((at for at, word in enumerate(words) if word.kind in NAMES), default=-1)
    own: BylineRole | None = None
    """The role that stands in brackets behind the last name: 燕翔(摄影)."""
    for at, word in enumerate(words):
        if word.kind is WordKind.PHONE and word.role is not None:  # 139…(摄影)
            said.append(word)
            continue
        if word.kind in NAMES:
            own = word.role
            if own is not None:
                said.append(word)
                continue
        if word.role is not None:
            own = None
            if word.kind is WordKind.ROLE and (is_behind or at > last_name):
                names = [place for place in group if said[place].kind in NAMES]
                if labelled_as is not None:
                    # What the label says of one person stands; of several, the last did something else.
                    group = (
                        group[group.index(names[-1]) :]
                        if len({said[place].text for place in names}) > 1
                        else []
                    )
                for place in group:
                    said[place] = said[place]._replace(role=word.role)
            elif at == 0 or words[at - 1].role is not BylineRole.AUTHOR:  # 文/图 is both
                role = word.role
            group = []
        elif word.kind in _REACHED:
            if word.kind in NAMES or group:
                group.append(len(said))
            said.append(word._replace(role=own or role))
    return tuple(said)


def _with_both_roles(words: Sequence[Word]) -> Sequence[Word]:
    """`words`, 图/文 being said of somebody who wrote as well."""
    found = list(words)
    for at, (one, other) in enumerate(pairwise(words)):
        is_both = one.kind is other.kind is WordKind.ROLE and one.span[1] + 1 == other.span[0]
        if is_both and (one.role, other.role) == (BylineRole.PHOTO, BylineRole.AUTHOR):
            found[at] = one._replace(role=BylineRole.AUTHOR)
    return found


class _Reached(NamedTuple):
    """A person, and the numbers and addresses read so far as theirs."""

    name: str
    phones: list[str]
    emails: list[str]


def paired(words: Iterable[Word]) -> tuple[Author, ...]:
    """The authors among `words` (of `with_roles`), each once, with what reaches them.

    As many numbers as names go by order. Otherwise each of the first gets one, and what is over stays with
    the first of all: no number is dropped. Numbers before any name belong to the names behind them; without a
    name at all they are those of an author whose name is "".
    """
    people: list[_Reached] = []
    names: list[str] = []
    phones: list[str] = []
    emails: list[str] = []
    for word in words:
        if word.role is not BylineRole.AUTHOR:
            continue
        if word.kind in NAMES:
            if names and (phones or emails or word.text in names):  # 张三、李四 电话:李四 139…
                _reach(people, names, phones, emails)
                names, phones, emails = [], [], []
            names.append(word.text)
        elif word.kind is WordKind.PHONE:
            phones.append(word.text)
        elif word.kind is WordKind.EMAIL:
            emails.append(word.text)
    if names or phones or emails:
        _reach(people, names or [""], phones, emails)
    return tuple(
        Author(person.name, SEVERAL_PHONES.join(person.phones), (person.emails or [""])[0])
        for person in people
    )


def _reach(people: list[_Reached], names: list[str], phones: list[str], emails: list[str]) -> None:
    """Adds `names` to `people`, or to those of them who are known already, with what reaches them."""
    by_name = {person.name: person for person in people}
    for name in names:
        if name not in by_name:
            by_name[name] = _Reached(name, [], [])
            people.append(by_name[name])
    reached = [by_name[name] for name in dict.fromkeys(names)]
    for person, share in zip(reached, _shares(list(dict.fromkeys(phones)), len(reached)), strict=True):
        person.phones.extend(number for number in share if number not in person.phones)
    for person, share in zip(reached, _shares(list(dict.fromkeys(emails)), len(reached)), strict=True):
        person.emails.extend(share)


def _shares(numbers: list[str], people: int) -> list[list[str]]:
    """`numbers` dealt out among so many people in order; what is over goes to the first."""
    over = max(0, len(numbers) - people)
    shares = [numbers[: over + 1]]
    shares += [[number] for number in numbers[over + 1 :]]
    return shares + [[] for _ in range(people - len(shares))]
