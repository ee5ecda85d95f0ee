"""Which words speak for which category, and how much?

Read by `category`, which adds up what it finds. About 8 settles the matter unless
something speaks for another category as well; 1 is a hint. Nothing is subtracted.
Categories are those of the rule (Art. 7); a row whose category the rule does not have
is not heard.
"""

import re
from enum import StrEnum
from typing import NamedTuple

SUDDEN = "突发"
RESEARCH = "调研"
GENERAL = "综合"
USUAL = "动态"
OTHER = "其他"
_GAP = r"[^。;\n]{0,16}?"
"""What … stands for in a word: a few characters of the same sentence."""


class SignPlace(StrEnum):
    """Where a word must stand to be a sign."""

    TITLE = "标题"
    OPENING = "开头"
    TEXT = "正文"
    ENDING = "结尾"


class Sign(NamedTuple):
    """Words that speak for a category where they stand in one place, and words beside
    which they do not.

    Counted once, however many there are. A word may hold a gap of a few characters
    (传达…精神) and stand at the very end (调研$).
    """

    category: str
    place: SignPlace
    weight: int
    words: str
    unless: str = ""


# What prevents, rehearses or mends speaks of an accident that did not happen, or not
# now.
_PREVENTED = (
    "演练 演习 推演 培训 预案 讲座 宣传 座谈 会议 部署 防范 预防 排查 防控 防治 整治 "
    "警示 教育 隐患 修复 重建 改造 检修 大修 巡查 封闭施工 应对 备战 备汛 储备 研判 "
    "剖析 教训 复盘 反思 从…看 下降 减少 队伍 物资 标志 恢复通行 恢复通车 保险 理赔 通车 架设 建成 投用 完工 开工 "
    "验收 零事故 无事故 遏制 做好 强化 提升 保障 预警 救助 治理 处治 竞赛 比武"
)
_REHEARSED = "演练 演习 推演 模拟 设定 背景 科目"
_WHO = (
    "群众 司机 驾驶员 乘客 旅客 车主 企业 经营者 从业者 商户 店主 骑手 老年人 老人 "
    "学员 学生 家长 居民 村民 市民 网民 网友 职工 农民工"
)
_SAYS = "反映 建议 盼 呼吁 希望 投诉 质疑 诉求 担忧 抱怨 不满 吐槽 集体要求 强烈要求"
_VOICES = " ".join(f"{who}…{says}" for who in _WHO.split() for says in _SAYS.split())
# What an office does about it is its work, not the mood of the public (Art. 7(1), (5)).
_HANDLED = (
    "办理 答复 办结 回访 热线 解决 座谈 听取 征集 化解 接访 下访 积案 包案 督办 调处"
)
# What a row has read in a title, the rows below it do not read again: 传达会议精神 is
# no meeting that was held.
SIGNS = (
    # Art. 7(1): going elsewhere to learn is an activity of the unit, whatever there was
    # to learn.
    Sign(
        USUAL,
        SignPlace.TITLE,
        6,
        "赴…学习…经验 到…学习…经验 赴…考察 赴…学习 到…考察 到…学习 学习…经验$ "
        "考察…经验$ 借鉴…经验$ 交流…经验$ 经验交流会 调研指导 调研督导 走访调研 "
        "来…调研 到…调研 来…考察 考察组",
        unless="思考 启示 报告 来自",
    ),
    # A case made known is an act of the office, whatever happened in it.
    Sign(
        USUAL,
        SignPlace.TITLE,
        6,
        "通报…案例 发布…案例 公布…案例 曝光…案例 印发…案例 通报…事故",
    ),
    # Art. 7(2)2: how a meeting or an instruction is carried out.
    Sign(
        GENERAL,
        SignPlace.TITLE,
        8,
        "精神…落实 批示…落实 指示…落实 "
        "传达…精神 贯彻…精神 落实…精神 学习…精神 落实…批示 贯彻…批示 落实…指示 "
        "贯彻…部署 落实…部署 精神…落地 会议精神…落地 学习贯彻 贯彻落实 传达学习 "
        "传达贯彻 学习宣传贯彻 落实…要求 贯彻…要求 贯彻…讲话 传达…会议 宣讲…精神 "
        "宣传贯彻",
    ),
    Sign(
        GENERAL,
        SignPlace.OPENING,
        2,
        "会议召开后 全会召开后 召开后 结束后 下发后 批示后 推进会后 收到批示 传达学习…精神 传达…会议精神",
    ),
    Sign(
        GENERAL,
        SignPlace.OPENING,
        4,
        "贯彻落实意见 贯彻落实措施 贯彻意见 召开后…学习 召开后…贯彻 召开后…对标 "
        "召开后…细化 批示后…落实 批示后…贯彻",
    ),
    # Art. 7(4): what happened suddenly, what came of it, what is done, and how it will
    # go on.
    Sign(
        SUDDEN,
        SignPlace.TITLE,
        6,
        "塌方 塌陷 坍塌 垮塌 滑坡 泥石流 落石 崩塌 水毁 冲毁 冲垮 侧翻 翻车 倾覆 追尾 "
        "相撞 撞击 撞断 被撞 起火 着火 火灾 火情 自燃 爆炸 泄漏 坠落 坠河 坠亡 事故 "
        "险情 灾情 搁浅 落水 决口 溃 突发 突降 失去动力 聚集停运 罢运 堵路 被困 失联 "
        "伤亡 轻伤 受伤 死亡 冒顶 涌水 管涌 山洪 内涝 积水断行 沉没 沉船 碰撞 撞车 溺亡 "
        "中毒 触电 猝死 失火 冒烟 爆胎 坠崖 坠车 坠桥 翻坠 冲出路面 遇险 可疑包裹 "
        "紧急疏散 紧急撤离 紧急转移 瘫痪 系统故障 阻工 群体性事件 持刀",
        unless=_PREVENTED,
    ),
    Sign(
        SUDDEN,
        SignPlace.TITLE,
        3,
        "中断 断交 断行 阻断 受阻 封闭 封路 封桥 交通管制 淹没 被淹 停航 停运 滞留 积水 "
        "紧急报告 情况续报 快报",
        unless=_PREVENTED,
    ),
    Sign(
        SUDDEN,
        SignPlace.OPENING,
        2,
        "发生…塌方 发生…滑坡 发生…泥石流 发生…事故 发生…险情 塌陷 坍塌 垮塌 落石 "
        "冲毁 侧翻 倾覆 追尾 相撞 撞击 起火 着火 自燃 爆炸 泄漏 坠落 决口 搁浅 落水 "
        "聚集停运 突降暴雪 强沙尘 漫过 起浓烟 冒烟 失火 山洪 冒顶 涌水 触电 中毒 可疑 "
        "能见度不足 滑入 被淹",
        unless=_REHEARSED,
    ),
    Sign(
        SUDDEN,
        SignPlace.OPENING,
        2,
        "无人员伤亡 人员伤亡 无人员受伤 无人受伤 受伤 轻伤 重伤 死亡 失联 失踪 被困 "
        "获救 滞留车辆 车辆滞留 台滞留 辆滞留",
        unless=_REHEARSED,
    ),
    Sign(
        SUDDEN,
        SignPlace.OPENING,
        2,
        "中断 断交 断行 断道 受阻 临时封闭 实施封闭 封闭现场 封闭道路 双向管制 绕行",
        unless=_REHEARSED,
    ),
    Sign(
        SUDDEN,
        SignPlace.OPENING,
        2,
        "接报 接警 紧急疏散 疏散 赶赴现场 赶到现场 到达现场 警戒",
        unless=_REHEARSED,
    ),
    Sign(SUDDEN, SignPlace.OPENING, 1, "启动…预案 启动…响应", unless=_REHEARSED),
    Sign(
        SUDDEN,
        SignPlace.TEXT,
        3,
        "预计…恢复 预计…通行 预计…抢通 预计…放行 预计…开放 预计…便道 正在调查 "
        "正在查明 原因正在 正在抢修 正在清障 正在核实 正在搜救 正沿河搜救 续报 另行报告 "
        "待…后",
    ),
    Sign(
        SUDDEN, SignPlace.ENDING, 3, "后续…续报 情况…续报 进展…续报 事态…续报 后续…报告"
    ),
    # Art. 7(3): what was looked into, what is at the bottom of it, what is proposed.
    Sign(
        RESEARCH,
        SignPlace.TITLE,
        8,
        "调研报告 调查报告 研究报告 课题报告 调研与 调研分析 调研思考 调查与思考 "
        "问题研究 情况调查 的调查 的调研 调研$ 调研情况 原因分析 现状及 现状与 问题及 "
        "对策 症结 成因 困局 难点 困境 出路 难在哪 何去何从 "
        "如何破解 初探 难题及 与建议 及建议 值得关注 的思考 问题分析 瓶颈分析 "
        "瓶颈及 现状分析 调查情况 摸底调查 亟待 亟需 不容忽视",
    ),
    # A question is as often the heading of news that answers it: what the text does
    # decides.
    Sign(RESEARCH, SignPlace.TITLE, 2, "怎么解 怎么办 怎么破 为何 为什么"),
    Sign(RESEARCH, SignPlace.TITLE, 8, "来自…思考 来自…走访 走访与思考"),
    Sign(
        RESEARCH,
        SignPlace.TEXT,
        3,
        "调研发现 调查发现 调研显示 调查显示 调研了解 调研中发现 调研中 调查中 问卷 "
        "蹲点 课题组 调研组 调查组 专题调研 开展调研 从调查情况看 个别访谈",
    ),
    Sign(
        RESEARCH,
        SignPlace.TEXT,
        2,
        "究其原因 究其根源 分析原因 原因主要 成因 症结 根源 主因 卡在 矛盾在于 难在 "
        "主要问题 问题主要 突出问题 存在…问题 存在…不足 存在…差距",
    ),
    Sign(RESEARCH, SignPlace.TEXT, 2, "建议 对策 出路在于"),
    Sign(
        RESEARCH,
        SignPlace.TEXT,
        2,
        "建议: 建议一 建议尽快 建议完善 建议推 为此建议 为此,建议 等建议 对策: 对策建议 提出…建议 出路在于",
    ),
    # Art. 7(2)1: a way of working that others may learn from, and what came of it.
    Sign(
        GENERAL,
        SignPlace.TITLE,
        8,
        "典型经验 经验做法 做法与成效 做法和成效 主要做法 工作做法 做法$ 经验$ "
        "经验与启示 的实践 实践与 实践和 探索与 探索和 与实践 综述 工作总结 纪实 "
        "亮点工作 的探索$ 做法及 经验介绍 经验材料 典型案例 启示",
    ),
    Sign(
        GENERAL,
        SignPlace.TITLE,
        3,
        "工作法 新路 破解 撬动 赋能 激活 激发 走出 跑出 抓实 用好 纵深 盘活 唤醒 密码",
    ),
    Sign(GENERAL, SignPlace.TITLE, 2, "模式 机制 联动 让 创新"),
    Sign(
        GENERAL,
        SignPlace.TEXT,
        3,
        "在全国推广 在全区推广 在全市推广 全区推广 全市推广 推介 转发 借鉴 可复制 "
        "可推广 评为…典型 全国交流 全区交流 全市交流 作了交流 简报刊发 做法获 获…肯定",
    ),
    Sign(
        GENERAL,
        SignPlace.TEXT,
        2,
        "工作法 做法 经验 样本 样板 新路 路子 路径 闭环 抓手 模式 机制",
    ),
    Sign(
        GENERAL,
        SignPlace.TEXT,
        2,
        "形成…做法 形成…机制 形成…经验 探索…模式 探索…机制 探索…路 探索…工作法 "
        "探索…治理 构建…体系 推行…工作法",
    ),
    Sign(
        GENERAL,
        SignPlace.TEXT,
        3,
        "几点体会 两点体会 三点体会 点启示 实践看 实践中 实践证明 实践表明 探索出 探索…办法 "
        "得出…经验 体会是 主要做法 具体做法",
    ),
    Sign(
        GENERAL,
        SignPlace.TEXT,
        1,
        "近年来 几年来 两年来 三年来 五年来 近三年 近两年 去年以来 实施一年 实行一年 "
        "运行一年 经过一年 实施以来 一年来",
    ),
    # Art. 7(5): the mood of the trade and of the public, and what is none of the
    # others.
    Sign(
        OTHER,
        SignPlace.TITLE,
        8,
        "大事记 值班情况 统计表 情况统计 社情民意 舆情 网传 谣言 稳定情况 稳定风险 情绪 "
        "苗头 诉求 呼声 反映强烈 反映集中 反映突出 引发关注 集中投诉 引发不满 引发热议 "
        "谣传 集体要求 集体反映 强烈要求 讨薪 欠薪 上访 引起重视 的反映 信访",
        unless=_HANDLED,
    ),
    Sign(
        OTHER,
        SignPlace.TITLE,
        8,
        _VOICES,
        unless=_HANDLED,
    ),
    Sign(
        OTHER,
        SignPlace.TEXT,
        2,
        "反映 诉求 呼声 网民 网友 发帖 传言 流传 辟谣 质疑 希望有关 抱怨 吐槽 议论 口角 讨要 来电询问 网上",
    ),
    Sign(OTHER, SignPlace.TEXT, 2, "情绪 苗头 舆情 群体性 上访 讨薪 抗议 聚集 热度"),
    # Art. 7(1): a meeting, a visit, a drill, a work begun or done.
    Sign(
        USUAL,
        SignPlace.TITLE,
        3,
        "演练 演习 推演 比武 竞赛 大赛 培训 讲座 座谈 会议 例会 推进会 交流会 宣贯会 "
        "召开 举行 举办 启动 开展 组织 检查 慰问 走访 投入 开通 开行 上线 签约 开赛 "
        "落幕 完成 完工 开工 复工 竣工 投用 新增 全覆盖 主题党日 建立 建成",
    ),
    Sign(USUAL, SignPlace.OPENING, 4, "一行 带队 陪同 莅临 考察组 走访调研"),
)


class ReadSign(NamedTuple):
    """A sign, what finds its words, and what finds those beside which it does not
    count.
    """

    sign: Sign
    words: re.Pattern[str]
    unless: re.Pattern[str]


def _pattern(words: str) -> re.Pattern[str]:
    """Any of the words, the longest first, so that a reason shows the whole of what was
    read.
    """
    written = []
    for word in sorted(words.split(), key=len, reverse=True):
        written.append(re.escape(word).replace("…", _GAP).replace(r"\$", "$"))
    return re.compile("|".join(written) or r"(?!)")


READ_SIGNS = tuple(
    ReadSign(sign, _pattern(sign.words), _pattern(sign.unless)) for sign in SIGNS
)
