"""Is the mail that a letter passes on itself the report?

Units and parents forward daily: the forwarder is the sender, the report is what he forwards (M06). It is read
as the letter's own only where the letter brings none itself, so that the telephone of a stranger who is
merely quoted is nobody's (P22). An answer quotes what it answers and passes nothing on.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ingest.letter.quotation import PassedMail, passed_on
from ingest.letter.subject import parse_subject
from ingest.names.naming import find_units
from ingest.names.unit_names import UnitNames
from ingest.triage.manuscript import ManuscriptKind, manuscript_in
from ledger.entries.letters import Letter

_HANDS_IN = re.compile(r"报送|上报|转报|稿|信息")
"""What the note of a forwarder says who answered a mail to pass it on: Re: Fwd: …."""
_NOTE = 200
_ENOUGH = (ManuscriptKind.FULL, ManuscriptKind.BRIEF)


def as_read(letter: Letter, names: UnitNames, own_addresses: AbstractSet[str]) -> Letter:
    """`letter` as it is to be judged: what it passes on stands for its own words if that is the report.

    It also bears the subject of that mail where only that one names a unit or says anything. `own_addresses`
    are lower-case: what came from there is no report.
    """
    mail = _passed_report(letter, own_addresses)
    if mail is None:
        return letter
    outer, inner = parse_subject(letter.subject).body, parse_subject(mail.subject).body
    names_more = bool(find_units(inner, names).named) and not find_units(outer, names).named
    if inner and (names_more or not outer):
        letter = replace(letter, subject=f"转发：{mail.subject}")
    return _with_words(letter, mail)


def words_as_read(letter: Letter, own_addresses: AbstractSet[str]) -> str:
    """The words that `as_read` judges."""
    mail = _passed_report(letter, own_addresses)
    return letter.text if mail is None else _with_words(letter, mail).text


def _with_words(letter: Letter, mail: PassedMail) -> Letter:
    text = "\n\n".join(part for part in (letter.text, mail.words) if part)
    return replace(letter, text=text, sketch=None)


def _passed_report(letter: Letter, own_addresses: AbstractSet[str]) -> PassedMail | None:
    """The mail that `letter` passes on and that is its report, or None if it brings one itself or none."""
    if not letter.quoted and not letter.attached_mail:
        return None
    subject = parse_subject(letter.subject)
    if subject.is_reply and not (subject.is_forward and _HANDS_IN.search(letter.text[:_NOTE])):
        return None
    own = manuscript_in(letter, letter.text)
    if own is not None and own.text and own.kind in _ENOUGH:
        return None
    for mail in (*passed_on(letter.attached_mail), *passed_on(letter.quoted)):
        if any(address in mail.sender.casefold() for address in own_addresses):
            return None
        found = manuscript_in(replace(letter, attachments=(), text=mail.words), mail.words)
        if found is not None and found.text and found.kind in _ENOUGH:
            return mail
    return None
