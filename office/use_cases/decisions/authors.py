"""How does a person write down the authors of an item, and who are they then?

One author a line, or parted by semicolons: the name, a space, the telephone; one of the two may be missing.
What cannot be read so is refused with the line, never half taken.
"""

import re
import unicodedata
from collections.abc import Sequence

from ledger.entries.submissions import Author
from ledger.faults import ToldError

_BETWEEN = re.compile(r"[\n;]")
_LINE = re.compile(r"(?P<name>[^0-9+]*?)\s*(?P<phone>\(?[0-9+].*)?")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_PHONE = re.compile(r"[0-9+()\-—–―\s、/.*转]+")
_NOT_IN_NAME = re.compile(r"[:,。、/()]")
_LONGEST_NAME = 40
_LONGEST_PHONE = 60
_FEWEST_DIGITS = 3
"""An extension within an office's house; fewer are no number."""


class AuthorsError(ToldError):
    """A line that names no author; `line` counts from 1."""

    def __init__(self, line: int, said: str) -> None:
        self.line = line
        super().__init__(
            f"撰稿人第{line}行“{said}”没有看懂：一行写一个人，先姓名，空一格，再电话，如“张三 0951-6012345”"
        )


def authors_of(text: str, known: Sequence[Author] = ()) -> tuple[Author, ...]:
    """The authors that a text names, in its order; AuthorsError.

    A line that stands for one of `known` means that one, however the letter wrote it.
    """
    found: list[Author] = []
    known_lines = {_plain(written([author])): author for author in known}
    for number, part in enumerate(_BETWEEN.split(unicodedata.normalize("NFKC", text)), start=1):
        line = _plain(part)
        if not line:
            continue
        if line in known_lines:
            found.append(known_lines[line])
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise AuthorsError(number, line)
        name, phone = match["name"].strip(), match["phone"] or ""
        if _IN_BRACKETS.fullmatch(phone):
            phone = phone[1:-1]
        strange_name = _NOT_IN_NAME.search(name) or len(name) > _LONGEST_NAME
        digits = sum(sign.isdigit() for sign in phone)
        strange_phone = phone and (not _PHONE.fullmatch(phone) or digits < _FEWEST_DIGITS)
        if strange_name or strange_phone or len(phone) > _LONGEST_PHONE:
            raise AuthorsError(number, line)
        found.append(Author(name, phone.strip()))
    return tuple(found)


def _plain(line: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", line).split())


def written(authors: Sequence[Author]) -> str:
    """Authors as a person writes them, a line for each; of one without name and number nothing."""
    lines = (f"{author.name} {author.phone}".strip() for author in authors)
    return "\n".join(line for line in lines if line)


def with_addresses(said: Sequence[Author], known: Sequence[Author]) -> tuple[Author, ...]:
    """The authors with the mail address that is known of each, by name or else by telephone."""
    addresses = {author.phone: author.email for author in known if author.phone}
    addresses |= {author.name: author.email for author in known if author.name}
    return tuple(
        author._replace(email=addresses.get(author.name) or addresses.get(author.phone, ""))
        for author in said
    )
