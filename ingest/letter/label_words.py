"""Does a phrase say no more than what kind of thing is sent?

政务信息3, 3月份信息2, 2026年第8期信息, 报送信息一篇，请查收, 定稿: such a label stands
around titles and in their place, and tells nothing of the matter. A phrase is a label
if every word of it is one of those below; one word that is not makes it more than that,
so a title may well hold 信息 or 采用.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache


class Says(StrEnum):
    """What a word of a label says."""

    KIND = "kind"
    ACT = "act"
    COUNT = "count"
    STATE = "state"
    PLEASE = "please"
    WHICH = "which"
    WHEN = "when"
    NUMBER = "number"
    FILLER = "filler"


_WORDS: Mapping[Says, str] = {
    Says.KIND: """
        信息 信息类别 信息类型 信息标题 信息稿 稿件 稿子 稿 来稿 投稿 供稿 新闻稿 通讯稿 文章 文稿 材料 素材
        简报 专报 快报 简讯 快讯 通讯 消息 文件 附件 文档 邮件 标题 题目 社情民意 舆情信息 问题建议
        报送表 报送单 报审表 送审单 审批单 审批表 审签单 审核单 审核表 呈批表 登记表 的报告 的函 的通知 的提醒
        调研报告 调查报告 开展情况 工作情况 有关情况 相关情况 进展情况
        要目 目录 导读 组图 经验做法 经验交流 典型做法 要闻 资讯 播报 字数 篇幅
        图片 照片 附图 附照片 图文 视频 原件 扫描件 无主题 无标题 未命名 新建
    """,
    Says.ACT: """
        报送 上报 呈报 呈送 报来 报上 附上 报 转发 转报 转来 转交 转送 转呈 代转 转 补报 代报 提交
        推送 分享 发送 投递 发来 来自 超大 已报 拟报
    """,
    Says.STATE: """
        定稿 终稿 终版 最终稿 最终版 初稿 送审稿 审定稿 审核稿 审签稿 改定稿 急 加急 特急 急件 急稿
        紧急 紧急件 紧急情况 十万火急 火急 速报 快报 急报 重要
        最终 副本 改 改后 代拟稿 代拟 已审 已审核 已审签 已审定 已核 已签 已签发 审签
    """,
    Says.PLEASE: """
        请 请予 敬请 烦请 望 请审 请阅 请查收 请审阅 请审核 请审定 请示 请采用 请予采用 望采纳 查收 审阅 审核
        审定 采用 采纳 指正 您好 你好 谢谢 感谢 收到 收悉
    """,
    Says.WHICH: """
        政务 党务 动态 工作 交通 交通运输 综合 调研 突发 突发事件 事件 其他 宣传 新闻 经验 约稿 类 厅属单位
        我局 本局 我单位 本单位 我处 我中心 我县 我区 我市
    """,
    Says.WHEN: """
        本月 上月 当月 下月 本周 上周 下周 本期 今日 近期 上半年 下半年 今年 明年 全年 年度
        一季度 二季度 三季度 四季度 下季度 前三季度
        第一季度 第二季度 第三季度 第四季度
    """,
    Says.FILLER: """
        关于 现将 含 附 有 张 的 和 及 与 等 是 共 新 见 详见 一下 如下 老师 领导 邮箱 qq 微信 microsoft word
        联合 共同 之 其 中的 外 另 另外 再 还 分管领导 主要领导 局领导 处领导 省厅 厅办 约 字
        docx doc
        wps pdf re fw fwd no subject
    """,
}
_SAID_BY = {word: says for says, words in _WORDS.items() for word in words.split()}
_FIRST_SIGNS = frozenset(word[0] for word in _SAID_BY).union(
    "0123456789第总一二三四五六七八九十两几"
)
_LONGEST_WORD = max(map(len, _SAID_BY))
_NUMERAL = r"(?:\d{1,4}|[一二两三四五六七八九十几]{1,3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月份?"
_COUNTED = re.compile(
    rf"(?P<{Says.COUNT}>第?\s*{_NUMERAL}\s*[期篇条则份辑号次稿批张幅页](?!线|公路|桥|隧)|总第\s*\d+\s*期)"
    rf"|(?P<{Says.WHEN}>(?:(?:20)?\d\d\s*年)?\s*{_MONTH}(?:\s*\d{{1,2}}\s*[日号])?"
    r"|20\d\d\s*年度?|20\d{2}[01]\d[0-3]\d|20\d\d[.\-/]\d{1,2}[.\-/]\d{1,2})"
    rf"|(?P<{Says.NUMBER}>\d{{1,8}}|[一二三四五六七八九十]{{1,3}})"
    rf"|(?P<{Says.FILLER}>[\W_]+)"
)
_SPEAKING = frozenset({Says.KIND, Says.ACT, Says.COUNT, Says.STATE, Says.PLEASE})
"""What makes words a label: 工作, 3月 or 2 alone may be the beginning of a title."""
_SERIES = re.compile(r"信息|简报|专报|快报|快讯|简讯|分享")
"""Labels that whose they are may stand before: 彭阳公路信息3, 某某分享的文件."""
_LONGEST_SERIES = 2
_BOUND = 80


def is_label(phrase: str) -> bool:
    """Whether `phrase` says no more than what kind of thing is sent, and does say
    that.
    """
    said = _said(_plain(phrase))
    return said is not None and not _SPEAKING.isdisjoint(said)


def says_nothing(phrase: str) -> bool:
    """Whether every word of `phrase` is a label's, be it 3月 or a number alone."""
    return _said(_plain(phrase)) is not None


def label_tail(phrase: str, *, within: int) -> str:
    """The label that all of `phrase` is after at most `within` characters (彭阳公路 +
    信息3), else "".
    """
    plain = _plain(phrase)
    found = _SERIES.search(plain[: within + _LONGEST_SERIES])
    if found is None or found.start() > within:
        return ""
    return plain[found.start() :] if is_label(plain[found.start() :]) else ""


@lru_cache(maxsize=64)  # a subject's pieces and titles are asked about again and again
def _said(phrase: str) -> frozenset[Says] | None:
    """What the words say of which all of `phrase` consists; None if it holds one that
    is no label's.

    A word may be the beginning of another (信息稿, 信息稿件), so every way to part the
    phrase is followed, but each place once.
    """
    if len(phrase) > _BOUND or (phrase[:1].isalnum() and phrase[0] not in _FIRST_SIGNS):
        return None
    reached: dict[int, frozenset[Says]] = {0: frozenset()}
    for at in range(len(phrase)):
        said = reached.get(at)
        if said is None:
            continue
        for end in range(at + 1, min(len(phrase), at + _LONGEST_WORD) + 1):
            word = _SAID_BY.get(phrase[at:end])
            if word is not None:
                reached[end] = reached.get(end, frozenset()) | said | {word}
        counted = _COUNTED.match(phrase, at)
        if counted is not None:
            end = counted.end()
            reached[end] = (
                reached.get(end, frozenset()) | said | {Says(counted.lastgroup or "")}
            )
    return reached.get(len(phrase))


def _plain(phrase: str) -> str:
    return unicodedata.normalize("NFKC", phrase).strip().lower()
