"""Which words in front of a name or a number say whose it is?

`LABEL` finds them, `KIND_OF` says what each asks for. What stands behind one is left to
`words` and `byline`.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise

from ingest.people.person_names import half_width, is_name


class LabelKind(StrEnum):
    """What a label in front of a name asks for."""

    AUTHOR = "author"
    CONTACT = "contact"
    PHONE = "phone"
    PHOTO = "photo"
    SIGNER = "signer"
    REVIEWER = "reviewer"
    EVENT = "event"
    OTHER = "other"


_LABELS: Mapping[LabelKind, str] = {
    LabelKind.AUTHOR: """
        撰稿人员 撰稿人 撰稿者 撰稿 撰写人 撰写 写稿人 写稿 供稿通讯员 供稿人员 供稿人 供稿 投稿人
        发稿人 来稿人 作者姓名 作者 信息员 信息报送员 信息报送人 政务信息员 信息撰稿人 信息撰写人
        本文作者 稿件作者 经办人 文 图文 文图 文/图 图/文 文、图 文字/图片 执笔人 执笔者 执笔 主笔
        拟稿人 拟稿 起草人 起草 撰文 文字 报送人 上报人 编写人 编写 编撰 采写 采编 填报人 记者 本报记者
        特约记者 通讯员 特约通讯员 本报通讯员 记者/通讯员 信息采编 文稿 文案 初稿 统稿 撰文/摄影
        采写/摄影 撰写人员 采写人 采写人员 编稿 笔者 供稿者 投稿者 投稿 来稿 拟稿人员 起草人员 文字撰写
        报告人 值班报告人 信息报告人 首报人 报送员 报送人员 上报人员 整理者 汇总人 统稿人
        整理人 整理 编撰人 呈报人 填表人 作者简介 作者介绍 作者信息
        拟文人 拟文 撰拟人 撰拟 第一作者 第二作者 信息专员 信息联络员 执笔人员 撰 稿
    """,
    LabelKind.CONTACT: """
        联系人员 联系人 联络员 联络人 联系人及电话 联系人及联系方式 聯繫人 聯絡人
        联系 联系我 信息联系人 稿件联系人 报送联系人 值班员 值班人员 报告人 汇报人 提供人
    """,
    LabelKind.PHONE: """
        电话/传真 电话、传真 电话传真 电话(传真) 联系电话(传真) 联系电话/传真 撰稿人联系方式
        手机/微信 微信/手机 手机(微信) 手机微信 电话/微信
        撰稿人联系电话 撰稿人电话 作者电话 作者联系方式 联系电话 联系方式 手机号码 手机号 手机 电话号码
        电话 办公电话 办公室电话 固定电话 座机 固话 联系手机 移动电话 tel 邮箱 电子邮箱 电子邮件 e-mail
        email 通联 通联方式 通联电话 電話 聯繫電話 聯絡電話 聯繫方式 手機
    """,
    LabelKind.PHOTO: """
        摄影 摄影师 摄影记者 图片作者 照片 照片提供 摄像 拍摄 摄 图片 图片提供 供图 图 配图 制图
    """,
    LabelKind.SIGNER: """
        签发人 签发领导 签发 审签人 审签 审核签发人 审核签发
    """,
    LabelKind.REVIEWER: """
        责任编辑 责编 编审 编辑 初审 复审 终审 一审 二审 三审 审核人员 审核人 审核 审稿人 审稿 核稿人
        核稿 复核 监制 校对 校核 审阅 主编 总编 分管领导 负责人 主要负责人 科室负责人 部门负责人
        处室负责人 股室负责人 分管领导 主管领导 单位领导 单位负责人 审批人 审批 校审 值班编辑 执行编辑
        执行主编 排版 美编 把关 把关人 审定 审定人 修改 修改人 改稿 改稿人
        修订 修订人 审 核 校
    """,
    LabelKind.EVENT: """
        活动联系人 报名联系人 活动报名联系人 咨询联系人 会务联系人 报名电话 咨询电话 监督电话 投诉电话
        举报电话 服务热线 热线电话 热线
    """,
    LabelKind.OTHER: """
        来源 稿件来源 信息来源 发布时间 发布日期 日期 时间 单位 报送单位 供稿单位 撰稿单位 作者单位
        拟稿单位 起草单位 撰写单位 投稿单位 来稿单位 拟稿部门 撰稿部门 拟稿科室 撰稿科室
        部门 科室 传真 fax qq qq号 微信 微信号 地址 邮编 浏览次数 浏览量 阅读 阅读量 点击 点击数 点击量
        访问量 标题 题目 主题 类别 字数 职务
        发件人 收件人 寄件人 抄送
    """,
}
KIND_OF: Mapping[str, LabelKind] = {
    label: kind for kind, labels in _LABELS.items() for label in labels.split()
}
REPORTERS = frozenset(
    {
        "记者",
        "本报记者",
        "特约记者",
        "通讯员",
        "特约通讯员",
        "本报通讯员",
        "记者/通讯员",
    }
)
"""Labels that running text is full of as well: only a colon makes them labels."""
ONLY_BEFORE_COLON = REPORTERS | {"联系", "联系我"}
BIOGRAPHIES = frozenset({"作者简介", "作者介绍", "作者信息"})
"""Behind these stands a name, and then a life."""
SENDERS = frozenset(
    {
        *(
            "信息员",
            "信息报送员",
            "信息报送人",
            "政务信息员",
            "经办人",
            "报送人",
            "上报人",
            "填报人",
        ),
        *(
            "信息专员",
            "信息联络员",
            "呈报人",
            "填表人",
            "报告人",
            "值班报告人",
            "信息报告人",
            "首报人",
        ),
        *("报送员", "报送人员", "上报人员"),
    }
)
"""Who passed a text on; its author only where none is named."""
SIGNS_BY_REVIEW = frozenset({"审核人", "审核", "审核人员"})
"""The reviewer who signs a text off where nobody is named as 签发."""

_WORDS = "|".join(sorted(map(re.escape, KIND_OF), key=len, reverse=True))
_ON_DUTY = ("值班员", "值班人员", "报告人", "汇报人")
_WRITERS = "|".join(
    [word for word in _LABELS[LabelKind.AUTHOR].split() if len(word) > 1] + [*_ON_DUTY]
)
_NUMBERS = "联系方式|联系电话|联系手机|电话号码|手机号码|手机号|电话|手机"
# Asked of one character before the many words are tried at its place: most lines are
# prose.
_FIRST = "".join(sorted({word[0] for word in KIND_OF}))
_FIRST_OF_WRITER = "".join(sorted({word[0] for word in _WRITERS.split("|")}))
_SIGNED = r"(?:\(?(?:姓名|签字|签名|盖章)\)?)?"
_OWN = (
    "本单位|我单位|本部门|本局|我局|我处|本处|本文|本篇|本稿|本信息|本条|此文|此稿|此篇|该文|该稿|稿件|原文"
    "|以上信息|上述信息|以上稿件|以上"
)
_BEFORE = (
    rf"(?:{_OWN})(?=[{_FIRST}])"
    rf"|[\u4e00-\u9fff]{{1,6}}?(?=[{_FIRST_OF_WRITER}])(?=(?:{_WRITERS})\d?{_SIGNED}\s?:)"
)
LABEL = re.compile(
    rf"(?<![\u4e00-\u9fffa-z])(?:{_BEFORE})?"
    rf"(?=[{_FIRST}])(?P<word>{_WORDS})(?:[\d一二三](?=\s?:))?{_SIGNED}(?:[及和、,/|]?(?:{_NUMBERS}))?"
    r"(?:\s?\((?P<whose>[^()\n]{1,16})\)(?=\s?:))?\s*"
    r"(?:(?P<mark>[:|_/]+)|(?P<none>(?=[\s\u3400-\u9fff\d])|$))\s*",
    re.IGNORECASE,
)
"""A label: `word`, and `mark` unless nothing but a blank stands between it and its
value.

Before a colon the label of an author may begin with a word that no table knows
(第一撰稿人:, 稿件撰写人:); in brackets before it may stand `whose` it is
(联系电话(作者):).
"""
_OWN_LABEL = re.compile(rf"(?:{_OWN})?(?P<word>.+)")
_LABEL_LINE = 60
"""Characters of the longest line that may be a labelled field."""
_WRITERS_LINE = 80
"""The same of one that names who wrote a text."""
_BLANKS = re.compile(r"\s+")
_WRITER_WITHIN = 20_000
"""Characters of a text in which its writer is sought."""


def is_label_word(word: str) -> bool:
    """Whether `word` is a label and nothing else: 撰稿人, 本篇撰稿."""
    found = _OWN_LABEL.fullmatch(word)
    return found is not None and found["word"] in KIND_OF


def is_label_line(line: str) -> bool:
    """Whether a line is a labelled field such as 撰稿人:张三 电话:…, not running
    text.
    """
    if len(line) > _LABEL_LINE:
        return False
    found = LABEL.match(half_width(line).strip())
    return found is not None and (bool(found["mark"]) or found.end() == found.endpos)


def _first_label(line: str) -> re.Match[str] | None:
    """The label with which `line` begins, else one with a mark that a blank sets off:
    宣传事务中心  撰稿人：….
    """
    found = LABEL.match(line)
    if found is not None:
        return found
    for blank in _BLANKS.finditer(line):
        found = LABEL.match(line, blank.end())
        if found is not None and found["mark"]:
            return found
    return None


def names_writer(*texts: str) -> bool:
    """Whether a line of these labels somebody as having written it: 撰稿人：…, not
    联系人 or 信息员.

    A label alone on its line does if a name is all that stands below it.
    """
    for text in texts:
        lines = [line for line in text[:_WRITER_WITHIN].splitlines() if line.strip()]
        for line, below in pairwise([*lines, ""]):
            if len(line) > _WRITERS_LINE:
                continue
            plain = half_width(line).strip("([【】]) \t\u3000")
            found = _first_label(plain)
            if found is None:
                continue
            is_set_off = bool(found["mark"])
            if found.end() == len(plain):
                is_set_off |= is_name("".join(below.split()))
            elif found.group()[-1:].isspace():
                # 撰稿人  张三  139…: set off by blanks as well as by a colon.
                is_set_off |= is_name(plain[found.end() :].split()[0])
            if not is_set_off:
                continue
            word = found["word"].lower()
            if KIND_OF[word] is LabelKind.AUTHOR and word not in SENDERS:
                return True
    return False
