"""How does a person write down the authors of an item, and who are they then?

One author a line, or parted by semicolons: the name, a space, the telephone; one of the
two may be missing. What cannot be read so is refused with the line, never half taken.
"""

import re
import unicodedata
from collections.abc import Sequence

from ledger.entries.submissions import Author
from ledger.faults import ToldError

_BETWEEN = re.compile(r"[\n;]")
_LINE = re.compile(r"(?P<name>[^0-9+]*?)\s*(?P<phone>\(?[0-9+].*)?")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_DIGIT = r"(?:[+()\-—–―\s、/.*转]*[0-9])"
_PHONE = re.compile(_DIGIT + r"{3,40}[)\s]*")
"""At least an extension within an office's house; fewer digits are no number."""
_NOT_IN_NAME = re.compile(r"[:,。、/()]")
_LONGEST_NAME = 40


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
    for number, part in enumerate(
        _BETWEEN.split(unicodedata.normalize("NFKC", text)), start=1
    ):
        line = _plain(part)
        if not line:
            continue
        if line in known_lines:
            found.append(known_lines[line])
            continue
        author = _author_of(line)
        if author is None:
            raise AuthorsError(number, line)
        found.append(author)
    return tuple(found)


def _author_of(line: str) -> Author | None:
    """The author of one plain line; None where it is not understood."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    name, phone = match["name"].strip(), match["phone"] or ""
    if _IN_BRACKETS.fullmatch(phone):
        phone = phone[1:-1]
    if len(name) > _LONGEST_NAME or _NOT_IN_NAME.search(name):
        return None
    if phone and not _PHONE.fullmatch(phone):
        return None
    return Author(name, phone.strip())


def _plain(line: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", line).split())


def written(authors: Sequence[Author]) -> str:
    """Authors as a person writes them, a line for each; of one without name and number
    nothing.
    """
    lines = (f"{author.name} {author.phone}".strip() for author in authors)
    return "\n".join(filter(None, lines))


def with_addresses(
    said: Sequence[Author], known: Sequence[Author]
) -> tuple[Author, ...]:
    """The authors with the mail address that is known of each, by name or else by
    telephone.
    """
    addresses = {author.phone: author.email for author in known}
    addresses |= {author.name: author.email for author in known}
    addresses.pop("", None)  # whoever is not named, or has no number, is nobody
    return tuple(
        author._replace(
            email=addresses.get(author.name) or addresses.get(author.phone, "")
        )
        for author in said
    )
