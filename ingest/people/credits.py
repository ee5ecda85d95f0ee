"""Which number is whose of the people who wrote a text?

From the words of a line: numbers behind the names they reach. Which lines those are is
left to `byline`, who did what to `words`.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ingest.people.vocabulary import BylineRole
from ingest.people.words import NAMES, Word, WordKind
from ledger.entries.submissions import SEVERAL_PHONES, Author


class _Reached(NamedTuple):
    """A person, and the numbers and addresses read so far as theirs."""

    name: str
    phones: list[str]
    emails: list[str]


def paired(words: Iterable[Word]) -> tuple[Author, ...]:
    """The authors among `words` (of `with_roles`), each once, with what reaches them.

    As many numbers as names go by order. Otherwise each of the first gets one, and what
    is over stays with the first of all: no number is dropped. Numbers before any name
    belong to the names behind them; without a name at all they are those of an author
    whose name is "".
    """
    people: list[_Reached] = []
    names: list[str] = []
    phones: list[str] = []
    emails: list[str] = []
    for word in words:
        if word.role is not BylineRole.AUTHOR:
            continue
        if word.kind in NAMES:
            if names and (
                phones or emails or word.text in names
            ):  # 张三、李四 电话:李四 139…
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
        Author(
            person.name, SEVERAL_PHONES.join(person.phones), (person.emails or [""])[0]
        )
        for person in people
    )


def _reach(
    people: list[_Reached], names: list[str], phones: list[str], emails: list[str]
) -> None:
    """Adds `names` to `people`, or to those of them who are known already, with what
    reaches them.
    """
    by_name = {person.name: person for person in people}
    for name in names:
        if name not in by_name:
            by_name[name] = _Reached(name, [], [])
            people.append(by_name[name])
    reached = [by_name[name] for name in dict.fromkeys(names)]
    for person, share in zip(
        reached, _shares(list(dict.fromkeys(phones)), len(reached)), strict=True
    ):
        person.phones.extend(number for number in share if number not in person.phones)
    for person, share in zip(
        reached, _shares(list(dict.fromkeys(emails)), len(reached)), strict=True
    ):
        person.emails.extend(share)


def _shares(numbers: list[str], people: int) -> list[list[str]]:
    """`numbers` dealt out among so many people in order; what is over goes to the
    first.
    """
    over = max(0, len(numbers) - people)
    shares = [numbers[: over + 1]]
    shares += [[number] for number in numbers[over + 1 :]]
    return shares + [[] for _ in range(people - len(shares))]
