"""Does a text say, without a mark, that it is secret or not for everybody?

附件为秘密级文件, 内部资料 注意保存, 请勿外传: such a letter bears no official mark and
is not sealed, but the office is told, because somebody may have forgotten the mark.
Three things count: a line in which nothing is left over but words of this kind; what
asks the reader himself; what says of a document which class it has. Prose on the same
matters does not (加强内部资料管理, 附件不涉密). The official forms are left to `seal`.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ledger.entries.letters import Letter
from ledger.width import nfkc

_LOOKED_AT = 20_000
"""Characters of a text: what is asked of its reader stands near the head, and hostile
texts are long.
"""
_LONGEST_LINE = 60
_STEMS = (
    "内部",
    "外传",
    "外泄",
    "泄露",
    "扩散",
    "保密",
    "涉密",
    "阅后",
    "秘密",
    "仅供",
    "请勿",
    "切勿",
    "请不要",
    "★",
)
"""One of these or a mark is in every text that may count; most texts hold none and are
not looked at.
"""

# The words of a line that says nothing else. Of the first, one alone is enough; of the
# second it takes another word.
_TELLING = (
    "内部资料 内部文件 内部材料 内部刊物 内部信息 内部文稿 内部简报 内部参阅 内部参考 "
    "内部使用 内部传阅 内部掌握 内部 注意保密 秘密级 机密级 绝密级 阅后销毁 阅后收回 "
    "阅后即焚 阅后删除 阅后退回"
)
_HINTING = "外传 外泄 泄露 泄漏 扩散 保密 涉密"
_BESIDE = (
    "附件 本件 此件 该件 来件 邮件 材料 文件 资料 信息 稿件 内容 文稿 图纸 数据 上述 以上 "
    "以下 所附 随信 为 系 是 属于 属 涉及 含有 含 请 敬请 务请 务必 注意 严禁 禁止 切勿 勿 "
    "不得 不要 不准 不可 不宜 对外 向外 公开 发布 转发 上网 翻印 复制 复印 保存 妥善保管 "
    "妥善保存 保管 查收 审阅 谢谢 您好 你好 领导 参阅 参考 使用 掌握 仅供 仅限 限 供 和 或 "
    "及 以及 并 一律 本 此 该 件"
)
_BREAKS = frozenset(" \t,。.;:!、()[]【】〔〕《》“”「」★☆*—-")
# Addressed to the reader, within whatever sentence.
_ASKED = re.compile(
    r"(?:请勿|请不要|请切勿|切勿|务请勿)(?:对外|向外|随意|擅自)?(?:外传|外泄|泄露|泄漏|扩散|公开)"
    r"|内部(?:资料|文件|材料|刊物|信息)[ ,、;★]{0,4}请?(?:注意|妥善)(?:保存|保管|保密)"
    r"|[【\[〔]内部(?:资料|文件|材料|信息|刊物|参阅|参考|使用)?[】\]〕]|\(内部(?:资料|文件|材料|参阅|参考|使用)\)"
    r"|仅供(?:领导|内部|厅内|本办)(?:同志)?(?:参阅|参考|掌握|使用)"
)
_NOT = re.compile(r"[不非未无没否]|商业|个人")


class _Class(NamedTuple):
    """What finds a document that is said to have a class, and one that is said to bear
    a quoted mark.
    """

    said: re.Pattern[str]
    quoted: re.Pattern[str]


def near_mark_of(letter: Letter, marks: Sequence[str]) -> str:
    """As `near_mark_in`, of everything that was read of a letter."""
    words = (letter.subject, letter.text, letter.quoted, letter.attached_mail)
    names = (file.name for file in letter.attachments)
    return near_mark_in((*words, *names, letter.manuscript), marks)


def near_mark_in(texts: Iterable[str], marks: Sequence[str]) -> str:
    """What speaks for it, in words that repeat nothing of the matter (Chinese); "" if
    nothing does.

    `marks` are the words of the policy, as in `seal.mark_in`.
    """
    stems = (*_STEMS, *marks)
    forms = _class_forms(tuple(marks)) if marks else ()
    for text in texts:
        if not any(stem in text for stem in stems):
            continue
        plain = nfkc(text[:_LOOKED_AT])
        for pattern in forms:
            for found in pattern.finditer(plain):
                if not _NOT.search(found.group().rpartition(",")[2]):
                    return f"写明附件或文件为“{found['cls']}”"
        if asked := _ASKED.search(plain):
            return f"写有“{asked.group().replace(',', '，')}”"
        for line in plain.splitlines():
            words = _consumed(line) if len(line) <= _LONGEST_LINE else []
            has_telling = not _TELLING_WORDS.isdisjoint(words)
            has_hinting = not _HINTING_WORDS.isdisjoint(words)
            if has_telling or (has_hinting and len(words) > 1):
                return f"写有“{''.join(words)}”"
    return ""


@lru_cache(maxsize=8)
def _class_forms(marks: tuple[str, ...]) -> _Class:
    mark = "|".join(map(re.escape, marks))
    document = r"(?:附件|附表|附图|本件|此件|该件|来件|本邮件|此邮件|材料|资料|所附|图纸|文件|密级|稿件)"
    kinds = r"(?:文件|材料|资料|信息|内容|数据|文电|图纸|件)?"
    # The class ends its clause: 附件为秘密级文件, never 附件为涉密文件管理制度.
    ends = r"(?=[\s,。.;!)\]】]|请|且|并|务必|不得|$)"
    is_one = r"(?:为|系|是|属于?|含有?|涉及|列为|定为|标注?为)"
    return _Class(
        said=re.compile(
            rf"{document}[^。;\n]{{0,16}}?{is_one}[^。;,\n]{{0,4}}?(?P<cls>国家秘密|涉密|(?:{mark})级?){kinds}{ends}"
        ),
        quoted=re.compile(
            rf"{document}[^。;\n]{{0,16}}?[“《「\"](?P<cls>{mark})\s{{0,4}}[★☆]"
        ),
    )


def _consumed(line: str) -> list[str]:
    """The words that make up a line, or none if anything is left over."""
    words: list[str] = []
    at = 0
    while at < len(line):
        if line[at] in _BREAKS:
            at += 1
            continue
        word = next((word for word in _KNOWN if line.startswith(word, at)), "")
        if not word:
            return []
        words.append(word)
        at += len(word)
    return words


_TELLING_WORDS = frozenset(_TELLING.split())
_HINTING_WORDS = frozenset(_HINTING.split())
_KNOWN = sorted(
    {*_TELLING_WORDS, *_HINTING_WORDS, *_BESIDE.split()}, key=len, reverse=True
)
