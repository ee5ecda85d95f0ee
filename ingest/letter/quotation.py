"""Which words of a mail are the sender's own, and which are quoted?

Nothing is lost: what is not the sender's own is handed back beside it (P22). Told by the separators Chinese
and English clients write and by `>` lines; an author or a phone number is never sought in the quoted part.
"""

import re
from typing import NamedTuple

_RULE = re.compile(
    r"[-_=*—─ ]{2,}+[^-_=*\n]{0,12}?"
    r"(?:原始邮件|原邮件|邮件原件|转发的?邮件|转发邮件信息|Original Message|Original Appointment"
    r"|Forwarded [Mm]essage|Begin forwarded message)[^-_=*\n]{0,12}[-_=*—─ ]{2,}"
)
_SENDER = re.compile(r"\**(?:发件人|寄件者|发自|From)\**\s*[:：]")
_FIELDS = re.compile(r"\**(发送时间|发送日期|日期|时间|收件人|抄送|主题|Sent|Date|To|Cc|Subject)\**\s*[:：]")
_WROTE = re.compile(r"(?:在|于|On\b|\d{4})?.*(?:写道|寫道|wrote)\s*[:：]?")
_WHO_OR_WHEN = re.compile(r"@|\d{4}\s*[年/-]|\d{1,2}:\d{2}")
_LONGEST_LINE = 300
_FIELDS_NEEDED = 2
_LINES_LOOKED_AT = 8


class Split(NamedTuple):
    """The sender's own words, and everything quoted with its separators, in the order of the mail."""

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
        elif not bare or len(bare) > _LONGEST_LINE:
            own.append(line)
        elif _WROTE.fullmatch(bare) and _WHO_OR_WHEN.search(bare) and _answers_line_by_line(lines, number):
            quoted.append(line)
        elif _begins_quotation(lines, number, bare):
            quoted.extend(lines[number:])
            break
        else:
            own.append(line)
    return Split("\n".join(own).strip(), "\n".join(quoted).strip())


def _begins_quotation(lines: list[str], number: int, bare: str) -> bool:
    if _RULE.fullmatch(bare):
        return True
    if _WROTE.fullmatch(bare):
        return _WHO_OR_WHEN.search(bare) is not None
    return _SENDER.match(bare) is not None and _is_copied_head(lines, number)


def _is_copied_head(lines: list[str], number: int) -> bool:
    """Whether a 发件人 line begins the copied head of a mail (Outlook): other fields follow it closely."""
    following = lines[number + 1 : number + _LINES_LOOKED_AT]
    names = {found[1] for line in following if (found := _FIELDS.match(line.strip()))}
    return len(names) >= _FIELDS_NEEDED


def _answers_line_by_line(lines: list[str], number: int) -> bool:
    """Whether `>` lines follow, so that only they are quoted and own words may come after them."""
    following = (line.strip() for line in lines[number + 1 : number + 4])
    return next((line.startswith(">") for line in following if line), False)
