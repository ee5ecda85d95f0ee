"""How is a text made comparable without losing where each character stood?

Full width becomes half width, traditional characters simplified ones, letters lower
case, blanks vanish; every folded character remembers its place in the original. What is
sought in the folded text is left to `naming`.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

# The traditional forms that occur in names of units and places; whole texts are never
# converted.
_TRADITIONAL = (
    "銀東縣區縂總綜運輸務監測應處規劃設與質療衛農業開發廣電視傳網絡聯費財審計"
    "檢協會團員資訊訓學術館關門間長馬龍靈羅賀蘭鳳興慶寧鹽紅樂豐陽陰靜彰義烏達"
    "爾巴盟樞紐場"
)
_SIMPLIFIED = (
    "银东县区总总综运输务监测应处规划设与质疗卫农业开发广电视传网络联费财审计"
    "检协会团员资讯训学术馆关门间长马龙灵罗贺兰凤兴庆宁盐红乐丰阳阴静彰义乌达"
    "尔巴盟枢纽场"
)
_MORE = str.maketrans(
    "衆橋樑車鐵軌機構組織結總執離幹漢軍備戰稅價質產環節貿際標準領導鎮鄉溝涇灘島嶺臺灣滬雲貴陝甘肅遼吉蘇贛魯鄂閩瓊",
    "众桥梁车铁轨机构组织结总执离干汉军备战税价质产环节贸际标准领导镇乡沟泾滩岛岭台湾沪云贵陕甘肃辽吉苏赣鲁鄂闽琼",
)
_FORMS = {**str.maketrans(_TRADITIONAL, _SIMPLIFIED), **_MORE}


class TextSpan(NamedTuple):
    """The characters [start, end) of a text."""

    start: int
    end: int


class Folded(NamedTuple):
    """A folded text; `origin[i]` is the place in the original that gave folded
    character `i`.
    """

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> TextSpan:
        """Where the folded characters [start, end) stood, half-open, in the original;
        start < end.
        """
        return TextSpan(self.origin[start], self.origin[end - 1] + 1)


def fold(text: str) -> Folded:
    """`text` folded, character by character (NFKC, simplified, case-folded, without
    blanks).
    """
    signs = [*map(_fold_sign, text)]
    folded = "".join(signs)
    if len(folded) == len(text) and "" not in signs:  # as most are: one sign for each
        return Folded(folded, tuple(range(len(text))))
    origin: list[int] = []
    for place, sign in enumerate(signs):
        origin += [place] * len(sign)
    return Folded(folded, tuple(origin))


def fold_text(text: str) -> str:
    """The text of `fold`, where nobody asks for the places: several times as fast."""
    return "".join(map(_fold_sign, text))


@lru_cache(maxsize=16_384)  # as many characters as texts of this kind are written in
def _fold_sign(sign: str) -> str:
    usual = unicodedata.normalize("NFKC", sign).translate(_FORMS).casefold()
    return "".join(usual.split())
