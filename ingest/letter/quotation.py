"""Which words of a mail are the sender's own, and which are quoted?

Nothing is lost: what is not the sender's own is handed back beside it (P22). Told by
the separators Chinese and English clients write and by `>` lines; `passed_on` takes
what is quoted apart again into the mails that it consists of. Which of them are read as
the letter's own words is left to `triage.forwarding`.
"""

import re
from typing import NamedTuple

# ---------- 原始邮件 ----------
_RULE = re.compile(
    r"[-_=*—─ ]{2,}+[^-_=*\n]{0,12}?"
    r"(?:原始邮件|原邮件|邮件原件|转发的?邮件|转发邮件信息|Original Message|Original Appointment"
    r"|转发的?(?:原文|内容|原件|信息)|以下(?:是|为)转发的?(?:原文|内容)?"
    r"|Forwarded [Mm]essage|Begin forwarded message)[^-_=*\n]{0,12}[-_=*—─ ]{2,}"
)
# 发件人：…, the first line of a head that Outlook copies, and the lines that follow it
# there.
_SENDER = re.compile(r"\**(?:发件人|寄件者|发自|From)\**\s*[:：]")
_FIELDS = re.compile(
    r"\**(发送时间|发送日期|日期|时间|收件人|抄送|主题|Sent|Date|To|Cc|Subject)\**\s*[:：]"
)
_NAMES = (
    r"\**(?P<name>发件人|寄件者|发自|From|主题|Subject|发送时间|发送日期|日期|时间|Sent|Date"
    r"|收件人|抄送|抄送人|To|Cc)\**"
)
# A field of a copied head with what it says; NetEase writes | 发件人 | … |.
_FIELD = re.compile(rf"\|?\s*{_NAMES}\s*[:：|]\**\s*(?P<value>.*?)\s*\|?")
# 发件人 张三<z@x.cn>: a table that lost its lines; only behind a rule or another field.
_BARE_FIELD = re.compile(rf"{_NAMES}[ \t\u3000]+(?P<value>\S.*)")
_MARKS = re.compile(r"^(?:\s*(?:》)?>)+\s?")
_MOST_MAILS = 5
_FIELDS_NEEDED = 2
_LINES_LOOKED_AT = 8
# 在 2026年3月2日，张三 写道：
_WROTE = re.compile(r"(?:在|于|On\b|\d{4})?.*(?:写道|寫道|wrote)\s*[:：]?")
_WHO_OR_WHEN = re.compile(r"@|\d{4}\s*[年/-]|\d{1,2}:\d{2}")
_LONGEST_LINE = 300


class Split(NamedTuple):
    """The sender's own words, and everything quoted with its separators, in the order
    of the mail.
    """

    own: str
    quoted: str


def split_quotation(text: str) -> Split:
    """Split `text` (lines ending in a line feed) into own and quoted words."""
    lines = text.split("\n")
    own: list[str] = []
    quoted: list[str] = []
    for number, line in enumerate(lines):
        bare = line.strip()
        if bare.startswith((">", "》>")):
            quoted.append(line)
            continue
        following = lines[number + 1 : number + _LINES_LOOKED_AT]
        if len(bare) > _LONGEST_LINE:
            begins = False
        elif _RULE.fullmatch(bare):
            begins = True
        elif _WROTE.fullmatch(bare):
            begins = _WHO_OR_WHEN.search(bare) is not None
            next_words = "".join(following[:3]).lstrip()
            if begins and next_words.startswith(">"):
                # Answered line by line: only the `>` lines are quoted, own words may
                # come after them.
                quoted.append(line)
                continue
        else:
            # A 发件人 line above other fields of a mail's head.
            fields = (
                [_FIELDS.match(below.strip()) for below in following]
                if _SENDER.match(bare)
                else []
            )
            begins = len({field[1] for field in fields if field}) >= _FIELDS_NEEDED
        if begins:
            quoted.extend(lines[number:])
            break
        own.append(line)
    return Split("\n".join(own).strip(), "\n".join(quoted).strip())


class PassedMail(NamedTuple):
    """One of the mails that a quotation consists of: its head as far as it was copied,
    and its own words.
    """

    sender: str
    subject: str
    words: str


def passed_on(quoted: str) -> tuple[PassedMail, ...]:
    """The mails in `quoted`, the latest first: each is quoted by the one before it; at
    most five.
    """
    mails: list[PassedMail] = []
    rest = quoted
    while rest.strip() and len(mails) < _MOST_MAILS:
        lines = [_MARKS.sub("", line).strip() for line in rest.split("\n")]
        sender = subject = ""
        start = 0
        is_head = False
        for line in lines:
            field = None
            if len(line) <= _LONGEST_LINE:
                field = _FIELD.fullmatch(line) or (
                    _BARE_FIELD.fullmatch(line) if is_head else None
                )
            is_head = is_head or field is not None or _is_rule(line)
            if field is None and line and not _is_rule(line):
                break
            start += 1
            if field is None:
                continue
            if field["name"] in ("主题", "Subject"):
                subject = subject or field["value"]
            elif field["name"] in ("发件人", "寄件者", "发自", "From"):
                sender = sender or field["value"]
        split = split_quotation("\n".join(lines[start:]))
        mails.append(PassedMail(sender, subject, split.own))
        rest = split.quoted
    return tuple(mails)


def _is_rule(line: str) -> bool:
    """Whether a line only says that a mail follows: ---- 转发邮件 ----, 在 …，张三
    写道：.
    """
    if len(line) > _LONGEST_LINE:
        return False
    return bool(
        _RULE.fullmatch(line) or (_WROTE.fullmatch(line) and _WHO_OR_WHEN.search(line))
    )
