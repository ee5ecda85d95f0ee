"""Which mails lie in these files and folders?

For `take`: single .eml files, mbox files, Maildir folders, and folders of all of these,
walked in the order of their names. A mail's bytes are handed on as they are; of one
past the size bound only the head is read (P16).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ingest.mailbox.reading import HEAD_BYTES
from ledger.faults import ToldError

_SEPARATOR = b"From "
"""How the line begins that parts the mails of an mbox (RFC 4155)."""
_EMPTY_LINES = frozenset({b"\n", b"\r\n"})
_MAIL_SUFFIXES = frozenset({".eml", ".mbox", ".mbx"})
_MAILDIR = ("cur", "new")
_FIRST_BYTES = 1000
_FIRST_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:From |[!-9;-~]{1,76}[ \t]*:)")


class NoSuchPathError(ToldError):
    """A path names nothing that can be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path}: {why}; name .eml or mbox files, Maildir folders, or folders of them"
        )


class FoundMail(NamedTuple):
    """One mail: the path as it was given, its size in bytes, and its bytes.

    Past the bound `raw` is None and `head` its first `HEAD_BYTES`.
    """

    given: Path
    size: int
    raw: bytes | None
    head: bytes = b""


def mails_in(paths: Iterable[Path], bound: int) -> Iterator[FoundMail]:
    """Every mail under the paths; NoSuchPathError for one that cannot be read, before
    any mail of it.
    """
    for given in paths:
        if not given.exists():
            raise NoSuchPathError(given, "there is no such file or folder")
        if (
            given.is_file()
            and given.suffix.lower() not in _MAIL_SUFFIXES
            and not _begins_as_mail(given)
        ):
            raise NoSuchPathError(
                given,
                "is no mail, it does not begin with a header line such as `From: …`",
            )
        for file in _mail_files(given):
            try:
                with file.open("rb") as stream:
                    begins_as_mbox = stream.read(len(_SEPARATOR)) == _SEPARATOR
                # An .eml may begin with a stray `From ` line and is one mail all the
                # same.
                if begins_as_mbox and file.suffix.lower() != ".eml":
                    for raw in _mails_of_mbox(file):
                        too_long = len(raw) > bound
                        head = raw[:HEAD_BYTES] if too_long else b""
                        yield FoundMail(
                            given, len(raw), None if too_long else raw, head
                        )
                    continue
                size = file.stat().st_size
                if size > bound:
                    with file.open("rb") as stream:
                        yield FoundMail(given, size, None, stream.read(HEAD_BYTES))
                else:
                    yield FoundMail(given, size, file.read_bytes())
            except OSError as fault:
                raise NoSuchPathError(
                    file, f"cannot be read: {fault.strerror}"
                ) from None


def _mail_files(path: Path) -> Iterator[Path]:
    """A file as it is; of a folder what looks like mail: by suffix, or by lying in a
    Maildir.
    """
    if path.is_file():
        yield path
        return
    children = sorted(path.iterdir())
    if all((path / name).is_dir() for name in _MAILDIR):
        for name in _MAILDIR:
            yield from filter(Path.is_file, sorted((path / name).iterdir()))
        # Maildir++ keeps its subfolders beside cur and new; tmp holds what is still
        # being written.
        folders = filter(Path.is_dir, children)
        children = [each for each in folders if each.name not in {*_MAILDIR, "tmp"}]
    for child in children:
        if child.is_dir():
            yield from _mail_files(child)
        elif child.suffix.lower() in _MAIL_SUFFIXES:
            yield child


def _begins_as_mail(file: Path) -> bool:
    """Whether a file without a telling name begins as a mail or an mbox does (RFC 5322
    §2.2).
    """
    try:
        with file.open("rb") as stream:
            return _FIRST_LINE.match(stream.read(_FIRST_BYTES)) is not None
    except OSError as fault:
        raise NoSuchPathError(file, f"cannot be read: {fault.strerror}") from None


def _mails_of_mbox(file: Path) -> Iterator[bytes]:
    """The mails of an mbox: each follows a `From ` line after an empty one; `>From `
    loses its mark.
    """
    lines: list[bytes] = []
    after_empty_line = True
    with file.open("rb") as stream:
        for line in stream:
            if after_empty_line and line.startswith(_SEPARATOR):
                if lines:
                    yield _mail_of(lines)
                lines = []
            elif line.startswith(b">") and line.lstrip(b">").startswith(_SEPARATOR):
                lines.append(line[1:])
            else:
                lines.append(line)
            after_empty_line = line in _EMPTY_LINES
    if lines:
        yield _mail_of(lines)


def _mail_of(lines: list[bytes]) -> bytes:
    """One mail, without the empty line that parts it from the next."""
    if lines[-1] in _EMPTY_LINES:
        lines = lines[:-1]
    return b"".join(lines)
