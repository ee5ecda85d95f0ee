"""What becomes of a file that nobody here wrote?

It is read as mail (`.ofd` and `.tnef`: as an attachment) and nothing is kept. Looked
for are faults of ours: an exception, a text that no database would take, a letter past
its bound. Whether the answer is right is asked in `truth`, where a corpus tells the
truth.
"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ingest.intake.reader import LETTER_SECONDS, Read, read_one
from ingest.letter.attachment.read import FileText, read_attachment
from ingest.screening import robots
from ingest.screening.returned import read_returned
from ledger.entries.letters import Letter

_ARRIVED = datetime(2026, 3, 1, tzinfo=UTC)
_UNFIT = re.compile("[\ud800-\udfff\x00]|\\\\udc[0-9a-f]{2}")
_SPOILT = "\ufffd"
_DOCUMENTS = frozenset({".ofd", ".tnef"})
_MAILS = frozenset({"", ".eml", ".msg", ".mbox"})
_BESIDE = frozenset({"LICENSE", "README", "COPYING"})

PERSON = "a person's"


class Swept(NamedTuple):
    """One file: what became of it, what was found that must not be, and how many U+FFFD
    were left.

    `became` is the robot's kind and a bounce's actions, or why nothing was read;
    `is_mail` False: a document.
    """

    path: Path
    became: str
    faults: tuple[str, ...] = ()
    spoilt: int = 0
    is_mail: bool = True


def swept(folder: Path) -> Iterator[Swept]:
    """Every mail and document below `folder`, without what somebody unpacked from a
    document beside it.
    """
    for path in sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.stem not in _BESIDE
    ):
        if path.parent.with_name(f"{path.parent.name}.tnef").exists():
            continue
        if path.suffix.lower() in _DOCUMENTS:
            yield _document(path)
        elif path.suffix.lower() in _MAILS or "," in path.name:
            yield _mail(path)


def _document(path: Path) -> Swept:
    try:
        found = read_attachment(path.read_bytes())
    except Exception as fault:  # noqa: BLE001 - the very thing that is looked for
        return Swept(
            path, "exception", (f"raised {type(fault).__name__}",), is_mail=False
        )
    texts = [found.text or "", *found.inner]
    return Swept(path, _said(found), _unfit(texts), _spoilt(texts), is_mail=False)


def _said(found: FileText) -> str:
    if found.text is None:
        return f"unread: {found.unread}"
    return "read, in part" if found.unread else "read"


def _mail(path: Path) -> Swept:
    began = time.process_time()
    try:
        found = read_one(path.read_bytes(), _ARRIVED, ())
    except Exception as fault:  # noqa: BLE001 - the very thing that is looked for
        return Swept(path, "exception", (f"raised {type(fault).__name__}",))
    used = time.process_time() - began
    late = (f"{used:.1f} s of processor time",) if used > LETTER_SECONDS else ()
    texts = _texts(found)
    return Swept(path, _became(found), late + _unfit(texts), _spoilt(texts))


def _became(found: Read) -> str:
    if not isinstance(found, Letter):
        return f"quarantined: {getattr(found, 'reason', 'sealed')}"
    robot = robots.find_robot(found)
    if robot is None:
        return PERSON
    returned = read_returned(found)
    actions = (
        sorted({recipient.action for recipient in returned.recipients})
        if returned
        else []
    )
    return " ".join((robot.kind.value, *actions))


def _texts(found: Read) -> list[str]:
    if not isinstance(found, Letter):
        return []
    files = [
        text
        for a in found.attachments
        for text in (a.name, a.text or "", a.unread or "")
    ]
    heads = [text for name, value in found.headers for text in (name, value)]
    ids = [
        found.message_id or "",
        *found.in_reply_to,
        *found.references,
        found.from_address,
        *found.to,
    ]
    words = [
        found.subject,
        found.from_name,
        found.text,
        found.quoted,
        found.attached_mail,
        found.report,
    ]
    return [*words, *files, *heads, *ids, found.return_path or ""]


def _unfit(texts: list[str]) -> tuple[str, ...]:
    found = next((hit for text in texts if (hit := _UNFIT.search(text))), None)
    return () if found is None else (f"unfit text {found.group()!a}",)


def _spoilt(texts: list[str]) -> int:
    return sum(text.count(_SPOILT) for text in texts)
