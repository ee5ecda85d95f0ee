"""What does a bounce say of a message we sent?

The fields of a delivery report (RFC 3464): who was not reached, how finally, and the names by which our
message may be found. The words of a bounce without a report are read in `refusal`. Which message it is, and
what changes, is the outbox's affair; a report can only name, never create or delete anything (R28).
"""

import re
from collections.abc import Iterable, Iterator

from ingest.letter.thread import tokens_in
from ingest.screening.refusal import ADDRESS, known_action, refusals
from ingest.screening.robots import RobotKind, find_robot
from ledger.entries.letters import Letter, Recipient, Returned
from ledger.refusals import status_in

_NAMES_KEPT = 50

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)")
_MESSAGE_ID = re.compile(r"<([^<>\s@]{1,250}@[^<>\s@]{1,250})>")


def read_returned(letter: Letter) -> Returned | None:
    """What `letter` reports of a message of ours, or None when it is no delivery report (R24, R25).

    Read receipts and complaints report no delivery and give None (R27). Message-IDs come without brackets,
    tokens likewise and in lower case. Any of the fields may be empty: a bounce that names nothing is
    still a bounce.
    """
    robot = find_robot(letter)
    if robot is None or robot.kind is not RobotKind.BOUNCE:
        return None
    fields = tuple(_fields(letter.report))
    returned = f"{letter.report}\n{letter.text}\n{letter.quoted}\n{letter.attached_mail}"
    named = (
        *(value for name, value in fields if name in ("message-id", "original-message-id")),
        *(value for value in _message_id_lines(returned)),
        *(f"<{name}>" for name in (*letter.in_reply_to, *letter.references)),
    )
    return Returned(
        recipients=_recipients_in(letter),
        message_ids=_unique(found for value in named for found in _MESSAGE_ID.findall(value)),
        envelope_id=next((value for name, value in fields if name == "original-envelope-id" and value), None),
        tokens=_unique(tokens_in(f"{returned}\n{letter.subject}")),
    )


# --- the fields of RFC 3464 -------------------------------------------------------------------------


def _recipients_in(letter: Letter) -> tuple[Recipient, ...]:
    """By its report, else by one that stands in its text or in a mail it carries, else by its words."""
    for block in (letter.report, f"{letter.text}\n{letter.quoted}", letter.attached_mail):
        if found := tuple(_recipients(block)):
            return found
    return tuple(refusals(letter))


def _fields(block: str) -> Iterator[tuple[str, str]]:
    """The (lower-case name, unfolded value) pairs of `block`; lines that are no fields are passed over."""
    name, value = "", ""
    for line in block.splitlines():
        if name and line[:1] in (" ", "\t") and line.strip():
            value += " " + line.strip()
            continue
        if name:
            yield name, value
        match = _FIELD.fullmatch(line.strip("\r"))
        name, value = (match[1].lower(), match[2].strip()) if match else ("", "")
    if name:
        yield name, value


def _recipients(report: str) -> Iterator[Recipient]:
    """One for each group of per-recipient fields (RFC 3464 §2.3)."""
    for group in re.split(r"\n[ \t\r]*\n", report):
        found = dict(reversed(tuple(_fields(group))))  # of a repeated field the first counts
        stated = found.get("original-recipient") or found.get("final-recipient")
        if stated:
            status = status_in(found.get("status", "")) or status_in(found.get("diagnostic-code", ""))
            action = found.get("action", "").partition("(")[0].strip().lower()
            yield Recipient(_bare(stated), known_action(action, status), status)


def _bare(stated: str) -> str:
    """The address of an `rfc822; <a@b>` value, lower-case (RFC 3464 §2.1.2)."""
    value = stated.rpartition(";")[2] if ";" in stated else stated
    address = ADDRESS.search(value)
    return (address[0] if address else value.strip(" <>")).lower()


# --- small things -----------------------------------------------------------------------------------


def _message_id_lines(text: str) -> Iterator[str]:
    return (
        match[1]
        for match in re.finditer(
            r"^[>\s]{0,8}message-id[ \t]*:\s*(<\S+>)", text, re.MULTILINE | re.IGNORECASE
        )
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """`names` once each in their order; a hostile report cannot name more than a few."""
    return tuple(dict.fromkeys(names))[:_NAMES_KEPT]
