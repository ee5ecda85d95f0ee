"""How does a register read as tables: items, units, authors, publications (台账)?

One row an item; beside it what a unit, an author or a publication comes to, and how all
of it is to be read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction

from ledger.entries.submissions import (
    NO_PHONE,
    STATE_WORDS,
    UNSIGNED,
    Author,
    SubmissionState,
)
from ledger.periods import OFFICE_ZONE, Period
from ledger.scoresheet import points_text
from notify.chinese import moment, period_name
from notify.circular import adopted_by
from notify.spreadsheet import TableSheet, Value, number, plain_workbook
from office.use_cases.register import EARLIER, Register
from scoring.people import AuthorScore

ITEM_HEAD = (
    *(
        "编号",
        "单位",
        "联合单位",
        "标题",
        "类别",
        "撰稿人",
        "电话",
        "签发人",
        "到达时间",
        "计入日期",
    ),
    *("状态", "约稿", "采用", "批示", "上报", "计分", "联合单位计分", "备注"),
)
"""The columns of the register, one row an item; whoever reads one in reads these."""
AUTHOR_HEAD = (
    *("名次", "单位", "单位内名次", "撰稿人", "电话"),
    *("报送", "采用", "批示", "得分", "其中合作"),
)
_UNIT_HEAD = (
    "单位",
    "报送",
    "已登记",
    "待核",
    "退回或被替代",
    "采用",
    "批示",
    "上报",
    "各件计分",
)
_REST_HEAD = ("不记在某一件上的得分", "合计得分")
_PUBLICATION_HEAD = ("刊物", "形式", "期号", "日期", "单位", "标题", "编号")


def register_file(found: Register, made_at: datetime) -> bytes:
    """The .xlsx file: items, units, authors, publications, and how they are to be
    read.
    """
    tables = [
        sheet_of_items(found),
        sheet_of_units(found),
        sheet_of_authors(found.authors),
        sheet_of_publications(found),
        sheet_of_notes(found, made_at),
    ]
    return plain_workbook(f"{period_name(found.query.period.code)}政务信息台账", tables)


def file_name(period: Period) -> str:
    """What the file is called."""
    return f"政务信息台账{period.code}.xlsx"


def sheet_of_items(found: Register) -> TableSheet:
    """A row for each item."""
    rows: list[tuple[Value, ...]] = []
    for each in found.items:
        item = each.item
        co_points = [
            f"{found.names[unit]} {points_text(points)}"
            for unit, points in each.co_points.items()
        ]
        adopted = [
            _event_text(adopted_by(one), one.on, unscored=one.unscored)
            for one in each.adoptions
        ]
        written = [
            _event_text(
                f"{one.level} {one.leader}".strip(), one.on, unscored=one.unscored
            )
            for one in each.instructions
        ]
        sent = [
            _event_text(one.target, one.on, unscored=one.unscored)
            for one in each.forwardings
        ]
        row: list[Value] = [
            item.serial,
            found.names.get(item.unit_id or 0, ""),
            "、".join(found.names[unit_id] for unit_id in item.co_unit_ids),
            item.title,
            item.category,
            *names_and_phones(item.authors),
            item.signer,
            f"{item.arrived_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}",
            item.day.isoformat(),
            STATE_WORDS[item.state],
            item.commission or "",
        ]
        row += ["；".join(adopted), "；".join(written), "；".join(sent)]
        row.append(None if each.points is None else number(points_text(each.points)))
        row += ["；".join(co_points), "；".join(found.notes_on(each))]
        rows.append(tuple(row))
    return TableSheet("台账", ITEM_HEAD, rows)


def names_and_phones(authors: Sequence[Author]) -> tuple[str, str]:
    """The cells of 撰稿人 and 电话: where one of several has no number, the place says
    so.

    So whoever reads the register in knows whose number is whose.
    """
    said = [author for author in authors if author.name or author.phone]
    names = "、".join(author.name or UNSIGNED for author in said)
    phones = "；".join(author.phone or NO_PHONE for author in said)
    if not any(author.phone for author in said):
        return names, ""
    if not any(author.name for author in said):
        return "", phones
    return names, phones


def _event_text(said: str, on: date, *, unscored: bool) -> str:
    return f"{said} {on}{'（不计分）' if unscored else ''}"


def sheet_of_units(found: Register) -> TableSheet:
    """A row for each unit; of a whole register also what it got for no single item, and
    its total.
    """
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    points: defaultdict[int, Fraction] = defaultdict(Fraction)
    for each in found.items:
        for unit_id, part in found.points_by_unit(each).items():
            points[unit_id] += part
        for unit_id in found.rows_of(each.item):
            count = counts[unit_id]
            count["采用"] += len(each.adoptions)
            count["批示"] += len(each.instructions)
            count["上报"] += len(each.forwardings)
            if not each.earlier:
                count["报送"] += 1
                count[each.item.state] += 1
    totals: dict[int, Fraction] = {}
    if found.sheet is not None and found.query.is_whole:
        totals = {unit.unit_id: unit.total for unit in found.sheet.units}
    rows: list[tuple[Value, ...]] = []
    for unit_id in dict.fromkeys((*totals, *counts)):
        count = counts[unit_id]
        gone = count[SubmissionState.RETURNED] + count[SubmissionState.SUPERSEDED]
        row: list[Value] = [
            found.names[unit_id],
            count["报送"],
            count[SubmissionState.RECORDED],
        ]
        row += [
            count[SubmissionState.HELD],
            gone,
            count["采用"],
            count["批示"],
            count["上报"],
        ]
        row.append(number(points_text(points[unit_id])))
        if totals:
            total = totals.get(unit_id, Fraction(0))
            row += [
                number(points_text(total - points[unit_id])),
                number(points_text(total)),
            ]
        rows.append(tuple(row))
    return TableSheet(
        "按单位", (*_UNIT_HEAD, *_REST_HEAD) if totals else _UNIT_HEAD, rows
    )


def sheet_of_authors(authors: Iterable[AuthorScore]) -> TableSheet:
    """A row for each author, with telephone: for the office itself."""
    rows: list[tuple[Value, ...]] = []
    for author in authors:
        sums = (
            number(points_text(author.points)),
            number(points_text(author.together)),
        )
        rows.append((*author_cells(author), *sums))
    return TableSheet("撰稿人", AUTHOR_HEAD, rows)


def author_cells(author: AuthorScore) -> tuple[str | int, ...]:
    """All of an author's row but the points, which are texts on a screen and numbers in
    a workbook.
    """
    adopted = "、".join(f"{level}×{count}" for level, count in author.adoptions.items())
    return (
        *(author.rank, author.unit, author.rank_in_unit, author.name, author.phone),
        *(len(author.items), adopted, author.instructions),
    )


def sheet_of_publications(found: Register) -> TableSheet:
    """A row for each adoption, publication after publication."""
    rows: list[tuple[str, ...]] = []
    for each in found.items:
        unit = found.names.get(each.item.unit_id or 0, "")
        for one in each.adoptions:
            about = (unit, each.item.title, each.item.serial)
            rows.append(
                (
                    one.publication.strip("《》"),
                    one.form,
                    one.issue,
                    one.on.isoformat(),
                    *about,
                )
            )
    return TableSheet("按刊物", _PUBLICATION_HEAD, sorted(rows))


def sheet_of_notes(found: Register, made_at: datetime) -> TableSheet:
    """How the register is to be read."""
    query = found.query
    if found.sheet is None:
        scored = "这一期没有适用的考核办法，计分一栏空着"
    elif found.printed:
        scored = "按已公布的得分"
    else:
        scored = "尚未公布，按做表时的记录试算"
    narrowed = "全部报送件"
    if not query.is_whole:
        narrowed = "只列出一部分（按单位、状态、查找词、撰稿人或刊物挑选），不能与通报的合计核对"
    rows = [
        ("时期", period_name(query.period.code)),
        ("范围", narrowed),
        ("计分", scored),
        ("做表时间", moment(made_at)),
        (
            "各件计分",
            "这一期里因这一件得的或扣回的分；月度任务、约稿、扣分等不记在某一件上的，见“按单位”",
        ),
        ("以前报送的", f"这一期才计分的，也列出，备注写“{EARLIER}”，不算进报送件数"),
        (
            "电话",
            f"与撰稿人依次对应，一人几个号码用“、”隔开；没有留电话的写“{NO_PHONE}”",
        ),
        ("保管", "有撰稿人电话，只供本办内部用"),
    ]
    return TableSheet("说明", ("说明", "内容"), rows)
