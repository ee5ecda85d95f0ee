"""Is this word a person's name, and which telephone numbers does a line hold?

Names are known by their family name and length; words that merely begin like one are listed. Whose name it
is, author's or reviewer's, is left to `byline`.
"""

import re
import unicodedata
from typing import NamedTuple

from ingest.names.folding import fold

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
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "东方", "司徒", "令狐", "慕容", "长孙", "夏侯")
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
    连日 连日来 火灾 火情 火车 火警 火险 锁定 洒水 洒水车 史料 常见 严禁 严查 严防 安装 何时 何人 何地
    """.split()  # noqa: SIM905 — a word list is read as words
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}")
_ANONYMOUS = re.compile(r"[\u4e00-\u9fff](?:某{1,2}|[Xx×*]{1,2})")
_NOT_AT_END = re.compile(
    r"(?:局|处|科|室|股|队|站|所|办|厅|委|部|组|省|市|县|区|镇|乡|路|段|段长|公司|中心|单位|主任|局长|处长|书记)$"
)

_MOBILE = r"(?:(?:\+|00)?86[- ]?)?(?P<mobile>1[3-9]\d[- ]?\d{4}[- ]?\d{4})"
_AREA = r"\(?(?P<area>0\d{2,3})\)?\s*-{0,2}\s*(?P<line>\d{7,8})"
_TAIL = r"(?:\s*(?:转|-|ext\.?)\s*(?P<extension>\d{1,6}))?"
_FULL = re.compile(rf"(?<!\d)(?:{_MOBILE}|{_AREA}{_TAIL})(?!\d)")
_LOCAL = re.compile(rf"(?<![\d.\-/])(?P<local>[2-8]\d{{6,7}}){_TAIL}(?![\d.%]|-\d)")
_ASIDE = re.compile(r"\([^()\d]{1,12}\)")
"""What a name is followed by in brackets: a unit, a post."""
_SISTER = re.compile(r"\s?/\s?(\d{1,4})(?!\d)")
_LIKE_A_DATE = re.compile(r"20[0-4]\d[01]\d[0-3]\d")
_SPLIT = re.compile(r"[、,，;；/|\s()+]+|以及|及|和|与")
_LETTER_O = re.compile(r"(?<=[\d-])[oO]{1,4}(?=[\d-])|(?<![a-zA-Z])[oO](?=\d{3})")
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")


class Phone(NamedTuple):
    """A telephone number in its usual writing, and where in the line it stood (half-open)."""

    number: str
    span: tuple[int, int]


def half_width(text: str) -> str:
    """`text` in NFKC, its dashes and marks of division as plain ones."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[‐‑–—―−－]", "-", folded).replace("丨", "|").replace("・", "·").replace("•", "·")


def is_name(word: str) -> bool:
    """Whether `word` reads like a name: a known family name, two to four characters, no known word."""
    if _DOTTED.fullmatch(word) or (_ANONYMOUS.fullmatch(word) and word[0] in _FAMILIES):
        return True
    if not _HAN.fullmatch(word) or word in _NO_NAMES or _NOT_AT_END.search(word):
        return False
    if word.startswith(_COMPOUND):
        return len(word) in (3, 4)
    return len(word) in (2, 3) and _is_family(word[0]) and word[:2] not in _NO_NAMES


def _is_family(sign: str) -> bool:
    return sign in _FAMILIES or fold(sign).text in _FAMILIES  # 馬國華 is a 马


def is_given_name(word: str) -> bool:
    """Whether `word`, standing where a name is asked for, may be one though its family name is rare."""
    if is_name(word):
        return True
    is_short = _HAN.fullmatch(word) is not None and len(word) in (2, 3, 4)
    return is_short and word not in _NO_NAMES and not _NOT_AT_END.search(word)


def words_of(text: str) -> list[str]:
    """The words between blanks, commas, strokes and 和 in `text`."""
    return [word for word in _SPLIT.split(text) if word]


def names_in(value: str, *, strict: bool) -> tuple[str, ...]:
    """The names at the head of a label's value; a unit before them (银川市局 李四) is passed over.

    Unless `strict`, a word that stands alone may be a rare name, or beside a number a common word.
    """
    apart = re.sub(r"[\d-]{5,}", " ", _ASIDE.sub("、", value))
    bare = [re.sub(r"[\d.@:。-]+.*$|同志$|先生$|女士$", "", word).strip() for word in words_of(apart)]
    words = [word for word in bare if word]
    names: list[str] = []
    for place, word in enumerate(words):
        named = is_name(word)
        if not named and not strict and len(words) == 1:
            is_like_one = _HAN.fullmatch(word) and len(word) in (2, 3) and _is_family(word[0])
            named = is_given_name(word) or bool(apart != value and is_like_one)
        if named:
            names.append(word)
        elif names or place > 1:
            break
    return tuple(dict.fromkeys(names))


def phones_in(line: str, *, local: bool = False) -> tuple[Phone, ...]:
    """The telephone numbers in `line` (of `half_width`), in order; with `local`, those of 7 digits too.

    `local` is for places where a number is asked for: elsewhere seven digits are anything.
    """
    line = _LETTER_O.sub(lambda found: "0" * len(found.group()), line)
    found: list[Phone] = []
    for match in _FULL.finditer(line):
        found += _phones_of(match, line)
    if local:
        taken = [phone.span for phone in found]
        for match in _LOCAL.finditer(line):
            overlaps = any(start < match.end() and match.start() < end for start, end in taken)
            if not overlaps and not _LIKE_A_DATE.fullmatch(match["local"]):
                found += _phones_of(match, line)
    return tuple(sorted(found, key=lambda phone: phone.span))


def _phones_of(found: re.Match[str], line: str) -> list[Phone]:
    """A number as it is usually written, and the one that 6000642/43 names by its last digits."""
    groups = found.groupdict()
    if groups.get("mobile"):
        return [Phone(re.sub(r"\D", "", groups["mobile"]), found.span())]
    number = f"{groups['area']}-{groups['line']}" if groups.get("area") else groups["local"]
    if groups.get("extension"):
        number = f"{number}转{groups['extension']}"
    phones = [Phone(number, found.span())]
    if sister := _SISTER.match(line, found.end()):
        phones.append(Phone(number[: -len(sister[1])] + sister[1], (found.end(), sister.end())))
    return phones


def emails_in(line: str) -> tuple[str, ...]:
    """The mail addresses in `line`, in order."""
    return tuple(_EMAIL.findall(line))
