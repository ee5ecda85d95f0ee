"""How do mail and documents that nobody here wrote fare?

Every file of a folder is read as mail (`.ofd`, `.tnef`, `winmail.dat`: as an attachment) and nothing is kept.
Looked for are faults of ours: an exception, a text that no database would take, a letter past its bound.
"""

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ingest import robots
from ingest.attachment.read import read_attachment
from ingest.reader import LETTER_SECONDS, Outcome, read_one
from ingest.returned import read_returned
from ledger.entries.letters import Letter

_ARRIVED = datetime(2026, 3, 1, tzinfo=UTC)
_UNFIT = re.compile("[\ud800-\udfff\x00]|\\\\udc[0-9a-f]{2}")
_DOCUMENTS = frozenset({".ofd", ".tnef"})
_MAILS = frozenset({"", ".eml", ".msg", ".mbox"})
_BESIDE = frozenset({"LICENSE", "README"})


class Swept(NamedTuple):
    """One file: what became of it, and what was found that must not be."""

    path: Path
    became: str
    faults: tuple[str, ...] = ()


def swept(folder: Path) -> Iterator[Swept]:
    """Every mail and document below `folder`."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.stem not in _BESIDE):
        if path.suffix.lower() in _DOCUMENTS:
            yield _document(path)
        elif path.suffix.lower() in _MAILS or "," in path.name:
            yield _mail(path)


def _document(path: Path) -> Swept:
    found = read_attachment(path.read_bytes())
    return Swept(path, "read" if found.text else f"unread: {found.unread}", _unfit([found.text or ""]))


def _mail(path: Path) -> Swept:
    began = time.process_time()
    try:
        found = read_one(path.read_bytes(), _ARRIVED, ())
    except Exception as fault:  # noqa: BLE001 - the very thing that is looked for
        return Swept(path, "exception", (f"raised {type(fault).__name__}",))
    used = time.process_time() - began
    late = (f"{used:.1f} s of processor time",) if used > LETTER_SECONDS else ()
    return Swept(path, _became(found), late + _unfit(_texts(found)))


def _became(found: Outcome) -> str:
    if not isinstance(found, Letter):
        return f"quarantined: {getattr(found, 'reason', 'sealed')}"
    robot = robots.verdict(found)
    if robot is None:
        return "a person's"
    returned = read_returned(found)
    actions = sorted({recipient.action for recipient in returned.recipients}) if returned else []
    return " ".join((robot.kind.value, *actions))


def _texts(found: Outcome) -> list[str]:
    if not isinstance(found, Letter):
        return []
    files = [text for a in found.attachments for text in (a.name, a.text or "", a.unread or "")]
    heads = [text for name, value in found.headers for text in (name, value)]
    return [found.subject, found.from_name, found.text, found.quoted, found.attached_mail, *files, *heads]


def _unfit(texts: list[str]) -> tuple[str, ...]:
    found = next((hit for text in texts if (hit := _UNFIT.search(text))), None)
    return () if found is None else (f"unfit text {found.group()!a}",)


def told(folder: Path) -> str:
    """The sweep over `folder`, one part for each folder in it, as Markdown."""
    lines: list[str] = []
    for part in sorted(path for path in folder.iterdir() if path.is_dir()):
        files = list(swept(part))
        faults = [f"  * {file.path.name}: {fault}" for file in files for fault in file.faults]
        lines += [f"### {part.name}", "", f"{len(files)} files, {len(faults)} faults of ours", *faults, ""]
        lines += [f"* {count} {what}" for what, count in Counter(f.became for f in files).most_common()]
        lines.append("")
    return "\n".join(lines)
