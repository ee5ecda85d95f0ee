"""What does a bounce say of a message we sent?

The fields of a delivery report (RFC 3464), or what can be had from the words of a bounce without one: who was
not reached, how finally, and the names by which our message may be found. Which message that is, and what
changes, is the outbox's affair; a report can only name, never create or delete anything (R28).
"""

import re
from collections.abc import Iterable, Iterator

from ingest.robots import RobotKind, verdict
from ingest.thread import tokens_in
from ledger.entries.letters import Letter, Recipient, Returned

_NAMES_KEPT = 50
_LINES_READ = 400
_WINDOW = 6

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)")
_MESSAGE_ID = re.compile(r"<([^<>\s@]{1,250}@[^<>\s@]{1,250})>")
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.\-])([45])\d\d(?=[\s\-:;,.])")
_ORIGINAL_BELOW = re.compile(
    r"[-=\s]*(?:this is a copy of|below this line is a copy|original message|unsent message below"
    r"|the (?:text|header) of the (?:original )?message|原始邮件|原邮件|退回的邮件)",
    re.IGNORECASE,
)
# What the pages of Chinese providers say where a code should stand (MAIL.md §3).
_WORDS = (
    (
        re.compile(
            r"不存在|无此用户|无效地址|user unknown|unknown user|no such user|no mailbox here", re.IGNORECASE
        ),
        "5.1.1",
    ),
    (
        re.compile(
            r"已满|空间不足|超出(?:邮箱)?容量|mailbox (?:is )?full|over ?quota|quota exceeded", re.IGNORECASE
        ),
        "5.2.2",
    ),
    (
        re.compile(r"稍后|重试|延迟|will (?:continue to )?(?:be )?retr|still trying|delayed", re.IGNORECASE),
        "4.0.0",
    ),
    (re.compile(r"拒收|拒绝|被退回|rejected|refused|undeliver|failed", re.IGNORECASE), "5.0.0"),
)
_ACTIONS = {"2": "delivered", "4": "delayed", "5": "failed"}


def read_returned(letter: Letter) -> Returned | None:
    """What `letter` reports of a message of ours, or None when it is no delivery report (R24, R25).

    Read receipts and complaints report no delivery and give None (R27). Message-IDs come without brackets,
    tokens likewise and in lower case. Any of the fields may be empty: a bounce that names nothing is
    still a bounce.
    """
    robot = verdict(letter)
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
        recipients=tuple(_recipients(letter.report)) or tuple(_recipients_in_words(letter)),
        message_ids=_unique(found for value in named for found in _MESSAGE_ID.findall(value)),
        envelope_id=next((value for name, value in fields if name == "original-envelope-id" and value), None),
        tokens=_unique(tokens_in(f"{returned}\n{letter.subject}")),
    )


# --- the fields of RFC 3464 -------------------------------------------------------------------------


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
            status = _first(_STATUS, found.get("status", "")) or _status_in(found.get("diagnostic-code", ""))
            action = found.get("action", "").partition("(")[0].strip().lower()
            yield Recipient(_bare(stated), action or _ACTIONS.get(status[:1], "failed"), status)


def _bare(stated: str) -> str:
    """The address of an `rfc822; <a@b>` value, lower-case (RFC 3464 §2.1.2)."""
    value = stated.rpartition(";")[2] if ";" in stated else stated
    return (_first(_ADDRESS, value) or value.strip(" <>")).lower()


# --- bounces without a report -----------------------------------------------------------------------


def _recipients_in_words(letter: Letter) -> Iterator[Recipient]:
    """Addresses in the bounce's own words beside which a refusal stands; its addressee is not meant."""
    not_meant = {letter.from_address.lower(), *(address.lower() for address in letter.to)}
    lines = tuple(_own_words(letter.text))
    whole = _status_in(" ".join(lines))
    spoken_of = [
        (address, _status_in(_window(lines, number)))
        for number, line in enumerate(lines)
        for address in _addresses(line)
        if address not in not_meant
    ]
    found = dict(spoken_of) | {address: status for address, status in reversed(spoken_of) if status}
    if len(found) == 1:
        found = {address: status or whole for address, status in found.items()}
    for address in _addresses(", ".join(letter.header("x-failed-recipients"))):
        found[address] = found.get(address) or whole or "5.0.0"
    for address, status in found.items():
        if status:
            yield Recipient(address, _ACTIONS[status[0]], status)


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(address.lower() for address in _ADDRESS.findall(text))


def _own_words(text: str) -> Iterator[str]:
    for line in text.splitlines()[:_LINES_READ]:
        if _ORIGINAL_BELOW.match(line):
            return
        yield line


def _window(lines: tuple[str, ...], number: int) -> str:
    """The line and those below it, up to the next one that names an address."""
    kept = [lines[number]]
    for line in lines[number + 1 : number + _WINDOW]:
        if _ADDRESS.search(line):
            break
        kept.append(line)
    return " ".join(kept)


def _status_in(words: str) -> str:
    """The enhanced status code (RFC 3463 §2) that `words` state or mean, "" when they state none."""
    stated = _first(_STATUS, words)
    if stated:
        return stated
    meant = next((status for pattern, status in _WORDS if pattern.search(words)), "")
    reply = _first(_REPLY, words)
    if reply and not meant.startswith(reply):
        return f"{reply}.0.0"
    return meant


# --- small things -----------------------------------------------------------------------------------


def _message_id_lines(text: str) -> Iterator[str]:
    return (
        match[1]
        for match in re.finditer(
            r"^[>\s]{0,8}message-id[ \t]*:\s*(<\S+>)", text, re.MULTILINE | re.IGNORECASE
        )
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return "" if match is None else match[match.lastindex or 0]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """`names` once each in their order; a hostile report cannot name more than a few."""
    return tuple(dict.fromkeys(names))[:_NAMES_KEPT]
