"""What is a report's text, and which words of a text would it consist of?

How much text makes a report, and where in a letter it stands, is left to `manuscript`.
"""

import re
from enum import Enum
from typing import NamedTuple

from ingest.people.labels import is_label_line

TEXT_BOUND = 200_000
"""Characters of a text that are looked at."""
_COURTESY_HAN = 50
"""Chinese characters of the longest courtesy: a longer sentence tells of thanks, or of
what was received.
"""
_COURTESY = re.compile(
    r"您好|你好|大家好|各位|尊敬的|请查收|请审阅|请审核|请审定|请阅|请指正|敬请|附件|收悉|收到|谢谢|感谢|多谢|此致|敬礼|辛苦|麻烦"
    r"|打扰|祝[您你好大]|现将.{0,40}(?:报送|上报|报来|呈上)|报送如下|如有问题|联系我|发自我的|来自.{1,6}邮箱|请予|请采用|望采纳"
    r"|请问|是否|能否|可否|怎么|如何(?:报|填|处理)|什么时候"
)
_PICTURES_BESIDE = re.compile(
    r"(?:照片|图片|配图|视频|审[签批核][表单件]|签批[表单件])[^，,。；;\n]{0,6}?(?:[见在]附件|附后|附上|附图|随附)"
)
SENTENCE = re.compile(r"[^。!！?？;；\n]*[。!！?？;；\n]?")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")


class ManuscriptKind(Enum):
    """How much there is of a manuscript.

    FULL is long enough for a report. BRIEF is a sentence or two with a byline, or of an
    emergency. A STATEMENT tells something without saying who wrote it, a SENTENCE no
    more than one thing. UNREAD is a document without a word that could be read.
    """

    FULL = "full"
    BRIEF = "brief"
    STATEMENT = "statement"
    SENTENCE = "sentence"
    UNREAD = "unread"


class Manuscript(NamedTuple):
    """A report's text: of the document that holds most of it, or the sender's own
    words.

    `text` is "" when no document could be read, or when the subject alone tells of an
    emergency. `documents` are the names of the documents that are reports of their own;
    more than one of them means several items in one letter (F2). `because` is Chinese.
    """

    text: str
    documents: tuple[str, ...]
    because: str
    kind: ManuscriptKind = ManuscriptKind.FULL

    @property
    def is_new(self) -> bool:
        """Whether it is more than an answer may say: a reply's few words may mend an
        item instead.
        """
        return self.kind in (ManuscriptKind.FULL, ManuscriptKind.UNREAD)


def report_words(text: str) -> str:
    """`text` without courtesies, questions and labelled lines (撰稿人:…): what a report
    would consist of.
    """
    lines = [line for line in text[:TEXT_BOUND].splitlines() if not is_label_line(line)]
    told = "\n".join(lines)
    if "附" in told:  # 施划标线11公里，照片见附件。
        told = _PICTURES_BESIDE.sub("", told)
    told_sentences = [
        sentence for sentence in SENTENCE.findall(told) if sentence.strip()
    ]
    if "?" not in told and "？" not in told and not _COURTESY.search(told):
        return "".join(told_sentences)  # as of most: none need be asked by itself
    sentences = []
    for sentence in told_sentences:
        is_question = sentence.rstrip().endswith(("?", "？"))
        is_courtesy = _COURTESY.search(sentence) and han(sentence) <= _COURTESY_HAN
        if not is_question and not is_courtesy:
            sentences.append(sentence)
    return "".join(sentences)


def han(text: str) -> int:
    """How many Chinese characters `text` holds."""
    return sum(map(len, _HAN_RUN.findall(text[:TEXT_BOUND])))
