"""Does a list change what its preview said, and nothing the second time?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import journal, roster
from ledger.database import Connection, open_database
from ledger.entries.people import Person, Role, Unit
from ledger.journal import By
from office.use_cases import roster_changes
from office.use_cases.imports.units import HEADING, RosterFile
from office.use_cases.roster_changes import FromDay, RosterChangeError
from tests.fixtures.databases import migrated_file

NOW = datetime(2026, 9, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 9, 20)
SINCE = date(2026, 1, 1)
BY = By("赵敏", NOW, "机构改革")
NAMES = ("甲局", "乙局", "丙局", "丁局")
COLUMNS = [column for column in HEADING if column != "name"]


@contextmanager
def record(folder: Path) -> Iterator[Connection]:
    file = folder / "office.sqlite"
    file.write_bytes(migrated_file())
    database = open_database(f"sqlite:///{file}")
    with database.writing() as conn:
        yield conn
        conn.rollback()
    database.close()


@st.composite
def lists(draw: st.DrawFn) -> list[Unit]:
    """A list of some units, each with one address and one person at most; in it
    nobody's names are shared.
    """
    found: list[Unit] = []
    for name in draw(
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)
    ):
        phone = draw(st.sampled_from(("", "13900000001", "13900000002")))
        people = (
            (Person(Role.OFFICER, f"{name}的信息员", "", phone),)
            if draw(st.booleans())
            else ()
        )
        unit = Unit(
            id=0,
            name=name,
            group=draw(st.sampled_from(("第一组", "第二组"))),
            since=SINCE,
            short_names=draw(st.sampled_from(((), (f"{name}办公室",)))),
            addresses=draw(st.sampled_from(((), (f"{name}@units.example",)))),
            people=people,
        )
        found.append(unit)
    return found


GIVEN = st.sets(st.sampled_from(COLUMNS)).map(
    lambda columns: frozenset({"name", "group", *columns})
)


@settings(max_examples=40)
@given(lists(), lists(), GIVEN)
def test_an_import_does_what_its_preview_said_and_a_second_one_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[Unit],
    listed: list[Unit],
    columns: frozenset[str],
) -> None:
    with record(tmp_path_factory.mktemp("roster")) as conn:
        roster.save(conn, before)
        known = roster.all_units(conn)
        file = RosterFile(tuple(listed), columns)
        planned = roster_changes.plan(known, file, TODAY)
        assert roster.all_units(conn) == known
        roster_changes.carry_out(conn, planned, BY)
        now = {unit.name: unit for unit in roster.all_units(conn)}
        assert set(now) == {unit.name for unit in (*before, *listed)}
        for unit in known:
            told = [
                change.what for change in planned.changed if change.unit == unit.name
            ]
            assert bool(told) == (now[unit.name] != unit)
            # What the list has no column for stays.
            if "addresses" not in columns:
                assert now[unit.name].addresses == unit.addresses
            if columns.isdisjoint({"officer", "officer_address", "officer_phone"}):
                assert now[unit.name].people == unit.people
        again = roster_changes.plan(roster.all_units(conn), file, TODAY)
        assert (again.new, again.changed, again.renamed) == ((), (), ())
        (entry,) = journal.about(conn, "roster")
        assert dict(entry.details) == planned.told()
        assert "139" not in str(entry.details)


def test_what_units_were_called_never_ends_in_a_circle_or_at_nobody(
    tmp_path: Path,
) -> None:
    with record(tmp_path) as conn:
        roster.save(conn, [Unit(0, name, "第一组", SINCE) for name in NAMES])
        day = FromDay(date(2026, 9, 1))

        def unit(name: str) -> Unit:
            found = roster.unit_named(conn, name)
            assert found is not None
            return found

        roster_changes.merge(conn, [unit("乙局")], unit("甲局"), day, BY)
        roster_changes.merge(
            conn, [unit("甲局")], unit("丙局"), FromDay(date(2026, 9, 10)), BY
        )
        before = roster.all_units(conn)
        for gone, into in (
            ("丙局", "乙局"),
            ("丙局", "甲局"),
            ("甲局", "乙局"),
            ("丙局", "丙局"),
        ):
            with pytest.raises(RosterChangeError):
                roster_changes.merge(conn, [unit(gone)], unit(into), day, BY)
        assert roster.all_units(conn) == before
        kept = roster_changes.rename(conn, unit("丙局"), "丙丁局", day, BY)
        assert (
            roster_changes.rename(conn, kept, "丙局", day, BY).former_names == ()
        )  # the same day: undone


def named(conn: Connection, name: str) -> Unit:
    found = roster.unit_named(conn, name)
    assert found is not None
    return found


SEPTEMBER = FromDay(date(2026, 9, 1))


def test_a_merger_taken_back_leaves_everything_as_it_was(tmp_path: Path) -> None:
    with record(tmp_path) as conn:
        officers = {
            name: (Person(Role.OFFICER, f"{name}的信息员", "", ""),) for name in NAMES
        }
        parents = {"乙局": "甲局", "丙局": "甲局"}
        units = []
        for name in NAMES:
            units.append(
                Unit(
                    id=0,
                    name=name,
                    group="第一组",
                    since=SINCE,
                    parent=parents.get(name),
                    addresses=(f"{name}@units.example",),
                    people=officers[name],
                )
            )
        roster.save(conn, units)
        before = roster.all_units(conn)
        roster_changes.merge(
            conn, [named(conn, "甲局")], named(conn, "乙局"), SEPTEMBER, BY
        )
        assert named(conn, "丙局").parent == "乙局"
        roster_changes.take_up_again(conn, named(conn, "甲局"), BY)
        assert roster.all_units(conn) == before


def test_a_merger_taken_back_takes_only_what_it_gave(tmp_path: Path) -> None:
    shared, both_gone = "shared@units.example", "gone@units.example"
    clerk = Person(Role.OFFICER, "张伟", "", "0951-6012345")
    of = {
        "甲局": (shared, both_gone, "a@units.example"),
        "乙局": (both_gone,),
        "丙局": (shared,),
    }
    with record(tmp_path) as conn:
        units = [
            Unit(0, name, "第一组", SINCE, addresses=of[name], people=(clerk,))
            for name in of
        ]
        roster.save(conn, units)
        before = roster.all_units(conn)
        gone = [named(conn, "甲局"), named(conn, "乙局")]
        roster_changes.merge(conn, gone, named(conn, "丙局"), SEPTEMBER, BY)
        roster_changes.take_up_again(conn, named(conn, "甲局"), BY)
        # 乙局 is still merged, and has brought this one too.
        assert named(conn, "丙局").addresses == (both_gone, shared)
        roster_changes.take_up_again(conn, named(conn, "乙局"), BY)
        assert roster.all_units(conn) == before


def test_what_was_changed_since_a_merger_stays_when_it_is_taken_back(
    tmp_path: Path,
) -> None:
    with record(tmp_path) as conn:
        roster.save(conn, [Unit(0, name, "第一组", SINCE) for name in NAMES])
        roster_changes.move_under(
            conn, named(conn, "丙局"), named(conn, "甲局"), SEPTEMBER, BY
        )
        roster_changes.merge(
            conn, [named(conn, "甲局")], named(conn, "乙局"), SEPTEMBER, BY
        )
        roster_changes.move_under(
            conn, named(conn, "丙局"), named(conn, "丁局"), SEPTEMBER, BY
        )
        with pytest.raises(RosterChangeError, match="丙局 is under 丁局 already"):
            roster_changes.move_under(
                conn, named(conn, "丙局"), named(conn, "丁局"), SEPTEMBER, BY
            )
        with pytest.raises(RosterChangeError, match="is still to come"):
            roster_changes.move_under(
                conn, named(conn, "丙局"), None, FromDay(date(2099, 1, 1)), BY
            )
        roster_changes.take_up_again(conn, named(conn, "甲局"), BY)
        assert named(conn, "丙局").parent == "丁局"


def test_a_later_name_or_group_is_not_undone_in_passing(tmp_path: Path) -> None:
    with record(tmp_path) as conn:
        roster.save(conn, [Unit(0, name, "第一组", SINCE) for name in NAMES])
        roster_changes.rename(
            conn, named(conn, "甲局"), "甲乙局", FromDay(date(2026, 9, 10)), BY
        )
        with pytest.raises(RosterChangeError, match="甲乙局 since 2026-09-10"):
            roster_changes.rename(conn, named(conn, "甲乙局"), "甲丁局", SEPTEMBER, BY)
        roster_changes.move_to_group(
            conn, named(conn, "丙局"), "第二组", FromDay(date(2026, 10, 1)), BY
        )
        with pytest.raises(RosterChangeError, match="第二组 since 2026-10-01"):
            roster_changes.move_to_group(
                conn, named(conn, "丙局"), "第三组", SEPTEMBER, BY
            )
        # The day itself was wrong: the same name from an earlier one, the former group
        # from the same.
        assert roster_changes.rename(
            conn, named(conn, "甲乙局"), "甲乙局", SEPTEMBER, BY
        ).name_on(SEPTEMBER.on) == ("甲乙局")
        back = FromDay(date(2026, 10, 1))
        assert (
            roster_changes.move_to_group(
                conn, named(conn, "丙局"), "第一组", back, BY
            ).former_groups
            == ()
        )


def test_a_unit_that_has_ended_is_changed_no_more_from_that_day_on(
    tmp_path: Path,
) -> None:
    with record(tmp_path) as conn:
        roster.save(conn, [Unit(0, name, "第一组", SINCE) for name in NAMES])
        roster_changes.merge(
            conn, [named(conn, "甲局")], named(conn, "乙局"), SEPTEMBER, BY
        )
        before = roster.all_units(conn)
        gone, above = named(conn, "甲局"), named(conn, "丙局")
        with pytest.raises(RosterChangeError, match="went into 乙局"):
            roster_changes.rename(conn, gone, "甲甲局", SEPTEMBER, BY)
        with pytest.raises(RosterChangeError, match="went into 乙局"):
            roster_changes.move_to_group(conn, gone, "第二组", SEPTEMBER, BY)
        with pytest.raises(RosterChangeError, match="went into 乙局"):
            roster_changes.move_under(conn, gone, above, SEPTEMBER, BY)
        assert roster.all_units(conn) == before
        # What it was called, and where it was, until then may still be put right.
        assert (
            roster_changes.rename(
                conn, gone, "甲甲局", FromDay(date(2026, 8, 1)), BY
            ).name
            == "甲甲局"
        )


def test_a_list_that_still_names_what_ended_is_told_so(tmp_path: Path) -> None:
    with record(tmp_path) as conn:
        roster.save(conn, [Unit(0, name, "第一组", SINCE) for name in NAMES])
        roster_changes.merge(
            conn, [named(conn, "甲局")], named(conn, "乙局"), SEPTEMBER, BY
        )
        roster_changes.end(conn, named(conn, "丙局"), SEPTEMBER, BY)
        listed = tuple(Unit(0, name, "第一组", SINCE) for name in NAMES)
        planned = roster_changes.plan(
            roster.all_units(conn), RosterFile(listed, frozenset({"name"})), TODAY
        )
        assert planned.ended == (
            "甲局（2026-09-01起并入乙局）",
            "丙局（2026-09-01起不再在册）",
        )
        assert planned.told()["表中仍列着，已不在册"] == list(planned.ended)
