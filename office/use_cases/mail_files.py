"""Which mails lie in these files and folders?

For `take`: single .eml files, mbox files, Maildir folders, and folders of all of these, walked in the order
of their names. A mail's bytes are handed on as they are; of one past the size bound only the head is read
(P16).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ledger.faults import ToldError

HEAD_BYTES = 65_536
_BATCH_BYTES, _BATCH_COUNT = 8 * 2**20, 100
_SEPARATOR = b"From "
_MAIL_SUFFIXES = frozenset({".eml", ".mbox", ".mbx"})
_MAILDIR = ("cur", "new")
_FIRST_BYTES = 1000
_FIRST_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:From |[!-9;-~]{1,76}[ \t]*:)")


class NoSuchPathError(ToldError):
    """A path names nothing that can be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}; name .eml or mbox files, Maildir folders, or folders of them")


class FoundMail(NamedTuple):
    """One mail: the path as it was given, its size, its bytes - or its head alone when past the bound."""

    given: Path
    size: int
    raw: bytes | None
    head: bytes = b""


def mails_in(paths: Iterable[Path], bound: int) -> Iterator[FoundMail]:
    """Every mail under the paths; NoSuchPathError for one that cannot be read, before any mail of it."""
    for given in paths:
        if not given.exists():
            raise NoSuchPathError(given, "there is no such file or folder")
        if given.is_file() and given.suffix.lower() not in _MAIL_SUFFIXES and not _begins_as_mail(given):
            raise NoSuchPathError(given, "is no mail, it does not begin with a header line such as `From: …`")
        for file in _files(given):
            try:
                yield from _of_file(given, file, bound)
            except OSError as fault:
                raise NoSuchPathError(file, f"cannot be read: {fault.strerror}") from None


def in_batches(mails: Iterable[FoundMail]) -> Iterator[list[FoundMail]]:
    """The mails in batches bounded by bytes and count, as a poll takes them."""
    batch: list[FoundMail] = []
    size = 0
    for mail in mails:
        weight = len(mail.raw or mail.head)
        if batch and (size + weight > _BATCH_BYTES or len(batch) >= _BATCH_COUNT):
            yield batch
            batch, size = [], 0
        batch.append(mail)
        size += weight
    if batch:
        yield batch


def _files(path: Path) -> Iterator[Path]:
    """A file as it is; of a folder what looks like mail: by suffix, or by lying in a Maildir."""
    if path.is_file():
        yield path
    elif _is_maildir(path):
        for name in _MAILDIR:
            yield from sorted(file for file in (path / name).iterdir() if file.is_file())
        for child in sorted(path.iterdir()):  # Maildir++ keeps its subfolders beside cur and new
            if child.is_dir() and child.name not in {*_MAILDIR, "tmp"}:
                yield from _files(child)
    else:
        for child in sorted(path.iterdir()):
            if child.is_dir() or child.suffix.lower() in _MAIL_SUFFIXES:
                yield from _files(child)


def _begins_as_mail(file: Path) -> bool:
    """Whether a file without a telling name begins as a mail or an mbox does (RFC 5322 §2.2)."""
    try:
        with file.open("rb") as stream:
            return _FIRST_LINE.match(stream.read(_FIRST_BYTES)) is not None
    except OSError as fault:
        raise NoSuchPathError(file, f"cannot be read: {fault.strerror}") from None


def _is_maildir(path: Path) -> bool:
    return all((path / name).is_dir() for name in _MAILDIR)


def _of_file(given: Path, file: Path, bound: int) -> Iterator[FoundMail]:
    size = file.stat().st_size
    if _is_mbox(file):
        for raw in _split(file):
            yield _found(given, raw, bound)
    elif size > bound:
        with file.open("rb") as stream:
            yield FoundMail(given, size, None, stream.read(HEAD_BYTES))
    else:
        yield FoundMail(given, size, file.read_bytes())


def _found(given: Path, raw: bytes, bound: int) -> FoundMail:
    return (
        FoundMail(given, len(raw), None, raw[:HEAD_BYTES])
        if len(raw) > bound
        else FoundMail(given, len(raw), raw)
    )


def _is_mbox(file: Path) -> bool:
    """By content; an .eml may begin with a stray `From ` line and is one mail all the same."""
    if file.suffix.lower() == ".eml":
        return False
    with file.open("rb") as stream:
        return stream.read(len(_SEPARATOR)) == _SEPARATOR


def _split(file: Path) -> Iterator[bytes]:
    """The mails of an mbox: each follows a `From ` line after an empty one; `>From ` loses its mark."""
    lines: list[bytes] = []
    after_blank = True
    with file.open("rb") as stream:
        for line in stream:
            if after_blank and line.startswith(_SEPARATOR):
                if lines:
                    yield _joined(lines)
                lines = []
            else:
                lines.append(
                    line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(_SEPARATOR) else line
                )
            after_blank = line in {b"\n", b"\r\n"}
    if lines:
        yield _joined(lines)


def _joined(lines: list[bytes]) -> bytes:
    """One mail, without the empty line that parts it from the next."""
    kept = lines[:-1] if lines[-1] in {b"\n", b"\r\n"} else lines
    return b"".join(kept)
