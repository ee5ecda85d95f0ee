"""What does a reply to a message of ours do?

Whoever received the message, or is on the roster of its unit, may mend fields; anybody
may send a new manuscript; all else is correspondence and is not answered. Which message
a letter answers is left to `thread`.
"""

import re
from dataclasses import replace
from itertools import zip_longest

from ingest.letter.subject import parse_subject
from ingest.letter.thread import Answered, OurMessage
from ingest.people.byline import read_byline, read_contact
from ingest.people.person_names import half_width, is_name
from ingest.people.words import WordKind, read_words
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
_THANKS_BOUND = 200
"""Characters of an answer; a longer one says more than thanks."""
_BETWEEN = re.compile(r"[\s,.;!~、。…^_-]+")
_MAIL_PROGRAM = re.compile(r"(?:发自|来自)我?的?[ \w]{1,16}")
_THANKS = re.compile(
    r"(?:(?:已经?|均已|都已|邮件|回执|通知|通报|信息|来信|来件|我们?|我[局处单位]{1,2}|本[局处])?(?:收到|收悉|知悉|知晓|阅|阅知|查收)[了啦]?"
    r"|(?:再次|非常|十分|万分|衷心)?(?:感谢|谢谢|多谢|谢|辛苦)(?:您|你们?|了|啦|老师|领导|各位|大家|厅?办公室|的?(?:回复|提醒|通知|指导|支持|采用|告知))*"
    r"|(?:各位|尊敬的)?(?:领导|老师|[您你]们?)?(?:您|你|们)?好[的啊呀]?|好[的嘞]|明白了?|知道了|了解了?|没问题|嗯+|ok|不客气"
    r"|顺?祝(?:您|你们?)?(?:工作|生活|一切)?(?:顺利|愉快|安好|安康|好)|此致|敬礼)+",
    re.IGNORECASE,
)
"""What an answer says that says nothing: 收到, 谢谢老师, 好的."""
_SIGNS = (WordKind.NAME, WordKind.UNIT, WordKind.POST, WordKind.PHONE, WordKind.EMAIL)


def read_reply(
    letter: Letter, reading: LetterReading, answered: Answered, known: JudgingFacts
) -> Completion | Aside | None:
    """What a reply becomes; None: it brings a new manuscript, so it is a new letter.

    `reading` was made with the item's own files as `known_files`.
    """
    if reading.manuscript is not None and reading.manuscript.is_new:
        return None
    if not may_mend(letter, answered.sent, known):
        return Aside(
            SetAside.CORRESPONDENCE,
            "回复本系统的邮件，但发件地址与原收件地址、单位登记地址都不符",
        )
    completion = completion_in(letter, answered)
    return completion or Aside(
        SetAside.CORRESPONDENCE, "回复本系统的邮件，没有补正内容，也没有新稿件"
    )


def only_thanks(letter: Letter) -> bool:
    """Whether an answer says nothing but that our message came, with thanks and a
    signature.

    Whatever else stands in it, a question above all, is left over, and so is a file.
    """
    if letter.attachments or letter.attached_mail or len(letter.text) > _THANKS_BOUND:
        return False
    has_thanks = False
    for piece in filter(
        None, _BETWEEN.split(_MAIL_PROGRAM.sub(" ", half_width(letter.text)))
    ):
        if _THANKS.fullmatch(piece):
            has_thanks = True
            continue
        for word in read_words(piece):
            is_date = word.kind is WordKind.REMARK and any(map(str.isdigit, word.text))
            if word.kind not in _SIGNS and not is_date:
                return False
            if word.kind is WordKind.NAME and not is_name(word.text):
                return False
    return has_thanks


def may_mend(letter: Letter, sent: OurMessage, known: JudgingFacts) -> bool:
    """Whether the sender is whom the message went to, or of the roster of its unit;
    never a forged one.
    """
    if known.sender_trust(letter) is SenderTrust.FAILED:
        return False
    if letter.from_address and letter.from_address.casefold() == sent.to.casefold():
        return True
    return any(unit.id in sent.unit_ids for unit in known.units_of(letter))


def completion_in(letter: Letter, answered: Answered) -> Completion | None:
    """The fields that the reply's own words mend (F1), or None."""
    words = letter.text[:_WORDS_BOUND]
    contact = read_contact(words)
    signer = read_byline([words]).signer
    title: str | None = None
    found = _NEW_TITLE.search(words)
    if found is not None:
        bare = parse_subject(found["title"].strip(' 。.；;“”"')).body
        title = re.sub(r"^《(.+)》$", r"\1", bare)
        if why_no_title(title):
            title = None
    said = contact.authors or contact.unsure or signer or title
    if answered.sent.serial is None or not said:
        return None
    return Completion(
        answered.sent.serial,
        answered.because,
        title=title,
        authors=contact.authors or None,
        signer=signer or None,
        unsure=contact.unsure,
    )


def complete(submission: Submission, mended: Completion) -> Submission:
    """The submission as the reply leaves it: what was missing is filled, what it names
    is corrected (F1).

    What the reply does not mention stays; the flags follow. What it leaves unclear of
    its authors raises the flag that has the next receipt ask again.
    """
    authors = submission.authors
    names_anybody = False
    if mended.authors is not None:
        names_anybody = any(author.name for author in mended.authors)
        authors = _mended_authors(submission.authors, mended.authors)
    signer = mended.signer or submission.signer
    settled: dict[str, bool] = {
        Flag.INCOMPLETE_AUTHOR: any(author.name for author in authors),
        Flag.INCOMPLETE_PHONE: any(author.phone for author in authors),
        Flag.INCOMPLETE_SUBJECT: bool(mended.title),
        Flag.NO_SIGNER: bool(signer),
        Flag.UNSURE_AUTHOR: names_anybody and not mended.unsure,
        Flag.UNSURE_TITLE: bool(mended.title),
    }
    flags = [flag for flag in submission.flags if not settled.get(flag, False)]
    evidence = submission.evidence
    if mended.unsure:
        if Flag.UNSURE_AUTHOR not in flags:
            flags.append(Flag.UNSURE_AUTHOR.value)
        evidence = (*evidence, f"撰稿人没有读准：回复里{mended.unsure}")
    return replace(
        submission,
        title=mended.title or submission.title,
        authors=authors,
        signer=signer,
        flags=tuple(flags),
        evidence=evidence,
    )


def _mended_authors(
    before: tuple[Author, ...], said: tuple[Author, ...]
) -> tuple[Author, ...]:
    """The authors of an item as a reply leaves them, what it does not say of each as
    before.

    Numbers alone go to the authors in their order. Where every name that is said is
    known, the others stay; where one is new, the names that are said are all of them,
    since the receipt asked for all.
    """
    names = {author.name for author in said if author.name}
    if not names:
        pairs = zip_longest(before, said, fillvalue=Author(""))
        return tuple(_filled(Author(old.name, *new[1:]), old) for old, new in pairs)
    by_name = {author.name: author for author in before}
    if names <= by_name.keys():
        news = {author.name: author for author in said}
        return tuple(
            _filled(news.get(old.name, old), old) for old in before if old.name
        )
    authors: list[Author] = []
    for place, author in enumerate(said):
        old = by_name.get(author.name) or by_name.get("") or Author("")
        if (
            not old.name
            and len(said) == len(before)
            and before[place].name not in names
        ):
            old = before[place]  # the same person, written otherwise
        elif not old.name and place:
            old = Author("")  # a number without a name is the first author's
        authors.append(_filled(author, old))
    return tuple(authors)


def _filled(author: Author, before: Author) -> Author:
    """`author`, and of `before` what it lacks."""
    return Author(*(new or old for new, old in zip(author, before, strict=True)))
