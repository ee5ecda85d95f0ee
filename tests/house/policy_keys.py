"""Which keys has a policy file, table by table, and what does an editor say about each?

To add a key: one `Key` in its table below, with an example that fits the other
examples; then run `python -m tests.house.schema`. `test_schema` holds this description
to what the parser understands, both ways: the examples make one whole policy file,
which the parser must read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ledger.measures import Basis, JointRole
from ledger.periods import Span
from ledger.rulebook import (
    LandsBy,
    Per,
    RequiredTrust,
    SelectPer,
    ShareOf,
    Voids,
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table; `says` is what an editor shows, `example` a value (of a
    closed list the first).
    """

    name: str
    says: str
    kind: "Kind"
    example: object = None
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table with keys of its own."""

    keys: tuple[Key, ...]
    either: tuple[tuple[str, ...], ...] = ()
    """Where one of several sets of keys must be there."""


@dataclass(frozen=True, slots=True)
class Names:
    """A table whose keys are names that the office chooses, each with a value of one
    kind.
    """

    of: "Mapping[str, Any] | Table | Names"
    examples: Mapping[str, object] = field(default_factory=dict)
    """Name → its value; None where `of` says it by its own examples."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of tables."""

    of: Table


Kind = Mapping[str, Any] | Table | Names | Rows

# --- kinds of values, as scoring.language.datum reads them ----------------------------

TEXT = {"type": "string", "pattern": r"\S"}
TEXTS = {"type": "array", "items": TEXT, "uniqueItems": True}
POINTS = {
    "type": ["number", "string"],
    "pattern": r"^\s*[-+]?[0-9]+(\.[0-9]+|/[0-9]+)?\s*$",
}
COUNT = {"type": "integer", "minimum": 1}
FLAG = {"type": "boolean"}
DAY = {"type": "string", "format": "date"}


def words(kind: type[StrEnum], *but: StrEnum) -> Mapping[str, Any]:
    """One of a closed list of words."""
    return {"enum": [str(each) for each in kind if each not in but]}


LENGTH = words(Span, Span.NAMED)
LENGTH_OR_CALENDAR = {"anyOf": [LENGTH, TEXT]}
ARTICLE = Key("article", "依据的条款,如 11(2)6,即第十一条(二)第6项", TEXT, "1")
OWN_ARTICLE = Key("article", "依据的条款;不写则同上一层", TEXT, "1", needed=False)


def optional(
    name: str,
    says: str,
    kind: "Mapping[str, Any] | Table | Names | Rows",
    example: object = None,
) -> Key:
    """A key that may be left out."""
    return Key(name, says, kind, example, needed=False)


# --- articles 7, 8, 10, 16: what is asked of a letter ---------------------------------

CATEGORY = Table((ARTICLE, Key("name", "报送件类别的名称", TEXT, "动态")))
CATEGORY_LENGTH = Table(
    (
        ARTICLE,
        Key("category", "哪一类", TEXT, "动态"),
        Key("longest", "最多多少字;超出只提醒", COUNT, 500),
    )
)
SEAL = Table((ARTICLE, Key("marks", "密级标志,见到即封存", TEXTS, ["机密"])))
CONTACT = Table(
    (
        ARTICLE,
        Key(
            "required",
            "来件必须注明的:author 撰稿人,phone 联系方式",
            {
                "type": "array",
                "items": {"enum": ["author", "phone"]},
                "uniqueItems": True,
            },
            ["author", "phone"],
        ),
    )
)
TRUST = Table(
    (
        ARTICLE,
        Key(
            "counts",
            "发件人认定到何种程度方可自动计分:any 不问;not-failed 冒用的待核;verified 未认定为真的都待核",
            words(RequiredTrust),
        ),
    )
)
GROUPS = Table(
    (ARTICLE, Key("names", "考核组的名称;成员见单位名册", TEXTS, ["第一组"]))
)
FORCE = Table(
    (
        ARTICLE,
        Key("from", "施行日期,不加引号,如 2021-03-19", DAY, date(2021, 3, 19)),
        optional(
            "first_period",
            "最早按本办法计分的季度,如 2021Q1",
            {"type": "string", "pattern": "^[0-9]{4}Q[1-4]$"},
            "2021Q1",
        ),
    )
)

# --- conditions -----------------------------------------------------------------------

BOUNDS = Table(
    (
        optional("least", "从几起", POINTS, 1),
        optional("below", "到几为止,不含", POINTS, 1000),
    ),
    either=(("least",), ("below",)),
)
_WHEN_ITEM = (
    optional("category", "哪些类别", TEXTS, ["动态"]),
    optional("characters", "字数", BOUNDS),
    optional("commissioned", "是否约稿", FLAG, example=False),
    optional("joint", "是否联合报送", FLAG, example=True),
    optional("role", "联合报送中:lead 主报或首报,other 其他单位", words(JointRole)),
)
WHEN_ITEM = Table(_WHEN_ITEM)
WHEN = Table(
    (
        *_WHEN_ITEM,
        optional("level", "哪些层级的刊物或领导", TEXTS, ["上级"]),
        optional(
            "publication", "哪些刊物;对批示,指采用该条的刊物", TEXTS, ["《简报》"]
        ),
        optional("form", "哪些采用形式;对批示,指该条的采用形式", TEXTS, ["单条"]),
        optional("leader", "哪些领导", TEXTS, ["甲"]),
        optional("nth", "该条在同一项得分中的第几次", BOUNDS),
        optional("adopted", "该条是否有采用", FLAG, example=True),
        optional("instructed", "该条是否有批示", FLAG, example=True),
    )
)

# --- article 11(1): duties ------------------------------------------------------------

NAMED_PERIOD = Table(
    (
        Key("name", "期间的名称", TEXT, "3月上半月"),
        Key("first", "第一天,不加引号", DAY, date(2021, 3, 1)),
        Key("last", "最后一天,不加引号", DAY, date(2021, 3, 15)),
    )
)
CALENDAR = Table(
    (ARTICLE, Key("periods", "一期一行,按先后,不重叠", Rows(NAMED_PERIOD)))
)

_OUTCOME = (
    OWN_ARTICLE,
    Key("points", '分值:5、-5、0.5 或 "1/3"', POINTS, 5),
    optional(
        "per", "计几次:period 每期一次,item 每条一次,missing 每缺一条一次", words(Per)
    ),
    optional("named", "列入通报的哪个名单", TEXT, "零报送"),
)
OUTCOME = Table(_OUTCOME)
ON_ZERO = Table(
    (
        *_OUTCOME,
        Key(
            "counts",
            "收录哪些类别就不算零报送;any 为任何一类",
            {"anyOf": [{"const": "any"}, TEXTS]},
            ["动态"],
        ),
    )
)
OWED = Table(
    (
        Key("count", "应报条数", COUNT, 2),
        Key("per", "每多久,或 [calendar] 里的一套日期", LENGTH_OR_CALENDAR, "半月"),
        optional("units", "任务数另定的单位 → 应报条数", Names(COUNT, {"某局": 3})),
        optional("times", "count 乘以哪个 [measure],如人数", TEXT, "人数"),
    )
)
QUOTA = Table(
    (
        ARTICLE,
        Key("title", "任务的名称", TEXT, "月度报送"),
        Key("owed", "各组应报数;不写的组没有此项任务", Names(OWED, {"第一组": None})),
        Key("categories", "哪些类别抵此项任务", TEXTS, ["动态"]),
        Key(
            "basis",
            "按什么计数:accepted 收录,good 收录且合格,adopted 采用(按 count_as),points 得分",
            words(Basis),
        ),
        Key("commissioned", "约稿是否也抵此项任务", FLAG, example=False),
        optional("on_met", "完成的", OUTCOME),
        optional("on_zero", "一条未报的", ON_ZERO),
        optional("on_short", "未报足的", OUTCOME),
        optional("when", "还须符合的条件", WHEN_ITEM),
    )
)
COMMISSION = Table(
    (
        ARTICLE,
        Key("title", "在计分表上的名称", TEXT, "约稿"),
        Key("on_met", "按要求和时限完成的", OUTCOME),
        Key("on_late", "逾期完成的", OUTCOME),
        Key("on_missed", "未完成的", OUTCOME),
        optional("least_late", "一年内逾期满几次才扣分", COUNT, 2),
        optional("least_missed", "一年内未完成满几次才扣分", COUNT, 2),
    )
)
SILENCE = Table(
    (
        ARTICLE,
        Key("named", "列入通报的哪个名单", TEXT, "零采用"),
        Key("per", "每多久统计一次", LENGTH),
        Key("joint_counts", "联合报送而非主报的采用,是否算作采用", FLAG, example=True),
        Key("instruction_counts", "计分的批示,是否算作采用", FLAG, example=True),
    )
)

# --- article 11(2): events ------------------------------------------------------------

FORMS = Table(
    (
        ARTICLE,
        Key(
            "count_as",
            "采用形式 → 一条计几条",
            Names(POINTS, {"单条": 1, "简讯": "1/2"}),
        ),
    )
)
OUTLET = Table(
    (
        OWN_ARTICLE,
        Key("name", "刊物或采用单位的名称,书名号可有可无", TEXT, "《简报》"),
        optional("of", "编发单位", TEXT, "办公室"),
        optional("aliases", "其他叫法;一个叫法只能指一个刊物", TEXTS, ["内部简报"]),
        Key("level", '统计口径,也是 per = "level" 时的层次', TEXT, "上级"),
        Key("points", "每条分值", POINTS, 4),
        optional("forms", "分值不同的采用形式", Names(POINTS, {"简讯": 1})),
        optional("needs_forwarding", "是否须经本办上报才计分", FLAG, example=True),
    )
)
OUTLETS = Table((ARTICLE, Key("table", "一个刊物一行", Rows(OUTLET))))
INSTRUCTION = Table(
    (
        ARTICLE,
        Key(
            "levels",
            "领导层级 → 每次分值",
            Names(POINTS, {"省领导": 10, "市领导": 5}),
        ),
        Key("unlisted", "未列明的领导每次分值", POINTS, 0),
        Key("needs_adoption", "是否被采用的才计", FLAG, example=False),
        optional(
            "aliases",
            "层级的其他叫法;一个叫法只能指一个层级",
            Names(TEXTS, {"省领导": ["省里"]}),
        ),
    )
)
STEP = Table(
    (
        Key("highest", "取最高的几次", COUNT, 1),
        Key(
            "per",
            "同一条信息在什么范围内取:item 不分,level 每个层次,publication 每家刊物,form 每种形式,leader 每位领导",
            words(SelectPer),
        ),
    )
)
SELECTION = Table(
    (
        ARTICLE,
        Key(
            "of",
            "同一条信息的哪些得分放在一起取:adoption、instruction、forwarding,或其中一级",
            TEXTS,
            ["adoption"],
        ),
        Key("keep", "依次取哪些;[] 为全部累加", Rows(STEP)),
    )
)
JOINT = Table(
    (
        ARTICLE,
        Key("others", '主报或首报以外的单位得几分之几,如 "1/2"', POINTS, "1/2"),
        Key("duty_of_all", "是否抵每个署名单位的任务", FLAG, example=True),
    )
)
SUBMISSION = Table(
    (
        ARTICLE,
        optional("each", "收录一条即得", POINTS, 1),
        optional("unadopted", "收录而未被采用的一条得", POINTS, 1),
    )
)
REMARK = Table(
    (
        ARTICLE,
        optional("points", "固定分值;或写 least 和 most", POINTS, -5),
        optional("least", "最少", POINTS, 1),
        optional("most", "最多", POINTS, 3),
        optional("named", "列入通报的哪个名单", TEXT, "质量通报"),
        optional(
            "voids",
            "使什么作废:item 所涉信息的其他得分,month 该单位当月信息的采用、批示、上报和报送得分",
            words(Voids),
            "item",
        ),
    ),
    either=(("points",), ("least", "most")),
)
LIMIT = Table(
    (
        ARTICLE,
        Key(
            "of",
            "限制哪些得分,合计起来算:quota、commission、adoption、instruction、forwarding、submission、remark、start,"
            "或其中一项,如 adoption.上级、quota.monthly、remark.失实",
            TEXTS,
            ["adoption", "submission"],
        ),
        Key("per", "每多久;item 为每件", {"enum": [*LENGTH["enum"], "item"]}),
        optional("most", "最多几分", POINTS, 5),
        optional("least", "最少几分", POINTS, 0),
        optional("at_most", "最多计几件,取得分高的", COUNT, 3),
    ),
    either=(("most",), ("least",), ("at_most",)),
)
WORTH = Table(
    (
        ARTICLE,
        Key(
            "of",
            "改哪些得分:adoption、instruction、forwarding,或其中一级",
            TEXTS,
            ["adoption"],
        ),
        optional("when", "符合什么条件的", WHEN),
        optional("points", "改为几分", POINTS, 10),
        optional("times", "乘以几", POINTS, 2),
        optional("add", "再加几分", POINTS, 1),
    ),
    either=(("points",), ("times",), ("add",)),
)
MEASURE = Table(
    (
        ARTICLE,
        optional(
            "count",
            "数什么:accepted 收录,good 收录且合格,used 有采用的篇数,days 有报送的天数,"
            "adopted 采用(按 count_as),points 得分",
            words(Basis),
        ),
        optional("when", "数哪些", WHEN),
        optional("sum", '哪些得分之和;["total"] 为总分', TEXTS, ["adoption"]),
        optional("ratio", "前一个数除以后一个数", TEXTS, ["篇数", "人数"]),
        optional("streak", "哪个数连续若干期在 within 之内;数有几期", TEXT, "篇数"),
        optional("within", "连续数的范围", BOUNDS),
        optional(
            "units", "单位 → 办法给定的数,如人数、目标", Names(POINTS, {"某局": 5})
        ),
    ),
    either=(("count",), ("sum",), ("ratio",), ("streak", "within"), ("units",)),
)
STEP_OF_SCALE = Table(
    (
        optional("least", "从几起,到下一档为止;第一档可不写", POINTS, 3),
        optional("points", "计几分", POINTS, 2),
        optional("named", "列入通报的哪个名单", TEXT, "先进"),
    )
)
SCALE = Table(
    (
        ARTICLE,
        Key("of", "按哪个 [measure]", TEXT, "篇数"),
        Key("per", "每多久,或 [calendar] 里的一套日期", LENGTH_OR_CALENDAR, "quarter"),
        optional("groups", "限哪些考核组", TEXTS, ["第一组"]),
        optional("steps", "分档;不写 norm 和 points", Rows(STEP_OF_SCALE)),
        optional("norm", "以几为准", POINTS, 2),
        optional("points", "每多(少)一,加(减)几分", POINTS, 20),
        optional("whole", "是否只按整数计", FLAG, example=True),
        optional("least", "最少几分", POINTS, 0),
        optional("most", "最多几分", POINTS, 50),
    ),
    either=(("steps",), ("norm", "points")),
)
TALLY = Table(
    (
        ARTICLE,
        Key("of", "哪些得分另计,不入总分", TEXTS, ["remark.优秀"]),
        optional("unit", "单位,如元;不写为分", TEXT, "元"),
    )
)
START = Table(
    (ARTICLE, Key("points", "起始分", POINTS, 100), Key("per", "每多久", LENGTH))
)

# --- article 12: periods and conversion -----------------------------------------------

LANDING = Table(
    (
        ARTICLE,
        Key("by", "按哪天归入季度:event 刊发(批示)日,item 报送日", words(LandsBy)),
    )
)
TIER = Table(
    (
        Key("least", "得分自几分起,到下一档为止", POINTS, 60),
        Key("share", "换算为几分", POINTS, 4),
    )
)
CONVERSION = Table(
    (
        ARTICLE,
        Key("per", "每多久换算一次", LENGTH),
        Key("full", "满分", POINTS, 5),
        Key("decimals", "保留几位小数", COUNT, 2),
        Key("of", "换算什么:period 本期得分,year-to-date 本年累计", words(ShareOf)),
        Key("year_article", "年度取平均的依据", TEXT, "1"),
        optional("tiers", "按得分分档,不按比例换算", Rows(TIER)),
        optional("per_place", "每退后一名减几分,不按比例换算", POINTS, "0.1"),
    )
)

# --- the whole ------------------------------------------------------------------------

READING = Table(
    (
        OWN_ARTICLE,
        Key("text", "现用的读法", TEXT, "联合报送的信息,计入每个署名单位的任务"),
        Key("other", "另一种读法", TEXT, "只计入主报单位的任务"),
        Key(
            "set",
            "改用另一种读法时要变的数据:键的路径 → 另一个值",
            Names({}, {"uncomputed.总则": ["3"]}),
        ),
    )
)
EDITION = Table(
    (
        Key(
            "id",
            "本版的编号,如 ningxia-transport/2021-03-19",
            TEXT,
            "sample/2021-03-19",
        ),
        Key("office", "考核单位", TEXT, "办公室"),
        Key("title", "考核办法的名称", TEXT, "政务信息工作考核办法"),
        Key("category", "报送件的类别", Rows(CATEGORY)),
        optional("length", "各类的字数上限", Rows(CATEGORY_LENGTH)),
        optional("seal", "密级标志", SEAL),
        optional("contact", "来件必须注明什么", CONTACT),
        optional("trust", "发件人须认定到何种程度", TRUST),
        Key("groups", "考核组", GROUPS),
        optional(
            "calendar",
            "本单位自定的期间,名称自定,如学期里的半月",
            Names(CALENDAR, {"半月": None}),
        ),
        optional(
            "quota", "每期都有的报送任务,名称自定", Names(QUOTA, {"monthly": None})
        ),
        optional("commission", "约稿", COMMISSION),
        optional("silence", "零采用名单", SILENCE),
        optional("forms", "采用形式", FORMS),
        Key("publications", "刊物和采用单位的分值", OUTLETS),
        optional("forwardings", "向上报送即得的分值", OUTLETS),
        optional("instruction", "批示", INSTRUCTION),
        optional(
            "selection",
            "重复采用、重复批示时取哪些,名称自定,按先后",
            Names(SELECTION, {"repeats": None}),
        ),
        optional("joint", "联合报送", JOINT),
        optional("submission", "报送本身的得分", SUBMISSION),
        optional(
            "remark",
            "由人加减的分,名称自定:写 points,或写 least 和 most",
            Names(
                REMARK,
                {
                    "失实": {
                        "article": "1",
                        "points": -5,
                        "named": "质量通报",
                        "voids": "item",
                    },
                    "优秀": {"article": "1", "least": 1, "most": 3},
                },
            ),
        ),
        optional(
            "worth",
            "得分在什么条件下另有分值,名称自定,按先后",
            Names(
                WORTH,
                {
                    "批示加倍": {
                        "article": "1",
                        "of": ["instruction"],
                        "times": 2,
                        "when": {"nth": {"least": 2}},
                    }
                },
            ),
        ),
        optional("tally", "另计的得分,名称自定", Names(TALLY, {"稿费": None})),
        optional(
            "measure",
            "按单位和期间计的数,名称自定;只能用到写在前面的",
            Names(
                MEASURE,
                {
                    "篇数": {
                        "article": "1",
                        "count": "adopted",
                        "when": {"joint": True},
                    },
                    "总分": {"article": "1", "sum": ["total"]},
                    "人数": {"article": "1", "units": {"某局": 5}},
                    "人均": {"article": "1", "ratio": ["篇数", "人数"]},
                    "连月": {
                        "article": "1",
                        "streak": "总分",
                        "within": {"least": 1},
                    },
                },
            ),
        ),
        optional(
            "scale",
            "按一个数计分或列名,名称自定",
            Names(
                SCALE,
                {
                    "分档": {
                        "article": "1",
                        "of": "人均",
                        "per": "year",
                        "steps": [{"named": "后进"}, {"least": 2, "points": 5}],
                    },
                    "超出": {
                        "article": "1",
                        "of": "连月",
                        "per": "quarter",
                        "groups": ["第一组"],
                        "norm": 2,
                        "points": 5,
                        "whole": True,
                        "least": 0,
                        "most": 20,
                    },
                },
            ),
        ),
        optional("limit", "各种得分的上限和下限", Rows(LIMIT)),
        optional("start", "起始分", START),
        optional("landing", "得分归入哪一季", LANDING),
        optional(
            "conversion",
            "换算为考核分",
            CONVERSION,
            {
                "article": "1",
                "per": "quarter",
                "full": 5,
                "decimals": 2,
                "of": "period",
                "year_article": "1",
                "tiers": [{"least": 0, "share": 2}],
            },
        ),
        Key("force", "施行日期", FORCE),
        optional("reading", "有两种读法之处,编号自定", Names(READING, {"D3": None})),
        optional(
            "uncomputed",
            "不计分的条款:由何处落实 → 条款",
            Names(TEXTS, {"总则": ["2"]}),
        ),
    )
)
