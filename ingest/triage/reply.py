"""What does a reply to a message of ours do?

Whoever received the message, or is on the roster of its unit, may mend fields; anybody may send a new
manuscript; all else is correspondence and is not answered. Which message a letter answers is left to
`thread`.
"""

import re
from dataclasses import replace
from itertools import zip_longest

from ingest.letter.subject import parse_subject
from ingest.letter.thread import Answered, OurMessage
from ingest.people.byline import read_byline, read_contact
from ingest.screening.trust import SenderTrust
from ingest.triage.facts import JudgingFacts
from ingest.triage.reading import LetterReading
from ingest.triage.title import why_no_title
from ingest.triage.verdict import Aside, Completion, Flag
from ledger.entries.letters import Letter, SetAside
from ledger.entries.submissions import Author, Submission

_NEW_TITLE = re.compile(
    r"^[^\n:：。]{0,12}?(?:标题|题目)(?:应?(?:更正|修改|改|更改|调整)?(?:为|成|是)|[:：])[:：\s]*(?P<title>[^\n]{2,120})$",
    re.MULTILINE,
)
_WORDS_BOUND = 20_000


def read_reply(
    letter: Letter, reading: LetterReading, answered: Answered, known: JudgingFacts
) -> Completion | Aside | None:
    """What a reply becomes; None: it brings a new manuscript, so it is a new letter.

    `reading` was made with the item's own files as `known_files`.
    """
    if reading.manuscript is not None and reading.manuscript.is_new:
        return None
    if not may_mend(letter, answered.sent, known):
        return Aside(SetAside.CORRESPONDENCE, "回复本系统的邮件，但发件地址与原收件地址、单位登记地址都不符")
    completion = completion_in(letter, answered)
    return completion or Aside(SetAside.CORRESPONDENCE, "回复本系统的邮件，没有补正内容，也没有新稿件")


def may_mend(letter: Letter, sent: OurMessage, known: JudgingFacts) -> bool:
    """Whether the sender is whom the message went to, or of the roster of its unit; never a forged one."""
    if known.sender_trust(letter) is SenderTrust.FAILED:
        return False
    if letter.from_address and letter.from_address.casefold() == sent.to.casefold():
        return True
    return any(unit.id in sent.unit_ids for unit in known.units_of(letter))


def completion_in(letter: Letter, answered: Answered) -> Completion | None:
    """The fields that the reply's own words mend (F1), or None."""
    words = letter.text[:_WORDS_BOUND]
    authors = read_contact(words)
    signer = read_byline([words]).signer
    title: str | None = None
    found = _NEW_TITLE.search(words)
    if found is not None:
        bare = parse_subject(found["title"].strip(' 。.；;“”"')).body
        title = re.sub(r"^《(.+)》$", r"\1", bare)
        if why_no_title(title):
            title = None
    if answered.sent.serial is None or not (authors or signer or title):
        return None
    return Completion(
        answered.sent.serial,
        answered.because,
        title=title,
        authors=authors or None,
        signer=signer or None,
    )


def complete(submission: Submission, mended: Completion) -> Submission:
    """The submission as the reply leaves it: what was missing is filled, what it names is corrected (F1).

    What the reply does not mention stays; the flags follow.
    """
    authors = submission.authors
    if mended.authors is not None:
        authors = ()
        for before, after in zip_longest(submission.authors, mended.authors, fillvalue=Author("")):
            parts = [new or old for old, new in zip(before, after, strict=True)]
            authors = (*authors, Author(*parts))
    signer = mended.signer or submission.signer
    settled: dict[str, bool] = {
        Flag.INCOMPLETE_AUTHOR: any(author.name for author in authors),
        Flag.INCOMPLETE_PHONE: any(author.phone for author in authors),
        Flag.INCOMPLETE_SUBJECT: bool(mended.title),
        Flag.NO_SIGNER: bool(signer),
        Flag.UNSURE_AUTHOR: mended.authors is not None,
        Flag.UNSURE_TITLE: bool(mended.title),
    }
    return replace(
        submission,
        title=mended.title or submission.title,
        authors=authors,
        signer=signer,
        flags=tuple(flag for flag in submission.flags if not settled.get(flag, False)),
    )
