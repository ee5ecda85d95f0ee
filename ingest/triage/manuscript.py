"""Does a letter bring a report's text, and how many of them?

The rule (tested row by row): a document attachment whose text has enough Chinese
characters, or which could not be read; else own words that remain long enough once
greetings, thanks, questions and "see the attachment" are taken away. Of fewer words a
sentence that tells something is one, and how far it goes its kind says: with a byline,
or telling of an emergency, it is a report at any length, in the mail or in a document.
Pictures and tables alone are no manuscript. One text may hold several reports: if a
person is named as author of each block, or if it numbers its items itself (信息一：…);
numbered sections (一、… 二、…) are parts of one. Whose report it is, is left to
`placing`, whether it is a letter or a form instead to `correspondence`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.letter.subject_parts import is_byline
from ingest.people.byline import read_byline
from ingest.people.labels import KIND_OF, LABEL, LabelKind, is_label_line
from ingest.people.person_names import half_width
from ingest.people.words import WordKind, read_words
from ingest.similar.pairs import likeness
from ingest.triage.report_text import (
    SENTENCE,
    TEXT_BOUND,
    Manuscript,
    ManuscriptKind,
    han,
    report_words,
)
from ledger.entries.letters import Attachment, Letter

_DOCUMENT_HAN = 60
"""Chinese characters from which the text of an attached document is a manuscript."""
_NUMBERED_HAN = 30
"""The same for one of several whose names are numbered: 1.某事.docx 2.某事.docx."""
_NUMBERED_FILE = re.compile(r"(?:信息|稿件)?[\d一二三][.．、]\s*[\u3400-\u9fff“《]{4}")
_LEAST_NAME = 6
"""Characters of the name of a file that may be what the mail is about."""
_WORDS_HAN = 80
"""Chinese characters of own words, courtesies not counted, from which they are a
report.
"""
_SENTENCE_HAN = 8
"""Chinese characters from which a sentence tells something by itself."""
_ASIDE_HAN = 24
"""Chinese characters of the longest sentence that one word to the reader or of the mail
makes no news.
"""
_ONE_ITEM = 0.5
"""Two documents whose beginnings are more alike than this are one item in two
formats.
"""
_COMPARED = 400
"""Characters of two documents' beginnings that are compared."""
_LONGEST_NOTE = 240
"""Chinese characters of the longest text that may be no more than a covering note."""
_LONGEST_SIGNATURE = 30
_ENDS_LIKE_OFFICE = re.compile(r"(?:[局处科股室队站所办厅委]|中心|公司)$")
_STATEMENT_BOUND = 2_000
_EMERGENCY_BOUND = 500
_DOCUMENT = re.compile(
    r"\.(?:docx?|wps|wpt|pdf|ofd|rtf|odt|txt|zip|rar|7z|dat)$", re.IGNORECASE
)
_DOCUMENT_TYPE = re.compile(
    r"msword|wordprocessingml|opendocument\.text|rtf|kswps|wps-office|pdf|ofd|ms-tnef|zip|x-rar|7z|octet-stream|x-big-file|text/plain"
)
_NO_DOCUMENT = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp|mp[34]|mov|avi|wav|xlsx?|et|csv|pptx?|dps|eml|ics|vcf)$",
    re.IGNORECASE,
)
# What lies beside a report says so first or last: 附件1, …审批表.docx;
# 发票服务系统完成改造.docx is none.
_BESIDE = re.compile(
    r"^\W*(?:附件|附表|附图)|(?:照片|图片|配图|统计表|汇总表|登记表|审批表|审批单|审核表|审核单|审签[表单]?|签批[件表单稿]?|报送单|报送表|呈批[件表单]?"
    r"|回执|名单|花名册|发票)[\d\s（()）_-]{0,8}(?:[（(][^（）()]{0,12}[)）])?(?:\.\w{1,5})?$"
)
# Of these one that holds a report's text is the report where there is no other.
_MAY_BE_IT = re.compile(r"^\W*附件|审批[表单]|审核[表单]|审签|签批|报送[单表]|呈批")
# Of a few words: what speaks to the reader, or of the mail itself and of reporting,
# tells no news.
_TO_THE_READER = re.compile(
    r"(?<![邀申聘提宴])请(?![战缨])|[您贵]|你们|老师|领导们?好|劳烦|拜托|妥否|当否|特此|此[函致复]|望.{0,6}为[盼荷]|为[盼荷]"
    r"|[吗呢吧呀啊]$|不好意思|抱歉"
)
_OF_THE_MAIL = re.compile(
    r"邮件|邮箱|稿[件子末]|文末|补[报发传寄]|[重先另再]发|[后再]补|稍后|照片|图片|扫描件|电子版|签[发批审]稿|签批件|纸质|密码|以此.{0,3}为准"
    r"|(?:本|上|这|下|[一二三四五六七八九十\d])个?(?:月|季度|周)的?(?:政务)?信息(?!化)|报送(?:政务|的)?(?:信息|稿件|材料|邮箱|截止)"
    r"|[想请]问|有没有|是不是|好像|没[看收]到|采用情况|计分表|转[报呈送]|代[报呈]|零报送|积分|加分|通讯录|信息员(?!培训|会议|队伍)|未完待续|查阅"
)
# An emergency is told of by what happened and that it did; what only speaks of such
# things is none (Art. 7(4)).
_MISHAP = re.compile(
    r"滑坡|塌方|坍塌|塌陷|垮塌|泥石流|水毁|侧翻|追尾|相撞|碰撞|刮擦|坠|落石|断裂|事故|火灾|起火|着火|自燃|爆炸|泄漏|险情|灾情|山洪|洪水|决口"
    r"|漫[堤水桥]|积水|地震|冰雹|雪崩|被困|滞留|溺水|失联|中断|阻断|断道|封闭|受阻"
)
_HAPPENED = re.compile(
    r"发生|突发|出现|导致|造成|引发|致使|遭遇|中断|阻断|受伤|轻伤|重伤|死亡|伤亡|被困|抢[通险修]|处置|救援|封闭"
)
_ONLY_SPOKEN_OF = re.compile(
    r"演[练习]|预案|培训|防范|防控|预防|排查|宣传|会议|部署|讲座|警示|整治|遏制|杜绝|零事故|(?:未|没有?|无)(?:再)?发生"
    r"|通报|教训|案例|警钟|假设|模拟"
)
_PROMISE = re.compile(
    r"附件|附上|附后|后附|随附|随信|随文|附文|附稿|见附|另附|附在|一并发|(?:文档|压缩包|文件|word|网盘|链接)[里中内]?",
    re.IGNORECASE,
)
"""Words that promise what lies beside the mail; of pictures and forms it may keep its
word.
"""
_OF_SOMETHING_ELSE = re.compile(
    r"照片|图片|配图|附图|视频|扫描|审[签批核]|签[发批]|表(?:格|见|已|附)|名单|台账|数据|印发|下发|出台|公文|红头"
)
_DONE = re.compile(
    r"[了过](?![解程渡境])|已(?!发|附|审|传|报|阅|上传)|\d(?![条篇份则期次月日号]?(?:的?(?:政务|工作)?(?:信息|稿|简报)))"
    r"|开展|完成|召开|举办|举行|组织|启动|开工|开通|通车|建成|投入|检查|整治|排查|抢[通修险]|发生|修复|改造|印发|出台|部署|慰问|培训"
)
"""What says that something was done, not merely that something is sent."""
_SENTENCE_END = re.compile(r"[。；;!！\n]")
_CLAUSE_END = re.compile(r"[，,、：:]")

# Of several reports in one text.
_LINES = 2_000
_TITLE_LENGTH = range(4, 61)
_BODY_HAN = 40
"""Chinese characters from which what stands under a title is its report."""
_BYLINE_LENGTH = 80
_SAME_TITLE = 0.8
_NO_TITLE = re.compile(
    r"[:：。；;，,！!？?]$|您好|你好|请查收|^附件|^\d[\d\s.年月日-]*$"
)
_NAMED = re.compile(r"\s*[\u3400-\u9fff]")
_NUMBERED = re.compile(
    r"[(（【\[]?(?:信息|稿件|简讯|动态|新闻|第(?=.{1,2}[篇则]))(?P<number>[一二三四五六七八九十]{1,2}|\d{1,2})[篇则]?"
    r"(?:[)）】\]][、:：.．\s]?|[、:：.．\s]|$)"
    r"\s*(?P<title>.*)"
)
_SECTION = re.compile(
    r"[(（]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[)）]?[、.．](?!\d)\s*[\u3400-\u9fff“]"
)
_DEED = re.compile(
    r"(?:我局|我县|我市|我区|及时|迅速|联合|成功|扎实|深入|有序|积极)?(?:召开|开展|举办|举行|组织|参加|赴|启动|完成|慰问|接受|迎接"
    r"|印发|出台|部署|检查|督查|督导|调研|传达|学习|开通|建成|走访|集中|安排|推进|实施)"
)
"""What a title says was done: each of two is a report of its own (召开A；开展B)."""
_COUNTED_DEEDS = re.compile(
    r"(?<![\d.])(?:1[.、．]|一、|①|信息一[:：、]?)\s*(?P<first>[^\d；;]{4,60}?)[\s；;，,。]*"
    r"(?:2[.、．](?!\d)|二、|②|信息二[:：、]?)\s*(?P<second>\S.{3,60})"
)
_NUMBER = re.compile(
    r"^[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.．:：]?\s*(?=[\u3400-\u9fff“《])"
)


class _Files(NamedTuple):
    """The documents of a letter: long enough for a report, of a sentence or two, beside
    the report by their names, and without a word that could be read.
    """

    documents: list[Attachment]
    short: list[Attachment]
    beside: list[Attachment]
    unread: list[Attachment]


def manuscript_in(
    letter: Letter, words: str, known_files: frozenset[str] = frozenset()
) -> Manuscript | None:
    """The manuscript of `letter`, or None; `words` are what counts as its own words.

    Files whose SHA-256 is in `known_files` are nothing new: a reply often carries them
    back.
    """
    files = _files_of(letter, known_files)
    if files.documents:
        longest = max(len(file.text or "") for file in files.documents)
        # The first that is not much shorter than the longest: a short one lies beside
        # the report.
        first = next(
            file for file in files.documents if 2 * len(file.text or "") >= longest
        )
        names = tuple(file.name for file in files.documents)
        return Manuscript(first.text or "", names, f"附件“{first.name}”是稿件")

    told = report_words(words)
    is_long = han(told) >= _WORDS_HAN
    head = words[:_STATEMENT_BOUND]
    # The text is elsewhere, and is not there.
    promises = (
        not files.unread
        and han(head) <= _LONGEST_NOTE
        and any(map(_is_promise, _SENTENCE_END.split(head)))
    )
    if is_long and not promises:
        return Manuscript(words, (), "邮件正文是稿件")
    statement = _statement_in(told)
    if promises:
        statement = _deeds_in(statement)
    if statement:
        if is_long:
            return Manuscript(words, (), "邮件正文是稿件")
        because = ""
        if tells_of_emergency(statement) or tells_of_emergency(letter.subject):
            because = "报的是突发情况"
        elif not files.unread and _names_somebody(words):
            because = "写明了撰稿人"
        if because:
            because = f"邮件正文虽短，{because}"
            return Manuscript(words, (), because, ManuscriptKind.BRIEF)
    in_files = _short_document(words, files) or _beside_report(files.beside)
    if in_files is not None:
        return in_files
    if statement:
        return Manuscript(words, (), "邮件正文只有一两句话", _unsigned(statement))
    if not promises and tells_of_emergency(letter.subject):
        return Manuscript("", (), "主题写明是突发情况", ManuscriptKind.BRIEF)
    return None


def _files_of(letter: Letter, known_files: frozenset[str]) -> _Files:
    """The documents of `letter`, sorted; those of `known_files` left out."""
    files = _Files([], [], [], [])
    for file in letter.attachments:
        if file.sha256 in known_files or _NO_DOCUMENT.search(file.name):
            continue
        if not _DOCUMENT.search(file.name) and not _DOCUMENT_TYPE.search(
            file.type.lower()
        ):
            continue
        text = file.text or ""
        if _BESIDE.search(file.name):
            # It may be the report if it is long enough and consists of sentences, not
            # of lines of a list; and it is what the mail is about if it is called so.
            has_text = text.count("。") > 1 and han(report_words(text)) >= _WORDS_HAN
            stem = file.name.rpartition(".")[0]
            is_matter = len(stem) >= _LEAST_NAME and stem in letter.subject
            if has_text and _MAY_BE_IT.search(file.name):
                files.beside.append(file)
            if not has_text or not is_matter:
                continue
        least = _NUMBERED_HAN if _NUMBERED_FILE.match(file.name) else _DOCUMENT_HAN
        if file.text is None:
            files.unread.append(file)
        elif han(text) >= least:
            if not _is_one_of(file, files.documents):
                files.documents.append(file)
        elif _statement_in(report_words(text)) and not _is_one_of(file, files.short):
            files.short.append(file)
    return files


def _names_somebody(*texts: str) -> bool:
    return any(author.name for author in read_byline(texts).authors)


def _deeds_in(statement: str) -> str:
    """Of a `statement` beside a promise what tells of a deed; of a short sentence the
    verb must say so.
    """
    told = []
    for line in statement.splitlines():
        is_of_mail = _is_promise(line) or _marks_of_mail(line)
        if not is_of_mail and (han(line) > _ASIDE_HAN or _DONE.search(line)):
            told.append(line)
    return "\n".join(told)


def _short_document(words: str, files: _Files) -> Manuscript | None:
    """The manuscript of a sentence or two in an attached document, else one that could
    not be read.

    With a byline there or in the mail's own `words`, or of an emergency, it is a report
    at any length; unsigned it is no more than a statement, and one that could not be
    read may well be the report.
    """
    for file in files.short:
        text = file.text or ""
        because = ""
        if tells_of_emergency(_statement_in(report_words(text))):
            because = "报的是突发情况"
        elif _names_somebody(words, text):
            because = "写明了撰稿人"
        if because:
            others = [other.name for other in files.short if other is not file]
            because = f"附件“{file.name}”虽短，{because}"
            names = (file.name, *others)
            return Manuscript(text, names, because, ManuscriptKind.BRIEF)
    if files.unread:
        name = files.unread[0].name
        because = f"附件“{name}”是文档，但没有读出文字"
        return Manuscript("", (name,), because, ManuscriptKind.UNREAD)
    if files.short:
        name, text = files.short[0].name, files.short[0].text or ""
        kind = _unsigned(_statement_in(report_words(text)))
        return Manuscript(text, (name,), f"附件“{name}”只有一两句话", kind)
    return None


def _beside_report(beside: Sequence[Attachment]) -> Manuscript | None:
    """What lies beside a report, read as the report because there is no other."""
    if not beside:
        return None
    first = beside[0]
    return Manuscript(
        first.text or "", (first.name,), f"没有别的稿件，附件“{first.name}”里有稿件文字"
    )


def _unsigned(statement: str) -> ManuscriptKind:
    """What the sentences of a `statement` are that nobody signs."""
    is_one = "\n" not in statement
    return ManuscriptKind.SENTENCE if is_one else ManuscriptKind.STATEMENT


def _is_promise(sentence: str) -> bool:
    return _PROMISE.search(sentence) is not None and not _OF_SOMETHING_ELSE.search(
        sentence
    )


def _marks_of_mail(sentence: str) -> int:
    """How often a sentence speaks to its reader, or of the mail itself."""
    return len(_TO_THE_READER.findall(sentence)) + len(_OF_THE_MAIL.findall(sentence))


def missing_in(letter: Letter, manuscript: Manuscript | None) -> str:
    """What of a report is missing in `letter` (Chinese); "" if its text is there."""
    if manuscript is not None:
        return manuscript.because if manuscript.kind is ManuscriptKind.UNREAD else ""
    if letter.attachments:
        return f"只带有“{letter.attachments[0].name}”，没有找到稿件文字"
    return "没有看到正文，也没有稿件附件"


def tells_of_emergency(text: str) -> bool:
    """Whether a few words say that something happened that cannot wait:
    S203线发生山体滑坡.
    """
    for sentence in _SENTENCE_END.split(text[:_EMERGENCY_BOUND]):
        clauses = [
            clause
            for clause in _CLAUSE_END.split(sentence)
            if not _ONLY_SPOKEN_OF.search(clause)
        ]
        told = "，".join(clauses)
        if _MISHAP.search(told) and _HAPPENED.search(told):
            return True
    return False


def _statement_in(told: str) -> str:
    """Of the `report_words` of a short text the sentences that tell something; "" if
    none does.
    """
    telling = []
    for found in SENTENCE.finditer(told[:_STATEMENT_BOUND]):
        sentence = found.group().strip()
        length = han(sentence)
        if length < _SENTENCE_HAN or sentence.endswith((":", "：")):
            continue
        if is_label_line(sentence) or is_byline(sentence.rstrip("。；;")):
            continue
        if len(sentence) <= _LONGEST_SIGNATURE and _ENDS_LIKE_OFFICE.search(sentence):
            # No more than whose the letter is: an office, a name, a day.
            words = read_words(half_width(sentence))
            if all(word.kind is not WordKind.LEFTOVER for word in words):
                continue
        # A long sentence may well mention a photograph: it takes more to be about the
        # mail.
        marks = _marks_of_mail(sentence)
        if marks == 0 or (marks == 1 and length > _ASIDE_HAN):
            telling.append(sentence)
    return "\n".join(telling)


def _is_one_of(file: Attachment, documents: Sequence[Attachment]) -> bool:
    """Whether one of `documents` begins as `file` does: the same text as .docx and .pdf
    is one item.
    """
    start = (file.text or "")[:_COMPARED]
    return any(
        likeness(start, (other.text or "")[:_COMPARED]) >= _ONE_ITEM
        for other in documents
    )


# --- several reports in one text ------------------------------------------------------


def titles_in(text: str) -> tuple[str, ...]:
    """The titles of the reports in `text` if it holds several, else nothing."""
    lines = [line.strip() for line in text[:TEXT_BOUND].splitlines() if line.strip()][
        :_LINES
    ]
    signed = [at for at, line in enumerate(lines) if _names_author(line)]
    ways = [_numbered_titles(lines)]
    if len(signed) > 1:
        ways += [
            _titles_above_reports(lines, signed),
            _titles_above_bylines(lines, signed),
        ]
    for found in ways:
        titles: list[str] = []
        for title in found:
            if all(likeness(title, other) < _SAME_TITLE for other in titles):
                titles.append(title)
        if len(titles) > 1:
            return tuple(titles)
    return ()


def first_of_several(text: str) -> str:
    """The first of the reports in `text` with its byline; all of it where it holds but
    one.
    """
    titles = titles_in(text)
    if not titles:
        return text
    lines = text[:TEXT_BOUND].splitlines()
    ends = [at for at, line in enumerate(lines) if line.strip().endswith(titles[1])]
    first = lines[: ends[0]] if ends else lines
    return "\n".join(first) if any(map(_names_author, first)) else text


def titles_joined(title: str, text: str) -> tuple[str, ...]:
    """The titles that one title joins, else nothing.

    It numbers them itself (1.… 2.…), or names as many deeds (召开A；开展B) as `text`
    has numbered parts.
    """
    counted = _COUNTED_DEEDS.search(title)
    if counted:
        return (counted["first"].strip(), counted["second"].strip())
    deeds = [deed.strip() for deed in re.split(r"[；;]", title) if deed.strip()]
    if len(deeds) < 2 or not all(_DEED.match(deed) for deed in deeds[1:]):
        return ()
    lines = [line.strip() for line in text[:TEXT_BOUND].splitlines()][:_LINES]
    sections = sum(1 for line in lines if _SECTION.match(line))
    return tuple(deeds) if sections == len(deeds) else ()


def _numbered_titles(lines: Sequence[str]) -> list[str]:
    """The titles of a text that numbers its items (信息一：… 信息二：…), each with a
    report under it.
    """
    starts = {}
    for at, line in enumerate(lines):
        found = _NUMBERED.match(line)
        if found:
            starts[at] = found
    if len({found["number"] for found in starts.values()}) < len(starts):
        return []  # a number that occurs twice counts something else
    titles = []
    ends = [*starts, len(lines)][1:]
    for (at, found), end in zip(starts.items(), ends, strict=True):
        if _is_report(lines[at + 1 : end]):
            title = found["title"] or lines[at + 1]
            titles.append(title[: _TITLE_LENGTH.stop])
    return titles


def _titles_above_reports(lines: Sequence[str], signed: Sequence[int]) -> list[str]:
    """The titles of a text of several parts: title, report, byline; title, report,
    byline ….
    """
    titles, start = [], 0
    for at in signed:
        block = [words for words in lines[start:at] if _label_of(words) is None]
        start = at + 1
        for place, words in enumerate(block):
            if _is_title(words):
                if _is_report(block[place + 1 :]):
                    titles.append(_NUMBER.sub("", words))
                break
    return titles


def _titles_above_bylines(lines: Sequence[str], signed: Sequence[int]) -> list[str]:
    """The titles of a text of several parts: title, byline, report; title, byline,
    report ….
    """
    bylines = [at for at in signed if at and _is_title(lines[at - 1])]
    titles = []
    ends = [*(at - 1 for at in bylines[1:]), len(lines)]
    for at, end in zip(bylines, ends, strict=False):
        if _is_report(
            [line for line in lines[at + 1 : end] if _label_of(line) is None]
        ):
            titles.append(_NUMBER.sub("", lines[at - 1]))
    return titles


def _label_of(line: str) -> re.Match[str] | None:
    """The label with a colon that `line` begins with; a long line is running text and
    has none.
    """
    if len(line) > _BYLINE_LENGTH:
        return None
    found = LABEL.match(half_width(line).lstrip("([ "))
    return found if found is not None and found["mark"] else None


def _names_author(line: str) -> bool:
    label = _label_of(line)
    if label is None or KIND_OF[label["word"].lower()] is not LabelKind.AUTHOR:
        return False
    return _NAMED.match(label.string, label.end()) is not None


def _is_title(line: str) -> bool:
    return (
        len(line) in _TITLE_LENGTH
        and not _NO_TITLE.search(line)
        and _label_of(line) is None
    )


def _is_report(lines: Sequence[str]) -> bool:
    """Whether so much is said that it is a report of its own."""
    return sum(map(han, lines)) >= _BODY_HAN
