"""What can a person's name be?

Where a label asks for a name, every short word may be one (`may_be_name`): no list of
family names is long enough. Where nothing asks for one, a name is known by its family
name and length, and words that merely begin like one are listed (`is_name`). Whose name
it is, author's or reviewer's, is left to `byline`.
"""

import re

from ingest.names.folding import fold_text
from ledger.width import nfkc

# The family names of the country's common ones, and those of the Hui of the north-west.
_FAMILIES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴"
    "莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童"
    "凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦"
    "麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明"
    "佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠"
    "豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫"
    "杭况那宿鲜印逯隆火咸锁洒茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭"
    "由妥撒拜喇闪者保虎纳铁剡折雒撖买摆水底黑把俄陕勉脱鄂"
    "洪赖贝习经昌酆钮滑荀羿汲邴糜隗宓郗仰韶蓟怀籍莘逄堵宰郦郤璩濮郏庾暨殳沃夔厍訾乜巢蒯竺桓仉缑郈佴谯笪言红双苌毋"
)
_COMPOUND_FAMILIES = """
    欧阳 上官 司马 诸葛 皇甫 尉迟 东方 司徒 令狐 慕容 长孙 夏侯 赫连 端木 申屠 闻人 宗政 濮阳 公孙 轩辕
    宇文 拓跋 独孤 南宫 呼延 百里 东郭 西门 钟离 鲜于 澹台 淳于 太史 单于 万俟 司空 完颜 纳兰 耶律 左丘
    公冶 闾丘 斛律 公羊 谷梁 漆雕 壤驷 梁丘 羊舌 仲孙
"""
_COMPOUND = tuple(_COMPOUND_FAMILIES.split())
# Words of these texts that begin with a family name.
_NO_NAMES = frozenset(
    """
    高速 高效 高度 高质量 安全 安排 方面 方案 方便 任务 严格 严肃 平安 平稳 平台 施工 路况 路政
    路网 路段 路面 成效 成果 成立 党建 党委 党组 党员 党支部 农村 农路 水路 水运 水利 金额 文件
    文字 文图 文明 文化 时间 时政 计划 应急 阳光 包括 包保 强化 强调 关于 关键 关注 项目 常态 常规
    温馨 车辆 车站 车流 石油 连续 国道 国家 国省道 和谐 管理 管护 管控 幸福 章程 明确 明显 广泛
    商务 台账 元旦 解决 宣传 宣讲 白天 宁夏 宁东 海原 平罗 贺兰 金凤 石嘴山 信息 信息员 公路 公安
    公司 公交 公示 全面 全区 全市 全县 全省 全力 全国 单位 单条 通知 相关 相继 查收 查看 谢谢 明白
    保障 保畅 保通 保护 支队 支部 支持 华北 易地 原因 水平 水毁 印发 利用 干部 干线 利通 钟点 房屋
    综合 时效 应对 万元 万人 万吨 车次 车牌 费用 计费 计分 来源 来稿 来电 来件 常委 安监 安质 法规
    路产 通讯员 记者 编辑 终审 审核 校对 门户 国庆 毕业 满意 强降雪 强降雨 强风 冷空气 温度 雷电
    石料 沙坡头 农业 党史 马路 田间 许可 向导 单元 段落 银川 隆德 西吉 固原 吴忠 吴忠市 宁夏区 居民
    居住 公益 公开 公布 公众 公告 国企 海事 海事处 文旅 金融 利民 惠民 惠农 明确了 供稿 撰稿 图片
    图文 修改 修订 修复 修补 续报 完稿 初稿 终稿 定稿 全文 节选 摘要 转发 原文 附件 附图 正文 毛勒
    房建 边坡 满载 黑臭 脱贫 富民 展开 展示 居家 师傅 师生 母亲 官方 班子 班车 班线 游客 景区 景点
    封路 封闭 普法 普通 普及 荣誉 容量 位置 练习 初步 支出 支付 丰富 云计算 索引 敬请 巴士 权力
    权限 盖章 区域 区内 区外 花坛 强力 鲜明 智慧 智能 信用 信访 展板 富裕 植树 植被 衡量 由于 闭环
    黄河 黄金周 温暖 康养 江河 林业 林带 梁板 桥梁 雷雨 龙头 夏季 秋冬 冬季 暑运 春运 关心 关爱
    关怀 解读 乐享 时尚 沙漠 沙尘 沙尘暴 沙石 钱款 季度 全年 段长 路长 路长制 田路 任命 任职 任期
    敬礼 顺祝 安好 祝好 时安 红色 红旗 洪水 洪涝 洪峰 洪灾 经济 经营 经验 经过 经费 经办 经理 经常 双方
    双向 双重 经开区 双创 双随机 言行 怀远 昌吉 习惯 金秋 公路人 马上 高清 清样 全稿 成品 公文 封面 目录
    时讯 万里 党报 和美
    公里 通联 处内 局内
    连日 连日来 火灾 火情 火车 火警 火险 锁定 洒水 洒水车 史料 常见 严禁 严查 严防 安装 何时 何人 何地
    """.split()  # noqa: SIM905 — a word list is read as words
)
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The characters of names, for a class of a pattern: of all planes (䶮, 𬭎)."""
_ALL_HAN = re.compile(rf"[{HAN}]+")
_DOTTED = re.compile(rf"[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}")
_ANONYMOUS = re.compile(rf"[{HAN}](?:某{{1,2}}|[Xx×*]{{1,2}})")
_NOT_AT_END = re.compile(
    r"(?:局|处|科|室|股|队|站|所|办|厅|委|部|组|省|市|县|区|镇|乡|路|段|段长|公司|中心|单位|主任|局长|处长|书记)$"
)

EMAIL = re.compile(
    r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
)


_MARKS = "‐‑–—―−－丨・•"
_PLAIN_MARKS = str.maketrans(_MARKS, "-------|··")
_OTHER_MARKS = re.compile(f"[{_MARKS}]")


def half_width(text: str) -> str:
    """`text` in NFKC, its dashes and marks of division as plain ones."""
    if text.isascii():
        return text
    plain = nfkc(text)
    # Most lines have no such mark, and to look for one costs less than to translate.
    return plain.translate(_PLAIN_MARKS) if _OTHER_MARKS.search(plain) else plain


def is_name(word: str) -> bool:
    """Whether `word` reads like a name: a known family name, two to four characters, no
    known word.
    """
    if _DOTTED.fullmatch(word) or (_ANONYMOUS.fullmatch(word) and word[0] in _FAMILIES):
        return True
    if not _ALL_HAN.fullmatch(word) or is_common(word) or _NOT_AT_END.search(word):
        return False
    if word.startswith(_COMPOUND):
        return len(word) in (3, 4)
    return len(word) in (2, 3) and begins_with_family(word) and not is_common(word[:2])


def may_be_name(word: str) -> bool:
    """Whether `word`, where a name is asked for, may be one: two to four characters, or
    parted by dots.
    """
    if _DOTTED.fullmatch(word) or _ANONYMOUS.fullmatch(word):
        return True
    return _ALL_HAN.fullmatch(word) is not None and len(word) in (2, 3, 4)


def is_common(word: str) -> bool:
    """Whether `word` is one that such texts are full of, though it begins like a
    name.
    """
    return word in _NO_NAMES


def begins_with_family(word: str) -> bool:
    """Whether `word` begins with a family name, in simplified or traditional writing
    (馬國華).
    """
    return (
        word[:1] in _FAMILIES
        or fold_text(word[:1]) in _FAMILIES
        or word.startswith(_COMPOUND)
    )


def is_compound_family(word: str) -> bool:
    """Whether `word` is a family name of two characters and nothing else."""
    return word in _COMPOUND


def has_compound_family(word: str) -> bool:
    """Whether `word` begins with a family name of two characters."""
    return word.startswith(_COMPOUND)
