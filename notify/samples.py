"""What would each kind of notice look like?

Invented facts for `templates check`, `templates preview` and the tests, one value for
each kind; no name or number in them is real. From each are made `variants`: what may be
missing is missing, what may be many is many, each flag is set, each code of a closed
list is met. A template that only says what the sample says would else fail on the day a
letter differs.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, is_dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from ledger.entries.submissions import Author
from ledger.scoresheet import ReadingUsed
from ledger.standing import Duty, Forecast, Standing
from notify.circular import (
    AnnexItem,
    CircularContents,
    Correction,
    GroupTable,
    NamedList,
    Overall,
    QuarterShares,
    ShareRule,
    UnitChange,
    UnitRow,
)
from notify.facts import (
    AnnouncementFacts,
    BacklogFacts,
    CircularFacts,
    CommissionFacts,
    CommissionProgress,
    CompletedFacts,
    DecidedFacts,
    DigestFacts,
    Facts,
    FeedbackCorrectedFacts,
    FeedbackFacts,
    FileFact,
    GroupMonth,
    HealthFacts,
    HeldFacts,
    HintFacts,
    ItemChange,
    ItemChangedFacts,
    ItemCorrected,
    ItemEvent,
    ItemLine,
    ItemNews,
    OfficeDigestFacts,
    OfficeItemFacts,
    OversizeFacts,
    OverviewFacts,
    PrincipalCopyFacts,
    ReceiptFacts,
    ReminderFacts,
    RosterLack,
    SealedAlertFacts,
    Trouble,
    Understood,
    UnreachedFacts,
    UnreachedUnit,
    Waiting,
    YearSoFar,
)
from notify.mime import Sender

SENDER = Sender(
    office="示例厅办公室",
    name="示例厅政务信息",
    address="xinxi@example.gov.cn",
    robot="xinxi@example.gov.cn",
    contact="联系电话：0951-0000000",
)

_UNIT = "银川市交通运输局"
_SUBJECT = "银川市交通运输局+银川市三项措施保障春运出行"
_TITLE = "银川市三项措施保障春运出行"
_AT = datetime(2026, 3, 10, 2, 5, tzinfo=UTC)

_MONTHLY = Duty(
    *(
        "monthly",
        "月度报送",
        "2026-03",
        2,
        1,
        Forecast.SHORT,
        date(2026, 3, 1),
        date(2026, 3, 31),
    ),
    days_left=8,
)
_RESEARCH = Duty(
    *(
        "research",
        "调研报送",
        "2026H1",
        1,
        0,
        Forecast.ON_COURSE,
        date(2026, 1, 1),
        date(2026, 6, 30),
    ),
    days_left=68,
)
_COMMISSION = Duty(
    "commission",
    "冬季公路保畅做法",
    "Y-7",
    1,
    0,
    Forecast.SHORT,
    date(2026, 3, 2),
    date(2026, 3, 18),
)
_STANDING = Standing(1, _UNIT, "第一组", (_MONTHLY, _RESEARCH))
_YEAR = YearSoFar(2026, 5, 2, 1, (("2025Q4", "30"),))

ITEM = Understood(
    serial="2026-0123",
    token="2026-0123-k7f3q9xw",  # noqa: S106 - stands in every subject
    unit=_UNIT,
    title=_TITLE,
    category="动态",
    arrived_at=_AT,
    authors=(Author("张三", ""),),
    characters=612,
    files=(FileFact("银川市三项措施保障春运出行.docx"),),
    flags=("incomplete-phone", "over-length"),
    length_limit=500,
)

_HELD = replace(ITEM, unit="", title="春运保障", flags=("incomplete-phone",))
_MENDED = replace(
    ITEM, authors=(Author("张三", "0951-0000001"),), flags=("over-length",)
)
_LINES = (
    ItemLine("2026-0123", _TITLE, _UNIT, "动态", _AT),
    ItemLine("2026-0124", "银川市农村公路养护情况调研", _UNIT, "调研", _AT),
)
_WAITING = ItemLine(
    "2026-0125", "关于网约车管理的调研", "", "调研", _AT, "看不出报送单位"
)

_CIRCULAR = CircularContents(
    period="2026Q1",
    edition="2021-03-19",
    levels=("本厅", "上级"),
    overall=Overall(13, (2, 1), 1),
    groups=(
        GroupTable(
            "第一组",
            (
                UnitRow(1, _UNIT, 7, (1, 1), 1, "30", "30", "5.00", 1),
                UnitRow(
                    2, "石嘴山市交通运输局", 6, (1, 0), 0, "17.5", "17.5", "2.92", 2
                ),
                UnitRow(3, "吴忠市交通运输局", 0, (0, 0), 0, "-15", "-15", "0.00", 3),
            ),
        ),
        GroupTable(
            "第二组",
            (UnitRow(4, "宁夏交通学校", 0, (0, 0), 0, "-5", "-5", "0.00", 1),),
            "本组无正分",
        ),
    ),
    named=(
        NamedList(
            "零报送", (("吴忠市交通运输局", "1月、2月、3月"), ("宁夏交通学校", "3月"))
        ),
        NamedList("零采用", (("吴忠市交通运输局", ""), ("宁夏交通学校", ""))),
    ),
    annex=(
        AnnexItem(
            _UNIT,
            _TITLE,
            "《宁夏交通信息》第3期（单条）",
            date(2026, 3, 12),
            "2",
            "2026-0123",
        ),
        AnnexItem(_UNIT, _TITLE, "某领导批示", date(2026, 3, 20), "10", "2026-0123"),
    ),
    readings=(ReadingUsed("A3", "任何类别的报送均可免于零报送"),),
    share_rule=ShareRule("12(1)", "12(2)", "5", 2),
)
_IDLE = "不另计分，因未被采用，批示暂不计分"

CIRCULARS = (
    replace(
        _CIRCULAR,
        period="2026-03",
        groups=tuple(
            group._replace(
                rows=tuple(row._replace(share=None, rank=None) for row in group.rows)
            )
            for group in _CIRCULAR.groups
        ),
    ),
    replace(
        _CIRCULAR, period="2026", quarters=(QuarterShares("2026Q1", ((1, "5.00"),)),)
    ),
    replace(
        _CIRCULAR,
        correction=Correction(
            "《关于2026年第一季度政务信息报送采用情况的通报》（示办通报〔2026〕3号，2026年4月1日）",
            "漏录一条采用",
            (
                UnitChange(
                    "第一组",
                    _UNIT,
                    ("28", "30"),
                    ("5.00", "5.00"),
                    ("2", "1"),
                    ("零采用", "无"),
                ),
            ),
        ),
    ),
)
"""A month's, which has neither shares nor places, a year's, and one that corrects
another.
"""

SAMPLES: Mapping[str, Facts] = MappingProxyType(
    {
        "receipt": ReceiptFacts(_SUBJECT, ITEM, _STANDING, _YEAR),
        "receipt-held": HeldFacts(
            "交通局+春运保障",
            _HELD,
            "主题中的单位有多个可能",
            ("银川市交通运输局", "灵武市交通运输局"),
        ),
        "decided": DecidedFacts(
            _SUBJECT, ITEM, "recorded", "单位已核实", _STANDING, year=_YEAR
        ),
        "completed": CompletedFacts(_SUBJECT, _MENDED, ("联系电话",)),
        "receipts-digest": DigestFacts(date(2026, 3, 10), _LINES),
        "backlog": BacklogFacts(_UNIT, _LINES),
        "oversize": OversizeFacts(_SUBJECT, _AT, 41, 25),
        "hint": HintFacts("请查收", _UNIT, _AT),
        "reminder": ReminderFacts(
            _UNIT,
            date(2026, 3, 19),
            (_MONTHLY, replace(_COMMISSION, forecast=Forecast.MISSED)),
            (_RESEARCH,),
        ),
        "circular": CircularFacts(
            _UNIT, "", _CIRCULAR, _CIRCULAR.groups[0].rows[0], _STANDING
        ),
        "announcement": AnnouncementFacts(
            _UNIT,
            "2026年4月政务信息报送要点",
            "示办通知〔2026〕8号",
            (
                "各单位：",
                "现将4月政务信息报送要点印发给你们，请结合实际组织报送。",
                "一、春季公路养护和水毁修复。",
            ),
        ),
        "commission": CommissionFacts(
            unit=_UNIT,
            number="YG2026-007",
            token="YG2026-007-k7f3q9xw",  # noqa: S106 - stands in the subject
            title="冬季公路保畅做法",
            issuer="示例厅办公室",
            brief=("重点写做法和成效，有数据、有事例。", "一千五百字以内。"),
            due=date(2026, 3, 18),
            days_left=6,
        ),
        "principal-copy": PrincipalCopyFacts(
            replace(ITEM, flags=("no-signer",)), "jtj@yinchuan.example.cn"
        ),
        "feedback-corrected": FeedbackCorrectedFacts(
            items=(
                ItemCorrected(
                    "2026-0123",
                    _TITLE,
                    _UNIT,
                    ("某领导批示（自治区领导），2026年3月10日",),
                    ItemEvent(
                        "instruction", "某领导批示（厅领导），2026年3月10日", _IDLE
                    ),
                ),
            ),
            because="批示领导级别录错",
            quarters=("2026年第一季度",),
            way="correct",
        ),
        "item-changed": ItemChangedFacts(
            "2026-0123",
            _TITLE,
            _AT,
            changes=(ItemChange("单位", "示例县交通运输局", _UNIT),),
            change="gained",
            because="来电核实，系代报",
        ),
        "feedback": FeedbackFacts(
            date(2026, 4, 13),
            (
                ItemNews(
                    "2026-0123",
                    _TITLE,
                    _UNIT,
                    ("张三",),
                    (
                        ItemEvent(
                            "adoption",
                            "《宁夏交通信息》第3期采用（单条），2026年3月12日",
                            "计2分",
                        ),
                        ItemEvent(
                            "forwarding",
                            "上报自治区党委办公厅，2026年3月16日",
                            "上报本身不另计分",
                        ),
                        ItemEvent(
                            "adoption",
                            "国务院办公厅采用（单条），2026年3月30日",
                            "计10分，计入2026年第二季度",
                        ),
                    ),
                    "2026年第二季度合计8分，已减去此前计过的2分（只记最高分）",
                ),
                ItemNews(
                    "2026-0124",
                    "银川市农村公路养护情况调研",
                    _UNIT,
                    (),
                    (
                        ItemEvent(
                            "instruction",
                            "某领导批示（厅领导），2026年4月10日",
                            _IDLE,
                        ),
                    ),
                ),
            ),
        ),
        "office-item": OfficeItemFacts(
            _HELD, "held", "jtj@yinchuan.example.cn", "主题中的单位有多个可能"
        ),
        "office-digest": OfficeDigestFacts(
            date(2026, 3, 10),
            datetime(2026, 3, 9, 9, 0, tzinfo=UTC),
            {
                "recorded": 12,
                "set-aside": 5,
                "sealed": 1,
                "oversize": 0,
                "quarantined": 0,
                "gone": 0,
            },
            (_WAITING,),
            proposals=2,
            mail={"sent": 12, "refused": 1, "unknown": 0, "queued": 3},
            addresses=("laodizhi@example.cn",),
            untold=3,
            possible=2,
        ),
        "sealed-alert": SealedAlertFacts(
            "xinxi@imap.example.gov.cn",
            "INBOX",
            1391,
            _AT,
            "jtj@yinchuan.example.cn",
            "秘密",
        ),
        "health": HealthFacts(
            _AT,
            (
                Trouble(
                    "收件箱已两小时无法连接",
                    "请管理员核对网络和授权码，再运行 yishiyibao check 查看是否恢复",
                ),
            ),
        ),
        "unreached": UnreachedFacts(
            date(2026, 3, 19),
            (
                UnreachedUnit(
                    _UNIT,
                    "jtj@yinchuan.example.cn 多次退信，已停用",
                    ("月度报送还差1篇",),
                ),
                UnreachedUnit("宁夏交通学校", "没有信息员，也没有登记邮箱"),
            ),
        ),
        "overview": OverviewFacts(
            month="2026-10",
            groups=(
                GroupMonth(
                    "第一组", 36, 81, 9, ("吴忠市交通运输局", "盐池县交通运输局")
                ),
                GroupMonth("第二组", 15, 22, 3),
            ),
            commissions=(
                CommissionProgress(
                    "国庆假期路网保畅做法",
                    date(2026, 10, 16),
                    4,
                    2,
                    1,
                    0,
                    ("石嘴山市交通运输局",),
                ),
                CommissionProgress(
                    "冬季除雪物资储备",
                    date(2026, 11, 6),
                    2,
                    1,
                    0,
                    0,
                    (_UNIT,),
                    over=False,
                ),
            ),
            waiting=Waiting(held=2, proposals=1, drafts=1, possible=2),
            lacks=(
                RosterLack(
                    "宁夏交通学校", ("没有负责人",), "没有信息员，也没有登记邮箱"
                ),
                RosterLack("石嘴山市交通运输局", ("没有负责人", "信息员多于2名")),
            ),
            calendar=(2027,),
        ),
    }
)


FLAGS = (
    *(
        "incomplete-author",
        "incomplete-phone",
        "incomplete-subject",
        "address-unregistered",
        "on-behalf",
    ),
    *(
        "unit-inferred",
        "over-length",
        "low-confidence-text",
        "unread-attachment",
        "two-items",
        "no-signer",
    ),
    *("unsure-author", "unsure-title", "unsure-category", "near-sealed"),
)
"""What `Understood.flags` may hold; a test holds them to the flags of intake."""
_MANY = 250
_WORDS = "改了两处，请以此为准"

CODES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "receipt": ({"corrects": _LINES[0]},),
    "decided": (
        {"state": "returned", "standing": None},
        {"state": "superseded", "standing": None},
        {"state": "recorded", "counted": False},
        {"state": "recorded", "was": "returned"},
        {"state": "recorded", "was": "recorded", "changed": ("报送单位", "类别")},
        {
            "was": "recorded",
            "changed": ("标题", "计入日期"),
            "item": replace(ITEM, counts_on=date(2026, 3, 31)),
        },
        {"state": "recorded", "because": ""},
    ),
    "item-changed": (
        {"change": "lost"},
        {
            "change": "kept",
            "changes": (
                ItemChange("标题", "路况", _TITLE),
                ItemChange("计入日期", "2026年3月10日", "2026年2月28日"),
            ),
        },
    ),
    "receipt-held": ({"because": "", "candidates": ()},),
    "sealed-alert": (
        {"mark": "", "said": "写有“请勿外传”", "serial": "2026-0123"},
        {"mark": "", "said": "写明附件或文件为“秘密级”"},
    ),
    "office-item": ({"state": "recorded"}, {"state": "held", "because": ""}),
    "office-digest": (
        {
            "counts": dict.fromkeys(SAMPLES["office-digest"].counts, 0),  # type: ignore[union-attr]
            "held": (),
        },
    ),
    "circular": tuple(
        {"circular": each, "own": each.groups[0].rows[0]} for each in CIRCULARS
    ),
    "commission": (
        {"change": "extended", "before": date(2026, 3, 12), "because": _WORDS},
        {"change": "withdrawn", "because": _WORDS},
        {"change": "poor", "because": _WORDS, "item": "冬季公路保畅"},
        {"overdue": True, "days_left": -1},
        {"days_left": 0},
    ),
}
"""Fields whose values are codes, or belong together."""


def variants(kind: str) -> Iterator[Facts]:
    """The sample of a kind, and what differs from it."""
    sample: Any = SAMPLES[kind]
    yield sample
    yield _bare(sample)
    for changes in CODES.get(kind, ()):
        yield replace(sample, **changes)
    for field in dataclasses.fields(sample):
        for other in _other_values(field, getattr(sample, field.name)):
            yield replace(sample, **{field.name: other})


def _other_values(field: Field[Any], value: object) -> Iterator[object]:
    """What else a field may hold."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, Understood):
        # One that nobody understood, one with everything to say, and one with each
        # flag.
        nobody = replace(_bare(value), unit="", title="", category="")
        yield nobody
        yield replace(nobody, flags=FLAGS)
        files = tuple(file._replace(unread="文件已加密") for file in value.files) * 10
        yield replace(
            value,
            flags=FLAGS,
            co_units=(value.unit,) * 3,
            files=files,
            commission="保畅做法",
        )
        for flag in FLAGS:
            yield replace(value, flags=(flag,))
    elif is_dataclass(value) and not isinstance(value, type):
        yield _bare(value)
    elif isinstance(value, tuple) and value and not hasattr(value, "_fields"):
        yield value[:1]
        yield value * (_MANY // len(value))
    missing = _default(field)
    if missing is not MISSING and value != missing:
        yield missing


def _bare(value: Any) -> Any:  # noqa: ANN401 - any of our frozen values
    """The value without whatever may be missing."""
    defaults: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        default = _default(field)
        if default is not MISSING:
            defaults[field.name] = default
    return replace(value, **defaults)


def _default(field: Field[Any]) -> Any:  # noqa: ANN401 - as above
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default
