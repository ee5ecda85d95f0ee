"""Whom did a message not reach, and how finally, by the words of a bounce that has no report?

Every mail system has words of its own; what they mean is `ledger.refusals`' to know. Reports in fields
(RFC 3464) and the names of our message are read in `returned`.
"""

import re
from collections.abc import Sequence

from ledger.entries.letters import Letter, Recipient
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
    r"\s*(?:mail from|from|cc|sender|reply-to|return-path|received|message-id)\s*:", re.IGNORECASE
)
"""Lines that name the sender or a server, never whom a message did not reach."""
_THEIRS = re.compile(r"^[>\s]{0,8}(?:rcpt )?to[ \t]*:[ \t]*(.{1,2000})$", re.IGNORECASE | re.MULTILINE)
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
"""A warning says that it is one; every other bounce means that nothing more is tried."""
_GIVEN_UP = re.compile(
    r"(?:not going to try|giv(?:en|ing) up|permanent (?:error|failure|fatal))|永久(?:性)?(?:错误|失败)",
    re.IGNORECASE,
)


def refusals(letter: Letter) -> list[Recipient]:
    """The recipients that a bounce names in its own words, or failing that in what it returned."""
    notified = _NOTIFIED.findall(letter.text)
    if notified:
        return [
            Recipient(to.lower(), known_action(action, status), status) for to, action, status in notified
        ]
    own = _own_words(letter.text)
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
    """One of the five actions of RFC 3464 §2.3.3: by other words seen in practice, else by the status."""
    if stated in _RFC_ACTIONS:
        return stated
    return _OTHER_ACTIONS.get(stated) or _ACTION_BY_CLASS.get(status[:1], "failed")


def _own_words(text: str) -> list[str]:
    """The lines of a bounce above the message that it returns."""
    lines = text.splitlines()[:_LINES_READ]
    for number, line in enumerate(lines):
        if _ORIGINAL_BELOW.match(line):
            return lines[:number]
    return lines


def _named_with_status(letter: Letter, lines: Sequence[str], whole: str) -> dict[str, str]:
    """Address → the refusal that stands beside it in the bounce's own words, or `whole` if none does at all.

    The bounce's own sender and addressee are meant only where nobody else is named.
    """
    statuses: dict[str, str] = {}
    for number, line in enumerate(lines):
        if _NOT_THEIRS.match(line):
            continue
        named = _addresses(line)
        if not named:
            continue
        # The refusal stands on this line or on those below it, up to the next one that names an address.
        beside = [line]
        for below in lines[number + 1 : number + _WINDOW]:
            if ADDRESS.search(below):
                break
            beside.append(below)
        for address in named:
            statuses[address] = statuses.get(address) or status_in(" ".join(beside))
    not_meant = {letter.from_address.lower(), *(address.lower() for address in letter.to)}
    if not not_meant.issuperset(statuses):
        statuses = {address: status for address, status in statuses.items() if address not in not_meant}
    refused = {address: status for address, status in statuses.items() if status}
    found = refused or dict.fromkeys(statuses, whole)
    for address in _addresses(", ".join(letter.header("x-failed-recipients"))):
        found.setdefault(address, whole)
    return found


def _addresses(text: str) -> list[str]:
    return [address.lower() for address in ADDRESS.findall(text)]
