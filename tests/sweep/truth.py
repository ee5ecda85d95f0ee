"""Which bounces, delays, complaints and look-alikes does a corpus of bounces hold, by
its own word?

The names of set-of-emails tell it: `not/` holds what is no bounce, `arf-…` complaints,
`rfc3834-…` automatic replies; all else are bounces. Whether a bounce only tells of a
delay is looked for in its raw bytes, without any of our readers. A person who forwards
a bounce is a person.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from tests.sweep.corpus import PERSON, Swept

_ACTION = re.compile(rb"^(?:> ?)?Action:[ \t]*(\w+)", re.IGNORECASE | re.MULTILINE)
_WARNS = re.compile(
    rb"^\W*(?:this is a )?warning message only|^Subject: Warning\b|has not yet been delivered"
    rb"|only a temporary failure",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARDED = re.compile(rb"^Begin forwarded message:", re.MULTILINE)
_HEAD = 4_000
_COMPLAINT = re.compile(rb"notificationType\W{1,9}Complaint")


class Truth(StrEnum):
    """What a letter of the corpus is."""

    BOUNCE = "bounce"
    DELAYED = "delayed"
    FEEDBACK = "feedback"
    AUTO_REPLY = "automatic reply"
    LOOK_ALIKE = "look-alike"


def is_bounces(folder: Path) -> bool:
    """Whether `folder` is such a corpus."""
    return (folder / "not").is_dir() and (folder / "bsd").is_dir()


def truth_of(path: Path) -> Truth:
    """What the letter at `path` really is."""
    raw = path.read_bytes().replace(b"\r", b"\n")
    if path.parent.name == "not" or _FORWARDED.search(raw):
        return Truth.LOOK_ALIKE
    if path.name.startswith("arf-") or _COMPLAINT.search(raw):
        return Truth.FEEDBACK
    if path.name.startswith("rfc3834-"):
        return Truth.AUTO_REPLY
    actions = {action.lower() for action in _ACTION.findall(raw)}
    if actions == {b"delayed"} or (not actions and _WARNS.search(raw[:_HEAD])):
        return Truth.DELAYED
    return Truth.BOUNCE


_TOLD: Mapping[Truth, tuple[str, ...]] = {
    Truth.BOUNCE: ("bounce failed", "bounce delivered", "bounce delayed failed"),
    Truth.DELAYED: ("bounce delayed",),
    Truth.FEEDBACK: ("complaint",),
    Truth.AUTO_REPLY: ("auto-reply",),
    Truth.LOOK_ALIKE: (PERSON,),
}


def table(files: Iterable[Swept]) -> list[str]:
    """How each of them was told, and by name what was told otherwise, as Markdown."""
    lines = ["| really | letters | told so | otherwise |", "|---|---:|---:|---|"]
    by_truth: dict[Truth, list[Swept]] = {truth: [] for truth in Truth}
    for file in files:
        by_truth[truth_of(file.path)].append(file)
    for truth, group in by_truth.items():
        wrong = [file for file in group if file.became not in _TOLD[truth]]
        names = "; ".join(
            f"{file.path.parent.name}/{file.path.name}: {file.became}" for file in wrong
        )
        lines.append(
            f"| {truth} | {len(group)} | {len(group) - len(wrong)} | {names} |"
        )
    return lines
