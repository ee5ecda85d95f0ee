"""Which fonts does an official document take, and what stands in where one is missing?

GB/T 9704 names 小标宋, 仿宋, 黑体 and 楷体; few machines have all of them under the same name, so the paper
itself lists the others under which a reader's program should look. No letter of any font is carried along.
"""

from typing import NamedTuple
from xml.sax.saxutils import quoteattr

LATIN = "Times New Roman"
"""For digits and letters."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Font(NamedTuple):
    """A font as the paper names it, its other names and stand-ins in order, and its kind in OOXML's words."""

    name: str
    others: tuple[str, ...]
    family: str


TITLE = Font(
    "方正小标宋简体",
    ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "华文中宋", "宋体", "SimSun", "Noto Serif CJK SC"),
    "roman",
)
BODY = Font(
    "仿宋_GB2312", ("仿宋", "FangSong", "华文仿宋", "STFangsong", "宋体", "Noto Serif CJK SC"), "roman"
)
FIRST = Font("黑体", ("SimHei", "华文黑体", "STHeiti", "Noto Sans CJK SC"), "swiss")
SECOND = Font("楷体_GB2312", ("楷体", "KaiTi", "华文楷体", "STKaiti", "Noto Serif CJK SC"), "script")
NUMBER = Font("宋体", ("SimSun", "华文宋体", "STSong", "Noto Serif CJK SC"), "roman")
FONTS = (TITLE, BODY, FIRST, SECOND, NUMBER)


def font_table() -> bytes:
    """The part of a .docx that tells a reader's program what to take for a font it does not have."""
    rows = "".join(
        f"<w:font w:name={quoteattr(font.name)}><w:altName w:val={quoteattr(','.join(font.others))}/>"
        f'<w:charset w:val="86"/><w:family w:val="{font.family}"/><w:pitch w:val="variable"/></w:font>'
        for font in FONTS
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{_W}">{rows}</w:fonts>'.encode()
