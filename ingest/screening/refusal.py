"""Whom did a message not reach, and how finally, by the words of a bounce that has no report?

Every mail system has words of its own; what they mean is `ledger.refusals`' to know. Reports in fields
(RFC 3464) and the names of our message are read in `returned`.
"""

import re
from collections.abc import Iterator

from ledger.entries.letters import Letter, Recipient
from ledger.refusals import status_in

_LINES_READ = 400
_WINDOW = 6

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

_FIVE = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_OTHERS = {"expired": "failed", "deliverable": "delivered"}
_ACTIONS = {"2": "delivered", "4": "delayed", "5": "failed"}
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


def refusals(letter: Letter) -> Iterator[Recipient]:
    """The recipients that a bounce names in its own words, or failing that in what it returned."""
    if notified := _NOTIFIED.findall(letter.text):
        for address, action, status in notified:
            yield Recipient(address.lower(), known_action(action, status), status)
        return
    lines = tuple(own_words(letter.text))
    words = f"{letter.subject}\n" + "\n".join(lines)
    whole = status_in(" ".join(lines)) or ("4.0.0" if _NOT_YET.search(words) else "5.0.0")
    found = _spoken_of(letter, lines, whole) or dict.fromkeys(_returned_to(letter), whole)
    later = _NOT_YET.search(words) is not None and _GIVEN_UP.search(words) is None
    for address, status in found.items():
        yield Recipient(address, "delayed" if later else "failed", status)


def known_action(stated: str, status: str) -> str:
    """One of the five actions of RFC 3464 §2.3.3: by other words seen in practice, else by the status."""
    if stated in _FIVE:
        return stated
    return _OTHERS.get(stated) or _ACTIONS.get(status[:1], "failed")


def own_words(text: str) -> Iterator[str]:
    """The lines of a bounce above the message that it returns."""
    for line in text.splitlines()[:_LINES_READ]:
        if _ORIGINAL_BELOW.match(line):
            return
        yield line


def _spoken_of(letter: Letter, lines: tuple[str, ...], whole: str) -> dict[str, str]:
    """Addresses in the bounce's own words, with the refusal that stands beside them, or `whole`.

    The bounce's own sender and addressee are meant only where nobody else is named.
    """
    spoken = [
        (address, status_in(_window(lines, number)))
        for number, line in enumerate(lines)
        if not _NOT_THEIRS.match(line)
        for address in _addresses(line)
    ]
    not_meant = {letter.from_address.lower(), *(address.lower() for address in letter.to)}
    spoken = [(a, status) for a, status in spoken if a not in not_meant] or spoken
    found = {address: status for address, status in reversed(spoken) if status}
    found = {address: found[address] for address, _ in spoken if address in found}
    found = found or dict.fromkeys((address for address, _ in spoken), whole)
    for address in _addresses(", ".join(letter.header("x-failed-recipients"))):
        found.setdefault(address, whole)
    return found


def _returned_to(letter: Letter) -> tuple[str, ...]:
    """Whom the returned message was addressed to."""
    below = letter.text[len("\n".join(own_words(letter.text))) :]
    returned = f"{letter.report}\n{below}\n{letter.quoted}\n{letter.attached_mail}"
    return tuple(address for line in _THEIRS.findall(returned) for address in _addresses(line))


def _window(lines: tuple[str, ...], number: int) -> str:
    """The line and those below it, up to the next one that names an address."""
    kept = [lines[number]]
    for line in lines[number + 1 : number + _WINDOW]:
        if ADDRESS.search(line):
            break
        kept.append(line)
    return " ".join(kept)


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(address.lower() for address in ADDRESS.findall(text))
