"""Which form of a letter's words says more of them: the plain one or the HTML one?

Only what a reader would read counts: Chinese characters, letters and digits. Links, the
names of pictures and what a program says instead of the words
(您的邮件客户端不支持HTML) are nothing. Plain text is preferred where both say the same
(RFC 2046 §5.1.4), for its lines are the sender's own.
"""

import re

_LONGEST = 500_000
# [image: logo.png], [cid:part1], [图片] and the links that a program writes out in
# plain text.
_STANDS_FOR_A_PICTURE = re.compile(
    r"\[(?:image|cid|inline|图片|图像|附图)\b[^\[\]\n]{0,200}\]|\[图[片像]\]",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"<?https?://[^\s<>\u3000-\u9fff\uff00-\uffef]{1,2000}>?", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^。！!？?；;\n]+")
_NO_SIGN = re.compile(r"[\W_]+")
# A sentence about the mail's own form speaks of a form or a program, and of showing.
_LONGEST_EXCUSE = 120
_FORM = (
    "html", "超文本", "富文本", "网页格式", "web格式", "图文邮件", "客户端", "浏览器", "阅读器", "mime",
    "mail client", "mail reader", "email client", "mail program", "browser",
)  # fmt: skip
_SHOWING = (
    "不支持",
    "显示",
    "查看",
    "浏览",
    "阅读",
    "view",
    "display",
    "support",
    "read this",
    "enable",
)
_CLEARLY_MORE = 1.25
_FEW_SIGNS = 8
"""So many characters more are no greeting and no rule line: a name and a telephone
number have them.
"""


def words_said(text: str) -> str:
    """The signs of `text` that say something, in their order and without anything
    between them.
    """
    text = _LINK.sub(" ", _STANDS_FOR_A_PICTURE.sub(" ", text[:_LONGEST]))
    said: list[str] = []
    for sentence in _SENTENCE.findall(text):
        words = sentence.strip().lower()
        is_excuse = len(words) <= _LONGEST_EXCUSE and any(
            form in words for form in _FORM
        )
        if not is_excuse or not any(showing in words for showing in _SHOWING):
            said.append(sentence)
    return _NO_SIGN.sub("", "".join(said)).lower()


def html_says_more(plain: str, html: str, fields: int) -> bool:
    """Whether the HTML form has clearly more of the words than the plain one.

    `fields` are the labelled cells that the HTML form shows as fields and the plain one
    as bare lines.
    """
    in_plain, in_html = words_said(plain), words_said(html)
    if not in_plain or not in_html:
        return len(in_html) > len(in_plain)
    more = len(in_html) - len(in_plain)
    if in_plain in in_html:
        return more >= _FEW_SIGNS or fields > 0
    return more >= _FEW_SIGNS and len(in_html) >= _CLEARLY_MORE * len(in_plain)


def says_all_of(text: str, other: str) -> bool:
    """Whether `text` says all that `other` says."""
    return words_said(other) in words_said(text)
