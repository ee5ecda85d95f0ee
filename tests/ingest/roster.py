"""Which units and letters do the tests of understanding speak of?

A small roster with every shape that matters: parent and child, shared short names, a
unit whose items wait (D6), an address that two units share. How real rosters look is
left to the sample files.
"""

from datetime import UTC, date, datetime

from ingest.names.unit_names import UnitNames, unit_names_of
from ledger.entries.letters import Answerable, Attachment, Letter
from ledger.entries.people import Person, Role, Unit
from ledger.rulebook import IntakeRule

SINCE = date(2021, 3, 19)
ARRIVED = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)

YINCHUAN = Unit(
    1,
    "银川市交通运输局",
    "第一组",
    SINCE,
    short_names=("银川市交通局", "银川交通局", "银川市局"),
    addresses=("yinchuan@units.example",),
    people=(Person(Role.OFFICER, "马丽", "mali@units.example", ""),),
)
XINGQING = Unit(
    2,
    "兴庆区交通运输局",
    "第一组",
    SINCE,
    short_names=("兴庆区交通局",),
    parent="银川市交通运输局",
    addresses=("xingqing@units.example",),
)
YANCHI = Unit(
    3,
    "盐池县交通运输局",
    "第一组",
    SINCE,
    short_names=("盐池县交通局",),
    addresses=("yanchi@units.example",),
)
ZHONGNING = Unit(
    4,
    "中宁县交通运输局",
    "第一组",
    SINCE,
    short_names=("中宁县交通局",),
    addresses=("zhongning@units.example",),
)
HIGHWAYS = Unit(
    5,
    "宁夏公路管理中心",
    "第一组",
    SINCE,
    short_names=("公路管理中心", "公路中心", "中心"),
    addresses=("gonglu@units.example",),
)
OFFICE = Unit(
    6,
    "厅办公室",
    "第一组",
    SINCE,
    short_names=("办公室", "自治区交通运输厅办公室"),
    addresses=("bgs@units.example",),
)
PUBLICITY = Unit(
    7,
    "自治区交通宣传事务中心",
    "第二组",
    SINCE,
    short_names=("交通宣传事务中心", "宣传中心", "中心"),
    own_business_only=True,
    addresses=("xuanchuan@units.example",),
)
LAW = Unit(
    8,
    "厅政策法规处",
    "第二组",
    SINCE,
    short_names=("政策法规处", "法规处"),
    addresses=("shared@units.example",),
)
FINANCE = Unit(
    9,
    "厅财务审计处",
    "第二组",
    SINCE,
    short_names=("财审处",),
    addresses=("shared@units.example",),
)
FORMER = Unit(
    10,
    "宁夏交通学校",
    "第二组",
    SINCE,
    short_names=("交通学校",),
    addresses=("xuexiao@units.example",),
    until=date(2025, 1, 1),
)
UNITS = (
    YINCHUAN,
    XINGQING,
    YANCHI,
    ZHONGNING,
    HIGHWAYS,
    OFFICE,
    PUBLICITY,
    LAW,
    FINANCE,
    FORMER,
)

INTAKE = IntakeRule(
    categories=("动态", "综合", "调研", "突发", "其他"),
    lengths={"动态": 500},
    marks=(),
    required=("author", "phone"),
)
MAY = Answerable(may=True, to="someone@units.example", because="可以答复")

STORY = (
    "3月8日，连续降雪造成境内多条农村公路积雪结冰。交通运输部门立即启动应急预案，组织除雪人员一百二十余人次，"
    "出动机械设备三十六台，抛撒融雪剂四十余吨，昼夜清理重点路段积雪，截至当日傍晚主要干线全部恢复通行，客运班线有序发车。"
)
"""A report's text of a hundred Chinese characters."""


def unit_names() -> UnitNames:
    """The names of the test roster."""
    return unit_names_of(UNITS)


def document(
    name: str = "稿件.docx", text: str | None = STORY, *, sha256: str = "a" * 64
) -> Attachment:
    """A document attachment; `text` None: it could not be read."""
    return Attachment(
        name,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        2_000,
        sha256,
        text,
        None if text else "无法读取",
    )


def letter(
    subject: str, sender: str = "", text: str = STORY, *attachments: Attachment
) -> Letter:
    """A letter of the tests' day; `sender` "" is an address that nobody registered."""
    address = sender or "stranger@elsewhere.example"
    return Letter(
        "f" * 64,
        1_000,
        ARRIVED,
        address,
        subject=subject,
        text=text,
        attachments=attachments,
    )
