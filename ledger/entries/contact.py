"""How can a person be reached, and how does a text read without that?

Telephone numbers and mail addresses are taken out of texts in whatever way they are
written there; all other words and numbers stay. Which texts hold them is
`ledger.personal_data`'s affair.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from ledger.entries.submissions import SEVERAL_PHONES, TAILS, Author, Submission

ERASED = "（已删）"
"""What stands where a number or an address stood."""
_COUNTRY = "86"
_SHORTEST = 6
"""Digits: a shorter number, such as an extension, is too like a year or a sum to be
taken out of texts.
"""
_MOBILE = 11
_LOCAL = (7, 8)
"""Digits of a landline without its area code, which begins with 0."""
_AREA = (3, 4)
"""Digits of an area code."""
_APART = re.compile(rf"[{SEVERAL_PHONES}/／;；,，|\n]|或")
"""What stands between the numbers of one field."""
_BY_TAILS = re.compile(rf"([^（）]*)（{TAILS}([^（）]*)）")
_NO_DIGIT = re.compile(r"[^0-9]")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?).*", re.IGNORECASE)
_BETWEEN = r"[\s\-－—–―()（）.·]{0,3}"
"""What people put between the digits of a number."""
_WITHIN_LOCAL = r"[\-－—–―]?"
"""What they put between those of a local number, which a sum such as 607.6022 must not
be taken for.
"""
_OPENING = r"(?:[(（](?=[0０][0-9０-９]{2,3}[)）]))?"
"""The bracket before an area code."""


class WhoKind(StrEnum):
    """By what a person is named."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"


class Who(NamedTuple):
    """One person: a name (of one unit, if `unit_id` is given), a telephone number or a
    mail address.

    `serials` are items that are known to be the person's whatever unit they stand with.
    """

    kind: WhoKind
    said: str
    unit_id: int | None = None
    serials: frozenset[str] = frozenset()

    def is_author(
        self, author: Author, unit_ids: Iterable[int], serial: str = ""
    ) -> bool:
        """Whether the person wrote an item of these units, of this serial, as this
        author.
        """
        match self.kind:
            case WhoKind.NAME:
                ours = (
                    self.unit_id is None
                    or self.unit_id in unit_ids
                    or serial in self.serials
                )
                return ours and plain_name(author.name) == plain_name(self.said)
            case WhoKind.PHONE:
                return digits_of(self.said) in phones_of(author.phone)
            case WhoKind.ADDRESS:
                return author.email.casefold() == self.said.casefold()

    def authors_of(self, item: Submission) -> list[Author]:
        """Those of an item's authors that are this person."""
        return [
            author
            for author in item.authors
            if self.is_author(author, item.unit_ids, item.serial)
        ]


class Contact(NamedTuple):
    """How somebody can be reached: numbers as digits alone, addresses in small
    letters.
    """

    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is any way."""
        return bool(self.phones or self.addresses)


def who_is(said: str, unit_id: int | None = None) -> Who:
    """The person whom a word means: an address has an @, a number has digits and no
    letters.
    """
    said = said.strip()
    if "@" in said:
        return Who(WhoKind.ADDRESS, said.casefold())
    if len(digits_of(said)) >= _SHORTEST and not any(each.isalpha() for each in said):
        return Who(WhoKind.PHONE, said)
    return Who(WhoKind.NAME, said, unit_id)


def plain_name(name: str) -> str:
    """A name without blanks: 张　伟 is 张伟."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def digits_of(phone: str) -> str:
    """The digits of one number, without the country's."""
    digits = _NO_DIGIT.sub("", unicodedata.normalize("NFKC", phone))
    without_zeros = digits.removeprefix("00")
    if without_zeros.startswith(_COUNTRY) and len(without_zeros) > _MOBILE:
        return without_zeros.removeprefix(_COUNTRY)
    return digits


def numbers_in(phone: str) -> tuple[str, ...]:
    """The numbers of a field, each as it is written there, without an extension.

    A person parts several numbers in other ways than we do (`SEVERAL_PHONES`).
    """
    found: list[str] = []
    for part in _APART.split(phone):
        number = _EXTENSION.sub("", part).strip()
        pieces = number.split()
        # A blank parts two numbers, or the digits of one.
        whole = len(pieces) > 1 and all(
            len(digits_of(piece)) >= min(_LOCAL) for piece in pieces
        )
        found += pieces if whole else [number]
    return tuple(filter(None, found))


def phones_of(phone: str) -> frozenset[str]:
    """The digits of each number of a field."""
    return frozenset(filter(None, map(digits_of, numbers_in(phone))))


def without(text: str, contact: Contact) -> str:
    """The text with `ERASED` for every writing of these numbers and addresses, and
    otherwise as it is.
    """
    for pattern in _patterns(contact):
        text = pattern.sub(ERASED, text)
    return text


def without_tails(
    text: str, contact: Contact | None = None, names: Collection[str] = ()
) -> str:
    """An author as the journal tells of one, without the last digits of numbers; any
    other text as it is.

    Whoever it is where `contact` is None, else one of these plain names, or of a number
    that ends so.
    """
    found = _BY_TAILS.fullmatch(text)
    if found is None:
        return text
    is_meant = contact is None or plain_name(found[1]) in names
    if contact is not None and not is_meant:
        ends = list(map(digits_of, found[2].split(SEVERAL_PHONES)))
        is_meant = any(number.endswith(tuple(ends)) for number in contact.phones)
    return f"{found[1]}（电话{ERASED[1:]}" if is_meant else text


def value_without(value: Any, taken_out: Callable[[str], str]) -> Any:  # noqa: ANN401 - plain data of any depth
    """Plain data with every text in it as `taken_out` leaves it."""
    match value:
        case str():
            return taken_out(value)
        case Mapping():
            return {key: value_without(each, taken_out) for key, each in value.items()}
        case list():
            return [value_without(each, taken_out) for each in value]
        case _:
            return value


@lru_cache(maxsize=64)
def _patterns(contact: Contact) -> tuple[re.Pattern[str], ...]:
    # The longest first: a landline with its area code goes before its local part alone.
    between: dict[str, str] = {}
    for phone in contact.phones:
        if phone.startswith("0"):
            for length in _LOCAL:
                if len(phone) - length in _AREA:
                    between.setdefault(phone[-length:], _WITHIN_LOCAL)
        between[phone] = _BETWEEN if len(phone) > max(_LOCAL) else _WITHIN_LOCAL
    writings: list[str] = []
    for number in sorted(between, key=lambda digits: (-len(digits), digits)):
        if len(number) >= _SHORTEST:
            # Digits may be of full width: NFKC would change more of the text than the
            # number.
            digits = between[number].join(
                f"[{digit}{chr(ord('０') + int(digit))}]" for digit in number
            )
            country = rf"(?:(?:[+＋]|[0０]{{2}})?[8８][6６]{_BETWEEN})?"
            writings.append(
                rf"(?<![0-9０-９]){country}{_OPENING}{digits}(?![0-9０-９])"
            )
    for address in sorted(contact.addresses, key=lambda each: (-len(each), each)):
        writings.append(rf"(?<![\w.+\-]){re.escape(address)}(?![\w\-])")
    return tuple(re.compile(writing, re.IGNORECASE) for writing in writings)
