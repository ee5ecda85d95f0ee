"""Is the mail that a letter passes on itself the report?

Units and parents forward daily: the forwarder is the sender, the report is what he
forwards (M06). It is read as the letter's own only where the letter brings none itself,
so that the telephone of a stranger who is merely quoted is nobody's (P22). An answer
quotes what it answers; it passes that on only if it says so.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from ingest.letter.quotation import PassedMail, passed_on
from ingest.letter.subject import parse_subject, remainder
from ingest.names.naming import find_units
from ingest.names.unit_names import UnitNames
from ingest.triage.manuscript import manuscript_in
from ingest.triage.report_text import ManuscriptKind
from ingest.triage.title import tell_the_same, why_no_title
from ledger.entries.letters import Letter

_ENOUGH = (ManuscriptKind.FULL, ManuscriptKind.BRIEF)
_NOTE = 200
"""Characters of an answer in which it says that it hands in what it quotes."""
_HANDS_IN = re.compile(
    r"(?:引用|内容|稿件|原文|信息|全文|报送|转报)?(?:如下|见下|附后|附下)|下面(?:是|这[条篇])"
    r"|(?:报送|上报|呈报|补报|报上|转报)(?:政务|动态|工作)?(?:信息|稿件?)\s*[一两二三\d]\s*[条篇则份]"
)
_PASSES_ON = re.compile(r"报送|上报|转报|稿|信息")
"""What says so where a mail was passed on before: Re: Fwd: …."""


class AsRead(NamedTuple):
    """A letter as it is to be judged; `passed` are the words at its end of the mail
    that it passes on.
    """

    letter: Letter
    passed: str = ""


def as_read(
    letter: Letter, names: UnitNames, own_addresses: AbstractSet[str]
) -> AsRead:
    """`letter` as it is to be judged: what it passes on stands for its own words if
    that is the report.

    It also bears the subject of that mail where its own says less. `own_addresses` are
    lower-case: what came from there is no report.
    """
    mail = _passed_report(letter, own_addresses)
    if mail is None:
        return AsRead(letter)
    letter = replace(letter, subject=_subject_of_both(letter.subject, mail, names))
    return AsRead(_with_words(letter, mail), mail.words)


def words_as_read(letter: Letter, own_addresses: AbstractSet[str]) -> str:
    """The words that `as_read` judges."""
    mail = _passed_report(letter, own_addresses)
    return letter.text if mail is None else _with_words(letter, mail).text


def _with_words(letter: Letter, mail: PassedMail) -> Letter:
    text = "\n\n".join(part for part in (letter.text, mail.words) if part)
    return replace(letter, text=text, sketch=None)


def _subject_of_both(subject: str, mail: PassedMail, names: UnitNames) -> str:
    """The forwarder's subject, or that of the mail where only that one names a unit or
    the matter.
    """
    outer, inner = parse_subject(subject).body, parse_subject(mail.subject).body
    outer_spans = find_units(outer, names).spans
    inner_spans = find_units(inner, names).spans if inner else ()
    title = remainder(inner, inner_spans)
    if not inner or (why_no_title(title) and (outer or not inner_spans)):
        return subject
    if outer_spans:
        # 某局+转发信息: the unit is the forwarder's word, the title that of what it
        # passes on.
        return (
            f"{subject}+{title}"
            if why_no_title(remainder(outer, outer_spans))
            else subject
        )
    # 这条可以报厅里 tells nothing of what the mail is about.
    is_remark = why_no_title(outer) or not tell_the_same(
        outer, f"{mail.subject}{mail.words}"
    )
    return f"转发：{mail.subject}" if inner_spans or is_remark else subject


def _passed_report(
    letter: Letter, own_addresses: AbstractSet[str]
) -> PassedMail | None:
    """The mail that `letter` passes on and that is its report, or None if it brings one
    itself or none.
    """
    if not letter.quoted and not letter.attached_mail:
        return None
    subject = parse_subject(letter.subject)
    if subject.is_reply:
        passes_on = (
            _PASSES_ON.search(letter.text[:_NOTE]) if subject.is_forward else None
        )
        if not passes_on and not _HANDS_IN.search(letter.text[:_NOTE]):
            return None
    own = manuscript_in(letter, letter.text)
    if own is not None and own.text and own.kind in _ENOUGH:
        return None
    title = ""
    brief: PassedMail | None = None
    for mail in (*passed_on(letter.attached_mail), *passed_on(letter.quoted)):
        if any(address in mail.sender.casefold() for address in own_addresses):
            return brief
        title = (
            mail.subject or title
        )  # a mail without a head stands below that of who passed it on
        found = manuscript_in(
            replace(letter, attachments=(), text=mail.words), mail.words
        )
        if found is None or not found.text or found.kind not in _ENOUGH:
            continue
        is_matter = (
            brief is None
            or parse_subject(title).body == parse_subject(brief.subject).body
        )
        if found.kind is ManuscriptKind.FULL and is_matter:
            return mail._replace(subject=title)
        # A signed note on the way (数字核过，可报。某股 张三) is no report where a
        # whole one stands below it.
        brief = brief or mail._replace(subject=title)
    return brief
