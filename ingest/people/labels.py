"""What does a label in front of a name or number ask for?

The table of labels as offices write them (M09), and the pattern that finds them in a line of
half-width text. Reading what stands behind a label is left to `byline`.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class LabelKind(StrEnum):
    """What a label in front of a name asks for."""

    AUTHOR = "author"
    CONTACT = "contact"
    PHONE = "phone"
    SIGNER = "signer"
    REVIEWER = "reviewer"
    EVENT = "event"
    OTHER = "other"


_LABELS: Mapping[LabelKind, str] = {
    LabelKind.AUTHOR: """
        撰稿人员 撰稿人 撰稿 撰写人 撰写 供稿通讯员 供稿人员 供稿人 供稿 投稿人 作者姓名 作者
        信息员 信息报送员 信息报送人 政务信息员 信息撰稿人 本文作者 经办人 文 图文 执笔人 执笔
        拟稿人 拟稿 起草人 起草 撰文 文字 报送人 编写人 编写 采写 填报人
    """,
    LabelKind.CONTACT: """
        联系人员 联系人 联络员 联络人 联系人及电话 联系人及联系方式 聯繫人 聯絡人
    """,
    LabelKind.PHONE: """
        撰稿人联系方式 撰稿人联系电话 撰稿人电话 作者电话 联系电话 联系方式 手机号码 手机号 手机
        电话号码 电话 办公电话 固定电话 座机 固话 联系手机 tel 邮箱 电子邮箱 电子邮件 e-mail
        email 電話 聯繫電話 聯絡電話 聯繫方式 手機
    """,
    LabelKind.SIGNER: """
        签发人 签发领导 签发 审签人 审签 审核签发人 审核签发
    """,
    LabelKind.REVIEWER: """
        责任编辑 责编 编审 编辑 初审 复审 终审 一审 二审 三审 审核人员 审核人 审核 审稿人 审稿
        核稿人 核稿 复核 监制 校对 校核 审阅 主编 总编 分管领导 负责人 主要负责人 单位负责人
        审批人 审批 校审
    """,
    LabelKind.EVENT: """
        活动联系人 报名联系人 活动报名联系人 咨询联系人 会务联系人 报名电话 咨询电话 监督电话 投诉电话
        举报电话 服务热线 热线电话 热线
    """,
    LabelKind.OTHER: """
        来源 稿件来源 信息来源 发布时间 发布日期 日期 时间 单位 报送单位 供稿单位 撰稿单位
        作者单位 部门 科室 摄影 图片 图 配图 制图 传真 fax qq qq号 微信 微信号 地址 邮编
        浏览次数 阅读 点击 标题 题目 主题 类别 字数 记者 职务
    """,
}
KIND_OF: Mapping[str, LabelKind] = {
    label: role for role, labels in _LABELS.items() for label in labels.split()
}
_WORDS = "|".join(sorted(map(re.escape, KIND_OF), key=len, reverse=True))
LABEL = re.compile(
    rf"(?<![\u4e00-\u9fffa-z])(?P<word>{_WORDS})(?:\(?(?:姓名|签字|签名|盖章)\)?)?(?:[及和、,](?:联系方式|联系电话|电话))?\s*"
    r"(?:(?P<mark>[:|_/]+)|(?P<none>(?=[\s\u4e00-\u9fff\d])|$))\s*",
    re.IGNORECASE,
)
"""A label: `word`, and `mark` unless nothing but a blank stands between it and its value."""
