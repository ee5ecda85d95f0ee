"""How is the roster handed in and out, shown, changed and unlearnt: units …;
working-days …?

A unit is put into another group, or excused for a time, from a day on: what was
published before stays as it was printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from ledger import journal, roster, working_days
from ledger.database import Connection
from ledger.entries.people import Exemption, Role, Unit
from ledger.entries.submissions import SubmissionState
from ledger.journal import By, JournalEntry
from ledger.periods import Span, local_day, period_of
from ledger.roster import LearntKind
from ledger.submissions import listing
from ledger.submissions.listing import SubmissionFilter
from office.cli import documents
from office.cli.output import json_option, say, show_list, write_file
from office.cli.session import DAY, FILE, YES_NO, Session, person, refuse, with_session
from office.use_cases import roster_changes, unlearning
from office.use_cases.closed_lists import near_units
from office.use_cases.gaps import gaps, known_health
from office.use_cases.imports.records import read_working_days
from office.use_cases.imports.refusals import like
from office.use_cases.imports.tables import BookSheet, to_csv, to_workbook
from office.use_cases.imports.units import read_roster, spoken_heading, unit_rows
from office.use_cases.roster_changes import FromDay, NewUnit

F = TypeVar("F", bound=Callable[..., Any])

TEMPLATE_NOTES = (
    ("单位名称", "全称，一个单位一行；不填的栏目留空，已登记的内容不会因此丢失。"),
    ("简称", "平时的叫法，来件里这样写也认得；几个叫法用“；”或“、”隔开。"),
    ("分组", "与考核办法里的组名一致，如第一组。"),
    ("上级单位", "写上级单位的全称，须在名册上；没有就留空。"),
    ("只报本单位业务", "只有本单位业务的信息才计分的，写“是”。"),
    ("负责人、信息员", "几位的用“；”隔开，邮箱、电话按同样的次序填。"),
    (
        "起始日期",
        "纳入考核的第一天，如 2026-01-01；第一次导入时不填就从当年1月1日算起，以后新增的从导入当天算起。",
    ),
    ("截止日期", "不再考核的第一天（最后一天的次日）；一直考核的留空。"),
)
"""What the second sheet of the template says, in the office's words."""
_WIDE = frozenset(
    {
        "name",
        "short_names",
        "parent",
        "addresses",
        "principal_address",
        "officer_address",
    }
)


def _from_day(what: str) -> Callable[[F], F]:
    """The options of a change from a day on: the day, why, and whether what is printed
    since is corrected.
    """

    def with_options(command: F) -> F:
        day = click.option("--from", "on", required=True, type=DAY, help=what)
        correct = click.option(
            "--correct",
            is_flag=True,
            help="Though a period from that day on is published.",
        )
        because = click.option("--because", required=True, metavar="TEXT")
        return day(correct(because(command)))

    return with_options


@click.group()
def units() -> None:
    """The roster of reporting units."""


@units.command("import")
@click.argument("file", type=FILE)
@click.option("--preview", "--check", is_flag=True, help="Only says what would change.")
@click.option(
    "--none-renamed", is_flag=True, help="No new unit is an old one under another name."
)
@click.option(
    "--sheet",
    default="",
    metavar="NAME",
    help="Which sheet, where several hold a roster.",
)
@with_session
def import_units(
    session: Session, file: Path, preview: bool, none_renamed: bool, sheet: str
) -> None:
    """Takes a roster in, all or nothing; units it does not mention stay as they are.

    Our own columns, or an office's list with Chinese headings as it is. A unit in
    another group than before is in it from the running quarter on; `units move` names
    another day. Who is new, changed, gone or perhaps renamed is told, and kept in the
    journal.
    """
    groups = _groups(session)
    with session.database() as database:
        now = session.moment() if preview else session.moment_to_write(database)
        today = local_day(now)
        with database.reading() as conn:
            known = roster.all_units(conn)
        names = [name for unit in known for name in unit.official_names]
        listed = read_roster(
            file, names, groups, roster_changes.begins_on(known, today), sheet
        )
        planned = roster_changes.plan(known, listed, today)
        by = By(person(), now)
        if preview:
            with database.reading() as conn:
                roster_changes.check(conn, planned, by)
        else:
            with database.writing() as conn:
                roster_changes.carry_out(conn, planned, by, none_renamed=none_renamed)
    counts = (len(planned.new), len(planned.changed), len(planned.unchanged))
    say("added {}, changed {}, unchanged {}".format(*counts))
    if planned.new:
        new = [f"{unit.name}（{unit.group}，自{unit.since}）" for unit in planned.new]
        say(f"new: {'、'.join(new)}")
    for change in planned.changed:
        say(f"changed: {change.unit}: {'；'.join(change.what)}")
    if planned.moved:
        moved = "、".join(planned.moved)
        say(
            f"in another group from {planned.moved_on} on: {moved}; `units move` names another day"
        )
    if planned.gone:
        say(f"not in the file and left as they are: {'、'.join(planned.gone)}")
    for renamed in planned.renamed:
        say(f"renamed: {renamed.unit.name} → {renamed.name} from {renamed.on} on")
    for each in planned.outdated:
        say(
            f"called as before in the file: {each.before} → {each.after}（{each.because}）"
        )
    if planned.ended:
        ended = "、".join(planned.ended)
        say(
            f"in the file though no longer on the roster: {ended}; take that back with `units end --withdraw`"
        )
    for each in planned.perhaps_renamed:
        say(
            f"perhaps renamed: {each.before} → {each.after}（{each.because}）; say so in the column 曾用名"
        )
    if listed.passed_over:
        say(f"columns passed over: {'、'.join(listed.passed_over)}")
    if listed.other_sheets:
        say(
            f"read from sheet {listed.sheet}; passed over: {'、'.join(listed.other_sheets)}"
        )


@units.command("template")
@click.argument("file", type=FILE)
@with_session
def write_template(session: Session, file: Path) -> None:
    """Writes a list with Chinese headings to fill in, .xlsx or .csv; what is known
    stands in it already.
    """
    if file.suffix.lower() not in (".xlsx", ".csv"):
        refuse(f"{file}: units template writes .xlsx or .csv; name the file so")
    with session.reading() as conn:
        heading, rows = unit_rows(_ever_on(roster.all_units(conn)))
    spoken = spoken_heading(heading)
    if file.suffix.lower() == ".csv":
        write_file(file, to_csv(spoken, rows))
    else:
        widths = [28 if column in _WIDE else 14 for column in heading]
        notes = BookSheet("填写说明", ("栏目", "怎样填"), TEMPLATE_NOTES, (16, 90))
        write_file(file, to_workbook((BookSheet("名册", spoken, rows, widths), notes)))
    say(
        f"{file}: {len(rows)} units; fill it in, then `yishiyibao units import {file.name} --preview`"
    )


@units.command("export")
@click.argument("file", type=FILE)
@with_session
def export_units(session: Session, file: Path) -> None:
    """Writes the roster as .csv, in the columns of `units import`."""
    if file.suffix.lower() != ".csv":
        refuse(f"{file}: units export writes .csv; name the file so")
    with session.reading() as conn:
        heading, rows = unit_rows(_ever_on(roster.all_units(conn)))
    write_file(file, to_csv(heading, rows))
    say(f"{file}: {len(rows)} units")


@units.command("list")
@json_option
@with_session
def list_units(session: Session, as_json: bool) -> None:
    """Shows the roster, and what it lacks (Art. 6: one 负责人, one or two 信息员)."""
    with session.reading() as conn:
        everyone = roster.all_units(conn)
        learnt = roster.learnt_names(conn)
        health = known_health(conn, ())
    names = {unit.id: unit.name for unit in everyone}
    found, rows = [], []
    for unit in everyone:
        lacking = gaps(unit, health)
        found.append(documents.unit(unit, learnt, lacking, names))
        known: list[object] = [
            unit.name,
            unit.group,
            unit.parent,
            unit.addresses,
        ]
        for role in (Role.PRINCIPAL, Role.OFFICER):
            known.append([each.name or each.address for each in unit.people_in(role)])
        rows.append((*known, "、".join(lacking), dated(unit, names)))
    headings = ("单位", "组别", "上级", "地址", "负责人", "信息员", "缺", "备注")
    show_list(found, headings, rows, as_json=as_json)


@units.command("forget")
@click.argument("name")
@click.option("--alias", metavar="A", help="A name that a decision taught.")
@click.option("--address", metavar="A", help="An address that a decision taught.")
@click.option("--because", required=True, metavar="TEXT")
@with_session
def forget_lesson(
    session: Session, name: str, alias: str | None, address: str | None, because: str
) -> None:
    """Unlearns a wrong lesson: a name or address that a decision taught; what was
    recorded by it stays.
    """
    if (alias is None) == (address is None) or not because.strip():
        refuse("units forget: give one of --alias and --address, and the reason")
    kind, what = (
        (LearntKind.ALIAS, alias or "")
        if address is None
        else (LearntKind.ADDRESS, address)
    )
    with session.writing() as (conn, now):
        unit = unlearning.forget(conn, name, kind, what, By(person(), now, because))
    say(f"{unit}: {what} forgotten")


@units.command("rename")
@click.argument("name")
@click.argument("new_name")
@_from_day("The first day under the new name.")
@with_session
def rename_unit(
    session: Session, name: str, new_name: str, on: date, correct: bool, because: str
) -> None:
    """Gives a unit another name from a day on; letters with the old one go on being its
    own.
    """
    with session.writing() as (conn, now):
        unit = _unit_named(conn, "rename", name)
        day = FromDay(on, correct)
        renamed = roster_changes.rename(
            conn, unit, new_name, day, _by("rename", now, because)
        )
        printed = roster_changes.printed_since(conn, on)
    say(
        f"{unit.name}: {renamed.name} from {on} on; letters with either name are its own"
    )
    _say_what_to_close(printed)


@units.command("move")
@click.argument("name")
@click.option("--group", metavar="G", help="As the edition names it.")
@click.option(
    "--parent", metavar="UNIT", help="The superior unit; an empty text for none."
)
@_from_day("The first day in the new group, or under the new superior unit.")
@with_session
def move_unit(
    session: Session,
    name: str,
    group: str | None,
    parent: str | None,
    on: date,
    correct: bool,
    because: str,
) -> None:
    """Puts a unit into another group, or under another unit, from a day on.

    Earlier quarters keep the group they had.
    """
    if (group is None) == (parent is None):
        refuse("units move: give one of --group and --parent")
    groups = _groups(session)
    if group is not None and group not in groups:
        refuse(f"units move: --group is one of {', '.join(groups)}")
    with session.writing() as (conn, now):
        unit = _unit_named(conn, "move", name)
        by, day = _by("move", now, because), FromDay(on, correct)
        if group is None:
            superior = _unit_named(conn, "move", parent) if parent else None
            moved = roster_changes.move_under(conn, unit, superior, day, by)
        else:
            moved = roster_changes.move_to_group(conn, unit, group, day, by)
        printed = () if group is None else roster_changes.printed_since(conn, on)
    if group is None:
        said = f"{unit.name}: under {moved.parent or 'no other unit'}"
        if on < local_day(now):
            said += f"; {on} is noted, and it holds for what is read from now on: what was decided stays"
        say(said)
        return
    quarter = period_of(on, Span.QUARTER)
    first = quarter if on == quarter.first else quarter.next()
    say(
        f"{unit.name}: {group} from {on} on; it counts from {first.code} on, earlier quarters stay"
    )
    _say_what_to_close(printed)


@units.command("merge")
@click.argument("names", nargs=-1, required=True)
@click.option(
    "--into", required=True, metavar="UNIT", help="The unit that goes on for them."
)
@click.option(
    "--name", "new_name", metavar="NAME", help="What it is called from that day on."
)
@_from_day("The first day on which they are one.")
@with_session
def merge_units(
    session: Session,
    names: tuple[str, ...],
    into: str,
    new_name: str | None,
    on: date,
    correct: bool,
    because: str,
) -> None:
    """Lets one unit go on for others from a day on: with their points, duties,
    addresses, people and letters.

    From the quarter of that day on, and in the year's tables, they have one row.
    """
    with session.writing() as (conn, now):
        by, day = _by("merge", now, because), FromDay(on, correct)
        gone = [_unit_named(conn, "merge", name) for name in dict.fromkeys(names)]
        merged = roster_changes.merge(
            conn, gone, _unit_named(conn, "merge", into), day, by
        )
        if new_name:
            merged = roster_changes.rename(conn, merged, new_name, day, by)
        printed = roster_changes.printed_since(conn, on)
    say(
        f"{'、'.join(unit.name for unit in gone)} → {merged.name} from {on} on; letters with any name are its"
    )
    _say_what_to_close(printed)


@units.command("split")
@click.argument("name")
@click.option(
    "--into",
    "parts",
    multiple=True,
    required=True,
    metavar="NEW[:G]",
    help="A new unit, its group.",
)
@click.option(
    "--name",
    "new_name",
    metavar="NAME",
    help="What the unit itself is called from that day on.",
)
@_from_day("The first day of the new units.")
@with_session
def split_unit(
    session: Session,
    name: str,
    parts: tuple[str, ...],
    new_name: str | None,
    on: date,
    correct: bool,
    because: str,
) -> None:
    """Lets new units come out of one, which goes on with its points, people and
    letters.

    A new one is assessed from that day on; fill in its people with `units template`.
    """
    groups = _groups(session)
    wanted: list[NewUnit] = []
    for part in parts:
        name_of_part, _, group = part.replace("：", ":").partition(":")
        if group and group not in groups:
            refuse(
                f"units split: the group of {name_of_part} is one of {', '.join(groups)}"
            )
        wanted.append(NewUnit(name_of_part, group))
    with session.writing() as (conn, now):
        by, day = _by("split", now, because), FromDay(on, correct)
        unit = _unit_named(conn, "split", name)
        fresh = roster_changes.split(conn, unit, wanted, day, by)
        if new_name:
            current = _unit_named(conn, "split", unit.name)
            unit = roster_changes.rename(conn, current, new_name, day, by)
        printed = roster_changes.printed_since(conn, on)
    told = "、".join(f"{each.name}（{each.group}）" for each in fresh)
    say(
        f"{unit.name} goes on; new from {on} on: {told}; their people: `units template FILE`"
    )
    _say_what_to_close(printed)


@units.command("end")
@click.argument("name")
@click.option("--from", "on", type=DAY, help="The first day it is no longer assessed.")
@click.option("--withdraw", is_flag=True, help="Takes an end, or a merger, back.")
@click.option(
    "--correct", is_flag=True, help="Though a period from that day on is published."
)
@click.option("--because", required=True, metavar="TEXT")
@with_session
def end_unit(
    session: Session,
    name: str,
    on: date | None,
    withdraw: bool,
    correct: bool,
    because: str,
) -> None:
    """A unit is dissolved: from a day on it owes nothing and is on no list; what it had
    stays.

    One that was entered in error ends on its first day, and never was.
    """
    if (on is None) != withdraw:
        refuse("units end: give --from DATE, or --withdraw to take an end back")
    with session.writing() as (conn, now):
        unit = _unit_named(conn, "end", name)
        by = _by("end", now, because)
        if on is None:
            roster_changes.take_up_again(conn, unit, by, correct=correct)
            on = unit.until or local_day(now)
        else:
            roster_changes.end(conn, unit, FromDay(on, correct), by)
        printed = roster_changes.printed_since(conn, on)
        items = listing.listed(
            conn, SubmissionFilter(unit_id=unit.id, state=SubmissionState.RECORDED)
        )
    told = (
        "it goes on as before"
        if withdraw
        else f"ended; {on} is the first day it is not assessed"
    )
    say(f"{unit.name}: {told}")
    late = [
        item.serial for item in items if item.day >= on and unit.id in item.unit_ids
    ]
    if late and not withdraw:
        way = "one that is another unit's: `submissions decide SERIAL --unit U --because TEXT`"
        say(f"its items from then on earn nothing: {', '.join(late)}; {way}")
    _say_what_to_close(printed)


@units.command("exempt")
@click.argument("name")
@click.option(
    "--from", "since", required=True, type=DAY, help="The first day it owes nothing."
)
@click.option(
    "--until",
    type=DAY,
    help="The first day it owes again; without it no end is known yet.",
)
@click.option(
    "--withdraw", is_flag=True, help="Takes back the exemption that begins on that day."
)
@click.option("--because", required=True, metavar="TEXT")
@with_session
def exempt_unit(
    session: Session,
    name: str,
    since: date,
    until: date | None,
    withdraw: bool,
    because: str,
) -> None:
    """Excuses a unit: a month that an exemption touches asks nothing of it and fines
    nothing (A13).
    """
    if not because.strip() or (until is not None and until <= since):
        refuse("units exempt: --until lies after --from, and --because says why")
    with session.writing() as (conn, now):
        unit = _unit_named(conn, "exempt", name)
        known = roster.withdraw_exemption(conn, unit.id, since)
        if withdraw and not known:
            refuse(
                f"units exempt: no exemption of {unit.name} begins on {since}; see `units list`"
            )
        if not withdraw:
            roster.excuse(conn, unit.id, Exemption(since, until, because.strip()))
        about = {
            "from": since.isoformat(),
            "until": "" if until is None else until.isoformat(),
        }
        did = "exemption withdrawn" if withdraw else "exempt"
        journal.write(
            conn, JournalEntry(now, person(), did, f"unit:{unit.id}", because, about)
        )
    end = "on" if until is None else f"until {until}"
    told = "the exemption is withdrawn" if withdraw else f"exempt from {since} {end}"
    say(f"{unit.name}: {told}; published quarters stay as they were printed")


@click.group("working-days")
def days() -> None:
    """The office's own table of working days."""


@days.command("import")
@click.argument("file", type=FILE)
@with_session
def import_days(session: Session, file: Path) -> None:
    """Takes in days for years the library of holidays does not know: columns day,
    works, note.

    Or in Chinese: 日期, 上班, 备注.
    """
    wanted = read_working_days(file)
    with session.writing() as (conn, now):
        replaced = unlearning.take_in_days(conn, wanted, By(person(), now))
    for line in replaced:
        say(line)
    say(f"{len(wanted)} days")


@days.command("list")
@json_option
@with_session
def list_working_days(session: Session, as_json: bool) -> None:
    """Shows the office's own table of days."""
    with session.reading() as conn:
        found = working_days.listed(conn)
    rows = [(day.day, "上班" if day.works else "休息", day.note) for day in found]
    show_list(
        (documents.working_day(day) for day in found),
        ("日期", "安排", "备注"),
        rows,
        as_json=as_json,
    )


@days.command("set")
@click.argument("day", type=DAY)
@click.option("--works", type=YES_NO, required=True, help="Whether it is worked on.")
@click.option("--note", default="")
@click.option("--because", required=True, metavar="TEXT")
@with_session
def set_working_day(
    session: Session, day: date, works: bool, note: str, because: str
) -> None:
    """Says of one day whether it is worked on, in place of what the table said
    before.
    """
    with session.writing() as (conn, now):
        unlearning.set_day(
            conn, working_days.WorkingDay(day, works, note), By(person(), now, because)
        )
    say(f"{day}: {'worked on' if works else 'off'}")


@days.command("withdraw")
@click.argument("day", type=DAY)
@click.option("--because", required=True, metavar="TEXT")
@with_session
def withdraw_working_day(session: Session, day: date, because: str) -> None:
    """Takes one day out of the table: the State Council's arrangement holds for it
    again.
    """
    with session.writing() as (conn, now):
        unlearning.withdraw_day(conn, day, By(person(), now, because))
    say(f"{day}: taken out of the table")


COMMANDS = (units, days)


def dated(unit: Unit, unit_names: Mapping[int, str]) -> str:
    """What is peculiar to a time: former names and groups, exemptions and the end, in
    the office's words.
    """
    names = [f"{former.until}前叫{former.name}" for former in unit.former_names]
    moves = [f"{former.until}前在{former.group}" for former in unit.former_groups]
    excused = [
        f"{e.since}起{f'至{e.until}前' if e.until else ''}免考核：{e.because}"
        for e in unit.exemptions
    ]
    ended: list[str] = []
    if unit.merged_into is not None:
        ended.append(f"{unit.until}起并入{unit_names[unit.merged_into]}")
    elif unit.until is not None:
        ended.append(f"{unit.until}起不再考核")
    return "；".join((*names, *moves, *excused, *ended))


def _ever_on(everyone: Iterable[Unit]) -> list[Unit]:
    """Without those that were entered in error and ended on their first day."""
    return [unit for unit in everyone if unit.since != unit.until]


def _groups(session: Session) -> tuple[str, ...]:
    """The groups of every edition of the rule."""
    editions = session.rulebook(session.settings()).editions
    return tuple(
        dict.fromkeys(group for edition in editions for group in edition.groups)
    )


def _by(command: str, now: datetime, because: str) -> By:
    if not because.strip():
        refuse(f"units {command}: --because says why")
    return By(person(), now, because.strip())


def _say_what_to_close(printed: Sequence[str]) -> None:
    for period in printed:
        say(
            f"published already: settle it anew: `yishiyibao circular settle {period} --because TEXT`"
        )


def _unit_named(conn: Connection, command: str, name: str) -> Unit:
    unit = roster.unit_named(conn, name)
    if unit is None:
        hint = like(near_units(name, roster.all_units(conn))).english
        refuse(
            f"units {command}: {name} is no unit of the roster; {hint}see `yishiyibao units list`"
        )
    return unit
