"""Does a letter bring a report's text, and how many of them?

The rule (tested row by row): a document attachment whose text has enough Chinese characters, or which could
not be read; else own words that remain long enough once greetings, thanks, questions and "see the attachment"
are taken away. Pictures and tables alone are no manuscript. Whose report it is, is left to `placing`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.people.labels import LABEL
from ingest.people.person_names import half_width
from ingest.similar.likeness import likeness
from ledger.entries.letters import Attachment, Letter

_DOCUMENT_HAN = 60
"""Chinese characters from which the text of an attached document is a manuscript."""
_WORDS_HAN = 80
"""Chinese characters of own words, courtesies not counted, from which they are a report."""
_ONE_ITEM = 0.5
"""Two documents whose beginnings are more alike than this are one item in two formats."""
_COMPARED = 400
_TEXT_BOUND = 200_000
_LABEL_LINE = 60

_DOCUMENT = re.compile(r"\.(?:docx?|wps|wpt|pdf|ofd|rtf|odt|txt|zip|rar|7z|dat)$", re.IGNORECASE)
_DOCUMENT_TYPE = re.compile(
    r"msword|wordprocessingml|opendocument\.text|rtf|kswps|wps-office|pdf|ofd|ms-tnef|zip|x-rar|7z|octet-stream|x-big-file|text/plain"
)
_NO_DOCUMENT = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp|mp[34]|mov|avi|wav|xlsx?|et|csv|pptx?|dps|eml|ics|vcf)$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"附件|附表|附图|照片|图片|配图|统计表|汇总表|登记表|审批表|审核表|审核单|审签|签批|报送单|报送表|呈批|回执|名单|花名册|发票"
)
_COURTESY = re.compile(
    r"您好|你好|大家好|各位|尊敬的|请查收|请审阅|请审核|请审定|请阅|请指正|敬请|附件|收悉|收到|谢谢|感谢|多谢|此致|敬礼|辛苦|麻烦"
    r"|打扰|祝[您你好大]|现将.{0,40}(?:报送|上报|报来|呈上)|报送如下|如有问题|联系我|发自我的|来自.{1,6}邮箱|请予|请采用|望采纳"
    r"|请问|是否|能否|可否|怎么|如何(?:报|填|处理)|什么时候"
)
_SENTENCE = re.compile(r"[^。!！?？;；\n]*[。!！?？;；\n]?")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Manuscript(NamedTuple):
    """A report's text: of the document that holds most of it, or the sender's own words.

    `text` is "" when no document could be read. `documents` are the names of the documents that are reports
    of their own; more than one of them means several items in one letter (F2). `because` is Chinese.
    """

    text: str
    documents: tuple[str, ...]
    because: str


def manuscript_in(letter: Letter, words: str, known_files: frozenset[str] = frozenset()) -> Manuscript | None:
    """The manuscript of `letter`, or None; `words` are what counts as its own words.

    Files whose SHA-256 is in `known_files` are nothing new: a reply often carries them back.
    """
    fresh = [a for a in letter.attachments if a.sha256 not in known_files]
    documents = _separate([a for a in fresh if _is_document(a) and han(a.text or "") >= _DOCUMENT_HAN])
    if documents:
        longest = max(len(a.text or "") for a in documents)
        first = next(a for a in documents if 2 * len(a.text or "") >= longest)  # a short one lies beside it
        names = tuple(a.name for a in documents)
        return Manuscript(first.text or "", names, f"附件“{first.name}”是稿件")
    unread = [a for a in fresh if a.text is None and _is_document(a)]
    if han(report_words(words)) >= _WORDS_HAN:
        return Manuscript(words, (), "邮件正文是稿件")
    if unread:
        return Manuscript(
            "", tuple(a.name for a in unread[:1]), f"附件“{unread[0].name}”是文档，但没有读出文字"
        )
    return None


def report_words(text: str) -> str:
    """`text` without courtesies, questions and labelled lines (撰稿人:…): what a report would consist of."""
    lines = (line for line in text[:_TEXT_BOUND].splitlines() if not is_label_line(line))
    return "".join(
        s
        for s in _sentences("\n".join(lines))
        if not _COURTESY.search(s) and not s.rstrip().endswith(("?", "？"))
    )


def is_label_line(line: str) -> bool:
    """Whether a line is a labelled field such as 撰稿人:张三 电话:…, not running text."""
    found = LABEL.match(half_width(line).strip()) if len(line) <= _LABEL_LINE else None
    return found is not None and (bool(found["mark"]) or found.end() == found.endpos)


def han(text: str) -> int:
    """How many Chinese characters `text` holds."""
    return len(_HAN.findall(text[:_TEXT_BOUND]))


def _sentences(text: str) -> Iterator[str]:
    return (found.group() for found in _SENTENCE.finditer(text) if found.group().strip())


def _is_document(attachment: Attachment) -> bool:
    if _NO_DOCUMENT.search(attachment.name) or _BESIDE.search(attachment.name):
        return False
    return bool(_DOCUMENT.search(attachment.name) or _DOCUMENT_TYPE.search(attachment.type.lower()))


def _separate(documents: Sequence[Attachment]) -> list[Attachment]:
    """One of each: the same text as .docx and .pdf is one item."""
    kept: list[Attachment] = []
    for document in documents:
        start = (document.text or "")[:_COMPARED]
        if all(likeness(start, (other.text or "")[:_COMPARED]) < _ONE_ITEM for other in kept):
            kept.append(document)
    return kept
