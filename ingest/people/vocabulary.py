"""Which words stand beside the names of those who wrote a text?

Roles, posts, the ends of units' names, courtesies and what else is neither a name nor a
number. How a line is taken apart with their help is left to `words`.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class BylineRole(StrEnum):
    """What somebody did for a text; the value is what the office is told (Chinese)."""

    AUTHOR = "撰稿"
    PHOTO = "摄影"
    EDITOR = "编审"
    SIGNER = "签发"
    OTHER = "其他"


_ROLE_WORDS: Mapping[BylineRole, str] = {
    BylineRole.AUTHOR: """
        记者 通讯员 实习生 撰稿人 撰稿 撰写 供稿人 供稿 作者 撰文 文字 文 采写 采访 报道 报导 采访报道
        摄影报道 图文 文图 文字摄影 图文报道 执笔 编写 整理 综合报道 信息员 讯 文摄 供图文 通讯 投稿
        来稿 拟稿 起草 报送人 实习生 文稿 文案 初稿 统稿
    """,
    BylineRole.PHOTO: """
        摄影 摄 图 图片 供图 配图 摄像 航拍 图片提供 摄制 制图 拍摄 视频 剪辑 后期
    """,
    BylineRole.EDITOR: """
        责任编辑 责编 编辑 编审 校对 审核 审核人 初审 复审 终审 一审 二审 三审 核稿 监制 主编 审稿 校审
        审阅 复核 值班编辑 审定 指导 策划 总策划 统筹 出品 编导 设计 排版 制作
    """,
    BylineRole.SIGNER: "签发 签发人 审签",
}
ROLES: Mapping[str, BylineRole] = {
    word: role for role, words in _ROLE_WORDS.items() for word in words.split()
}

_POST_WORDS = """
    主任 科长 处长 股长 队长 站长 所长 局长 厅长 书记 干事 科员 主任科员 调研员 部长 院长 校长 经理
    秘书 文书 办事员 职员 职工 工作人员 工程师 助理 班长 组长 段长 政委 支队长 大队长 中队长 辅警
    民警 会计 出纳 内勤 负责人 主管 专员 专干 宣传干事 组织委员 宣传委员 委员 教师 老师 主席
    科室负责人 技术员 养护工 文员 信息专干 党支部书记 主任助理 局长助理 巡视员 部门负责人 总工
    总工程师 执法员 总监 董事长 站务员 指导员 教导员 支书 理事长 秘书长 干部 工人 副职
    值班员 值班长 调度员 监控员 收费员 巡查员 宣传员 安全员 统计员
"""
_RANK = r"(?:第一|[一二三四]级|高级|常务|代|总|副|正){0,2}"
_POST = f"{_RANK}(?:{'|'.join(sorted(_POST_WORDS.split(), key=len, reverse=True))})"
POST_AT_END = re.compile(f"{_POST}$")
POST_AT_START = re.compile(_POST)
LEADER_AT_END = re.compile(r"(?:局长|厅长|书记|主席|董事长|政委|主要领导|处长)$")
"""Posts of those who sign a text off, not of those who write it."""

_REMARK_WORDS = """
    同志 先生 女士 签字 签名 签章 盖章 公章 姓名 署名 已审 已审核 已签发 已修改 修改 已阅 属实 同意
    以此为准 男 女 回族 汉族 满族 性别 民族 年龄 学历 实习 共同 联合 合作 本人 代 代笔 代报 代发 转
    提供 第一作者 第二作者 手机 手机号 手机号码 电话 电话号码 办公电话 办公室电话 联系电话 联系方式
    联系手机 联系 座机 固话 固定电话 移动电话 值班 应急 个人 私人 固定 移动 备用 内线 外线 分机
    热线 短号 小号 集团号 虚拟网 号码 邮箱 电子邮箱 电子邮件 传真 电話 手機 聯繫電話 聯絡電話 办公
    办 宅 微信 微信同号 同号 同微信 手机同号 微信同步 单位 部门 科室 职务 地址 网址 邮编 编号 工号
    警号 来源 联系人 发布时间 发布日期 浏览量 点击数 日期 时间 年 月 日 第 期 人 一 二 三 及 和 与
    以及 暨 无 略 同上 见附件 暂无 如上 完 全文完 请查收 谢谢 请审阅 请审核 请审定 请阅示 供参考
    特此报送 发件人 收件人 寄件人 经手 转交 不是 并非 非 均 均为 都是 同前报 同前 同上次 不变 未变 照旧 区号
    补充 补报 是 为 收到 抱歉 您好 你好 谢谢 已改 号码是 电话是
    通联 请打 请拨 改打 改拨 拨打 请联系 可打 可拨
    您的老朋友 老朋友 您的朋友 您的学生 您的同事 敬上 谨上 敬呈 敬启 拜上
    兼 必填 选填 排名不分先后 以姓氏笔画为序
"""
REMARKS = frozenset(_REMARK_WORDS.split())
"""What is said beside a name and names nobody."""
LATIN_REMARKS = frozenset(
    {"tel", "mobile", "phone", "email", "mail", "mob", "e", "fax", "qq", "by"}
)
REMARK_AT_END = re.compile(
    r"(?:(?:[两二三四五几]位)?(?:同志|先生|女士|老师)|[两二三四五]人|共同|联合|摄|等|敬上|谨上|敬呈|敬启|拜上)$"
)

_INNER_WORDS = """
    记者 通讯员 实习生 撰稿人 撰稿 撰写 供稿人 供稿 作者 撰文 采写 报道 报导 采访报道 摄影报道
    图文报道 综合报道 执笔 政务信息员 信息报送员 信息员 拟稿 起草 摄影 供图 摄像 责任编辑 责编 编辑
    校对 审核 审核人 签发 签发人 手机 手机号 手机号码 电话
    电话号码 办公电话 办公室电话 联系电话 联系方式 联系手机 联系人
    座机 固话 固定电话 移动电话 邮箱 电子邮箱 電話 聯繫電話 签字 签名 盖章 微信同号
"""
INNER = re.compile("|".join(sorted(_INNER_WORDS.split(), key=len, reverse=True)))
"""A word that stands within others (李明联系电话) and is never part of a name."""

MEDIUM = re.compile(
    r"(?:本报|本网|本站|本刊|本台|时报|日报|晚报|全媒体|融媒体?|特约|特邀|实习|见习|首席|通讯社|新闻网"
    r"|网|讯)+"
)
"""What stands before 记者 and is no name."""

UNIT_AT_END = re.compile(
    r"(?:[局处室股队站所办厅委部组社台]|中心|公司|单位|工会|团委|学校|学院|集团|管委会|政府|协会|党组|园区|编辑部"
    r"|[一二三四五六七八九十甲乙丙丁\d]班|[局处科室股队站所办厅委部中心]内|[本我][局处科室股队站所办厅委部])$"
)
PERHAPS_UNIT_AT_END = re.compile(r"[科段路镇乡村区县市省院校旗州会]$")
"""What a unit may end with, and a name as well (李登科)."""
OFFICE_STEM = re.compile(
    r"安监|安全|安质|路政|路网|计财|计划|党政|政工|宣传|海事|项目|机关|车辆|车管|应急|公路|公交|农路|水运|查验"
    r"|信息|农村|党建|质监|运管|养护|综合"
)
"""What the name of an office may begin with though it reads like a family name."""
