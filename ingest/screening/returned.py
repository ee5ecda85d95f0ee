"""What does a bounce say of a message we sent?

The fields of a delivery report (RFC 3464) say who was not reached, how finally, and by
which names our message may be found; without a report the bounce's own words must do,
which every mail system has of its own (`ledger.refusals` knows them). Which message it
is, and what changes, is the outbox's affair; a report can only name, never create or
delete anything (R28).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from ingest.letter.thread import tokens_in
from ingest.screening.robots import Robot, RobotKind, find_robot
from ledger.entries.letters import Letter, Recipient, Returned
from ledger.refusals import status_in

_LINES_READ = 400
_WINDOW = 6
"""Lines, its own included, in which the refusal of an address is sought."""

ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_ORIGINAL_BELOW = re.compile(
    r"[-=|*\s]*(?:(?:this|below) is a copy of|below this line is a copy|(?:original|returned|unsent) message"
    r"|original mail\b|unsent message below|message (?:headers|text) follows?"
    r"|the (?:text|header) of the (?:original )?message|原始邮件|原邮件|退回的邮件)",
    re.IGNORECASE,
)
_NOT_THEIRS = re.compile(
    r"\s*(?:mail from|from|cc|sender|reply-to|return-path|received|message-id)\s*:",
    re.IGNORECASE,
)
"""Lines that name the sender or a server, never whom a message did not reach."""
_THEIRS = re.compile(
    r"^[>\s]{0,8}(?:rcpt )?to[ \t]*:[ \t]*(.{1,2000})$", re.IGNORECASE | re.MULTILINE
)
_NOTIFIED = re.compile(
    rf"emailAddress\W{{1,9}}({ADDRESS.pattern})\W{{1,9}}action\W{{1,9}}(\w+)\W{{1,9}}status\W{{1,9}}([245]\.\d+\.\d+)"
)
"""A recipient in the notices of Amazon's mail service: JSON, once or twice quoted."""

_RFC_ACTIONS = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_OTHER_ACTIONS = {"expired": "failed", "deliverable": "delivered"}
_ACTION_BY_CLASS = {"2": "delivered", "4": "delayed", "5": "failed"}
_NOT_YET = re.compile(
    r"(?:将|会)(?:在)?(?:稍后|继续|自动|再次)[^。\n]{0,8}(?:重试|重发|尝试|投递|发送)|(?:尚|仍|暂)未(?:送达|投递)|邮件[^。\n]{0,6}延迟"
    r"|will (?:continue to )?(?:be )?(?:retr|tr[yi])|still trying|not yet been delivered|\(delay\)"
    r"|^\s*warning\b|warning message only|: warning$|(?:been|is|message|mail) delayed"
    r"|only a temporary failure report",
    re.IGNORECASE | re.MULTILINE,
)
"""A warning says that it is one; every other bounce means that nothing more is
tried.
"""
_GIVEN_UP = re.compile(
    r"(?:not going to try|giv(?:en|ing) up|permanent (?:error|failure|fatal))|永久(?:性)?(?:错误|失败)",
    re.IGNORECASE,
)
_NAMES_KEPT = 50

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)")
_MESSAGE_ID = re.compile(r"<([^<>\s@]{1,250}@[^<>\s@]{1,250})>")
_MESSAGE_ID_LINE = re.compile(
    r"^[>\s]{0,8}message-id[ \t]*:\s*(<\S+>)", re.MULTILINE | re.IGNORECASE
)


def read_returned(letter: Letter) -> Returned | None:
    """What `letter` reports of a message of ours, or None when it is no delivery report
    (R24, R25).

    Read receipts and complaints report no delivery and give None (R27). Message-IDs
    come without brackets, tokens likewise and in lower case. Any of the fields may be
    empty: a bounce that names nothing is still a bounce.
    """
    return returned_by(letter, find_robot(letter))


def returned_by(letter: Letter, robot: Robot | None) -> Returned | None:
    """As `read_returned`, for whoever has asked already which `robot` wrote."""
    if robot is None or robot.kind is not RobotKind.BOUNCE:
        return None
    fields = _fields(letter.report)
    envelope_ids = [
        value for name, value in fields if name == "original-envelope-id" and value
    ]
    # Values in which Message-IDs may stand.
    named = [
        value for name, value in fields if name in ("message-id", "original-message-id")
    ]
    returned = (
        f"{letter.report}\n{letter.text}\n{letter.quoted}\n{letter.attached_mail}"
    )
    named += _MESSAGE_ID_LINE.findall(returned)
    named += [f"<{name}>" for name in (*letter.in_reply_to, *letter.references)]
    # By its report, else by one that stands in its text or in a mail it carries, else
    # by its words.
    recipients = (
        _recipients(letter.report)
        or _recipients(f"{letter.text}\n{letter.quoted}")
        or _recipients(letter.attached_mail)
        or refusals(letter)
    )
    return Returned(
        recipients=tuple(recipients),
        message_ids=_once_each(_MESSAGE_ID.findall("\n".join(named))),
        envelope_id=envelope_ids[0] if envelope_ids else None,
        tokens=_once_each(tokens_in(f"{returned}\n{letter.subject}")),
    )


def _fields(block: str) -> list[tuple[str, str]]:
    """The (lower-case name, unfolded value) pairs of `block`; lines that are no fields
    are passed over.
    """
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
        found = dict(
            reversed(_fields(group))
        )  # of several fields of one name the first counts
        stated = found.get("original-recipient") or found.get("final-recipient")
        if not stated:
            continue
        # The address of an `rfc822; <a@b>` value (RFC 3464 §2.1.2).
        value = stated.rpartition(";")[2]
        address = ADDRESS.search(value)
        to = address[0] if address else value.strip(" <>")
        status = status_in(found.get("status", "")) or status_in(
            found.get("diagnostic-code", "")
        )
        action = found.get("action", "").partition("(")[0].strip().lower()
        recipients.append(Recipient(to.lower(), known_action(action, status), status))
    return recipients


def _once_each(names: Iterable[str]) -> tuple[str, ...]:
    """`names` once each in their order; a hostile report cannot name more than a
    few.
    """
    return tuple(dict.fromkeys(names))[:_NAMES_KEPT]


# --- a bounce without a report --------------------------------------------------------


def refusals(letter: Letter) -> list[Recipient]:
    """The recipients that a bounce names in its own words, or failing that in what it
    returned.
    """
    if notified := _NOTIFIED.findall(letter.text):
        return [
            Recipient(to.lower(), known_action(action, status), status)
            for to, action, status in notified
        ]
    # Its own words stand above the message that it returns.
    lines = letter.text.splitlines()[:_LINES_READ]
    own = list(takewhile(lambda line: not _ORIGINAL_BELOW.match(line), lines))
    words = f"{letter.subject}\n" + "\n".join(own)
    not_yet = _NOT_YET.search(words) is not None
    whole = status_in(" ".join(own)) or ("4.0.0" if not_yet else "5.0.0")
    found = _named_with_status(letter, own, whole)
    if not found:
        # Nobody is named: then whoever the returned message was addressed to.
        below = letter.text[len("\n".join(own)) :]
        returned = f"{letter.report}\n{below}\n{letter.quoted}\n{letter.attached_mail}"
        for line in _THEIRS.findall(returned):
            found.update(dict.fromkeys(_addresses(line), whole))
    action = "delayed" if not_yet and _GIVEN_UP.search(words) is None else "failed"
    return [Recipient(address, action, status) for address, status in found.items()]


def known_action(stated: str, status: str) -> str:
    """One of the five actions of RFC 3464 §2.3.3: by other words seen in practice, else
    by the status.
    """
    if stated in _RFC_ACTIONS:
        return stated
    return _OTHER_ACTIONS.get(stated) or _ACTION_BY_CLASS.get(status[:1], "failed")


def _named_with_status(
    letter: Letter, lines: Sequence[str], whole: str
) -> dict[str, str]:
    """Address → the refusal that stands beside it in the bounce's own words, or `whole`
    if none does at all.

    The bounce's own sender and addressee are meant only where nobody else is named.
    """
    statuses: dict[str, str] = {}
    for number, line in enumerate(lines):
        named = [] if _NOT_THEIRS.match(line) else _addresses(line)
        # The refusal stands on this line or on those below it, up to the next one that
        # names an address.
        beside = [line]
        for below in lines[number + 1 : number + _WINDOW]:
            if ADDRESS.search(below):
                break
            beside.append(below)
        for address in named:
            statuses[address] = statuses.get(address) or status_in(" ".join(beside))
    not_meant = {
        letter.from_address.lower(),
        *(address.lower() for address in letter.to),
    }
    if not not_meant.issuperset(statuses):
        statuses = {
            address: status
            for address, status in statuses.items()
            if address not in not_meant
        }
    refused = {address: status for address, status in statuses.items() if status}
    found = refused or dict.fromkeys(statuses, whole)
    for address in _addresses(", ".join(letter.header("x-failed-recipients"))):
        found.setdefault(address, whole)
    return found


def _addresses(text: str) -> list[str]:
    return [address.lower() for address in ADDRESS.findall(text)]
