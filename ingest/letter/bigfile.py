"""Which files did a sender leave at the mail provider instead of sending them
(超大附件)?

Such a letter holds a link and no file. Links of the known providers are recognised,
with the file's name and how long the link lives where the letter says so; nothing is
ever fetched. What follows is left to `triage`.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

_BOUND = 200_000
_MOST = 10
_NEAR = 400
"""Characters before and after a link in which its file's name and its term are
sought.
"""
_PLACES = (
    r"mail\.163\.com/large-attachment-download/",
    r"u\.163\.com/",
    r"dashi\.163\.com/html/cloud-attachment-download",
    r"edisk\.qiye\.163\.com/api/biz/attachment/download",
    r"wx\.mail\.qq\.com/ftn/download",
    r"mail\.qq\.com/cgi-bin/ftnExs_download",
    r"download\.cloud\.189\.cn/file/",
    r"mail\.sina\.com\.cn/filecenter/download\.php",
)
"""Where the providers keep such files (M07)."""
_LINK = re.compile(
    rf"https?://(?:[\w-]+\.)*(?:{'|'.join(_PLACES)})[^\s\"'<>）)】]{{0,2000}}",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[^<>]{0,2000}>|&nbsp;")
_KINDS = (
    r"docx?|wps|wpt|pdf|ofd|rtf|txt|zip|rar|7z|xlsx?|et|pptx?|mp4|mov|avi|jpe?g|png|psd"
)
_NAME = re.compile(
    rf"(?P<name>[^\s/\\:：*?\"'“”<>|&=;；，。]{{1,120}}\.(?:{_KINDS}))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_DAY = r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
_UNTIL = re.compile(
    rf"(?:有效期至|过期时间|到期时间|失效时间|有效期|截止)\s*[:：]?\s*{_DAY}"
    rf"|{_DAY}(?:\s*\d{{1,2}}:\d\d(?::\d\d)?)?\s*(?:到期|过期|失效|前有效)"
)
_DAYS = re.compile(
    r"(?:有效期|有效时间|过期时间|剩余)\s*[:：]?\s*(?P<a>\d{1,3})\s*天|(?P<b>\d{1,3})\s*天(?:后|内)?(?:到期|过期|失效|有效)"
)
_UNBOUNDED = re.compile(r"无限期|(?:长期|永久)有效|永不过期")
_USUAL_TERM = "约30天内有效"


class BigFile(NamedTuple):
    """One file left at the provider: its link, its name ("" if not told), how long it
    lives (Chinese).
    """

    link: str
    name: str
    term: str


def big_files(text: str) -> tuple[BigFile, ...]:
    """The files that `text`, a letter's words as text or HTML, merely links to; each
    link once.
    """
    text = text[:_BOUND]
    links = list(_LINK.finditer(text))
    files: list[BigFile] = []
    for place, link in enumerate(links):
        # What stands beyond the neighbouring links belongs to these.
        first = links[place - 1].end() if place else 0
        last = links[place + 1].start() if place + 1 < len(links) else len(text)
        before = _visible(text[max(first, link.start() - 4 * _NEAR) : link.start()])[
            -_NEAR:
        ]
        after = _visible(text[link.end() : min(last, link.end() + 4 * _NEAR)])[:_NEAR]
        name = ""
        for named in _NAME.finditer(before):
            name = named["name"]
        following = _NAME.search(after)
        if following and name:
            after = after[
                : following.start()
            ]  # the name behind this link is the next file's
        elif following:
            name = following["name"]
        term = _term_in(before) or _term_in(after) or _USUAL_TERM
        files.append(BigFile(link[0].replace("&amp;", "&"), name, term))
    return each_once(files)


def each_once(files: Iterable[BigFile]) -> tuple[BigFile, ...]:
    """Each link once, at most 10, as where it is named best: a letter often comes as
    text and as HTML.
    """
    found: dict[str, BigFile] = {}
    for file in files:
        before = found.get(file.link)
        if before is None or (file.name and not before.name):
            found[file.link] = file
    return tuple(found.values())[:_MOST]


def _visible(markup: str) -> str:
    """The words between tags; a tag that was cut in two by the link goes with it."""
    first_end = markup.find(">")
    if first_end >= 0 and "<" not in markup[:first_end]:
        markup = markup[first_end + 1 :]
    last_start = markup.rfind("<")
    if last_start > markup.rfind(">"):
        markup = markup[:last_start]
    return _MARKUP.sub(" ", markup)


def _term_in(text: str) -> str:
    """How long a file is kept, as `text` says it (Chinese), or ""."""
    until = _UNTIL.search(text)
    if until:
        year, month, day = (int(part) for part in until.groups() if part)
        return f"{year}年{month}月{day}日前有效"
    days = _DAYS.search(text)
    if days:
        return f"{days['a'] or days['b']}天内有效"
    return "长期有效" if _UNBOUNDED.search(text) else ""
