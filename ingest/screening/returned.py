"""What does a bounce say of a message we sent?

The fields of a delivery report (RFC 3464): who was not reached, how finally, and the names by which our
message may be found. The words of a bounce without a report are read in `refusal`. Which message it is, and
what changes, is the outbox's affair; a report can only name, never create or delete anything (R28).
"""

import re
from collections.abc import Iterable

from ingest.letter.thread import tokens_in
from ingest.screening.refusal import ADDRESS, known_action, refusals
from ingest.screening.robots import RobotKind, find_robot
from ledger.entries.letters import Letter, Recipient, Returned
from ledger.refusals import status_in

_NAMES_KEPT = 50

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)")
_MESSAGE_ID = re.compile(r"<([^<>\s@]{1,250}@[^<>\s@]{1,250})>")
_MESSAGE_ID_LINE = re.compile(r"^[>\s]{0,8}message-id[ \t]*:\s*(<\S+>)", re.MULTILINE | re.IGNORECASE)


def read_returned(letter: Letter) -> Returned | None:
    """What `letter` reports of a message of ours, or None when it is no delivery report (R24, R25).

    Read receipts and complaints report no delivery and give None (R27). Message-IDs come without brackets,
    tokens likewise and in lower case. Any of the fields may be empty: a bounce that names nothing is
    still a bounce.
    """
    robot = find_robot(letter)
    if robot is None or robot.kind is not RobotKind.BOUNCE:
        return None
    envelope_id = None
    named = []  # values in which Message-IDs may stand
    for name, value in _fields(letter.report):
        if name in ("message-id", "original-message-id"):
            named.append(value)
        elif name == "original-envelope-id" and envelope_id is None:
            envelope_id = value or None
    returned = f"{letter.report}\n{letter.text}\n{letter.quoted}\n{letter.attached_mail}"
    named += _MESSAGE_ID_LINE.findall(returned)
    named += [f"<{name}>" for name in (*letter.in_reply_to, *letter.references)]
    recipients: list[Recipient] = []
    # By its report, else by one that stands in its text or in a mail it carries, else by its words.
    for block in (letter.report, f"{letter.text}\n{letter.quoted}", letter.attached_mail):
        recipients = recipients or _recipients(block)
    return Returned(
        recipients=tuple(recipients or refusals(letter)),
        message_ids=_once_each(_MESSAGE_ID.findall("\n".join(named))),
        envelope_id=envelope_id,
        tokens=_once_each(tokens_in(f"{returned}\n{letter.subject}")),
    )


def _fields(block: str) -> list[tuple[str, str]]:
    """The (lower-case name, unfolded value) pairs of `block`; lines that are no fields are passed over."""
    fields: list[tuple[str, str]] = []
    is_open = False  # whether the line before was of a field, so that a folded one goes on with it
    for line in block.splitlines():
        if is_open and line[:1] in (" ", "\t") and line.strip():
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}")
            continue
        match = _FIELD.fullmatch(line.strip("\r"))
        is_open = match is not None
        if match:
            fields.append((match[1].lower(), match[2].strip()))
    return fields


def _recipients(report: str) -> list[Recipient]:
    """One for each group of per-recipient fields (RFC 3464 §2.3)."""
    recipients = []
    for group in re.split(r"\n[ \t\r]*\n", report):
        found: dict[str, str] = {}
        for name, value in _fields(group):
            found.setdefault(name, value)
        stated = found.get("original-recipient") or found.get("final-recipient")
        if not stated:
            continue
        # The address of an `rfc822; <a@b>` value (RFC 3464 §2.1.2).
        value = stated.rpartition(";")[2]
        address = ADDRESS.search(value)
        to = address[0] if address else value.strip(" <>")
        status = status_in(found.get("status", "")) or status_in(found.get("diagnostic-code", ""))
        action = found.get("action", "").partition("(")[0].strip().lower()
        recipients.append(Recipient(to.lower(), known_action(action, status), status))
    return recipients


def _once_each(names: Iterable[str]) -> tuple[str, ...]:
    """`names` once each in their order; a hostile report cannot name more than a few."""
    return tuple(dict.fromkeys(names))[:_NAMES_KEPT]
