"""Is a kept sheet, brought up to date, the sheet that scoring everybody gives?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import commissions, journal, roster, scores
from ledger.database import Connection, open_database
from ledger.entries.events import (
    Adoption,
    Commission,
    HistoryTotal,
    Instruction,
    Withdrawal,
)
from ledger.entries.people import Exemption, Unit
from ledger.entries.submissions import (
    Submission,
    SubmissionState,
    SubmissionWords,
    subject_of,
)
from ledger.events import EVENT_TABLES, adoptions, instructions
from ledger.journal import JournalEntry
from ledger.periods import parse_period
from ledger.rulebook import Rulebook
from ledger.scoresheet import as_json
from ledger.submissions import listing, recording
from ledger.submissions.recording import NewSubmission
from office.use_cases.sheets import Sheets
from scoring.close import scored
from tests.fixtures.databases import migrated_file
from tests.fixtures.examples import examples
from tests.scoring.worlds import SINCE, at, ningxia

RULES = Rulebook((ningxia(),))
NOW = at(date(2026, 8, 3))
PERIODS = tuple(map(parse_period, ("2026Q1", "2026Q2", "2026-05", "2026H1", "2026")))
OUTLETS = ("《宁夏交通信息》", "《综合信息》", "国务院办公厅")

days = st.integers(0, 210).map(
    lambda offset: date(2025, 12, 20) + timedelta(days=offset)
)


class Record:
    """A record that something happens to, again and again, the way the program writes
    it.
    """

    def __init__(self, conn: Connection, draw: st.DataObject) -> None:
        self.conn, self.draw, self._numbers = conn, draw, count(1)
        names = (("甲局", "第一组"), ("乙局", "第一组"), ("丙局", "第二组"))
        roster.save(conn, [Unit(0, name, group, SINCE) for name, group in names])

    def one_of_the_units(self) -> int:
        return self.draw.draw(st.sampled_from(roster.all_units(self.conn))).id

    def an_item(self) -> Submission | None:
        known = listing.listed(self.conn)
        return self.draw.draw(st.sampled_from(known)) if known else None

    def day(self) -> date:
        return self.draw.draw(days)

    def entry(self, subject: str = "") -> JournalEntry:
        return JournalEntry(NOW, "张", "did", subject)

    def sent(self) -> None:
        number, lead = next(self._numbers), self.one_of_the_units()
        other = self.draw.draw(st.sampled_from((None, self.one_of_the_units())))
        submission = Submission(
            serial=f"2026-{number:04d}",
            arrived_at=at(self.day()),
            title=f"报送件{number}",
            state=self.draw.draw(
                st.sampled_from((SubmissionState.RECORDED, SubmissionState.HELD))
            ),
            unit_id=lead,
            co_unit_ids=() if other in {None, lead} else (other or 0,),
            category=self.draw.draw(st.sampled_from(("动态", "调研", "其他"))),
            token=f"t{number}",
        )
        recording.add(
            self.conn, [NewSubmission(submission, SubmissionWords("", ""))], NOW
        )
        journal.write(self.conn, self.entry(subject_of(submission.serial)))

    def adopted(self) -> None:
        if item := self.an_item():
            outlet, entered = self.draw.draw(st.sampled_from(OUTLETS)), at(self.day())
            adoptions.add(
                self.conn,
                [Adoption(0, item.serial, outlet, "单条", self.day(), entered)],
            )

    def instructed(self) -> None:
        if item := self.an_item():
            found = Instruction(0, item.serial, "张三", "自治区领导", self.day(), NOW)
            instructions.add(self.conn, [found])

    def taken_back(self) -> None:
        serials = [item.serial for item in listing.listed(self.conn)]
        adopted = [f"adoption:{each.id}" for each in adoptions.of(self.conn, serials)]
        instructed = [
            f"instruction:{each.id}" for each in instructions.of(self.conn, serials)
        ]
        if adopted or instructed:
            kind, _, number = self.draw.draw(
                st.sampled_from(adopted + instructed)
            ).partition(":")
            event = EVENT_TABLES[kind].one(self.conn, int(number))
            gone = Withdrawal(
                at(self.day()), "张", "录错", carried=self.draw.draw(st.booleans())
            )
            EVENT_TABLES[kind].withdraw(self.conn, event, gone, self.entry())

    def altered(self) -> None:
        if item := self.an_item():
            asked = [None, *(each.id for each in commissions.everything(self.conn))]
            after = replace(
                item,
                state=self.draw.draw(
                    st.sampled_from(
                        (SubmissionState.RECORDED, SubmissionState.RETURNED)
                    )
                ),
                unit_id=self.one_of_the_units(),
                co_unit_ids=(),
                counts_on=self.draw.draw(st.none() | days),
                commission=self.draw.draw(st.sampled_from(asked)),
                superseded_by=None,
            )
            recording.change(self.conn, item, after, self.entry())

    def replaced(self) -> None:
        item, other = self.an_item(), self.an_item()
        if (
            item
            and other
            and item.serial != other.serial
            and item.superseded_by is None
        ):
            after = replace(
                item, state=SubmissionState.SUPERSEDED, superseded_by=other.serial
            )
            recording.change(self.conn, item, after, self.entry())

    def asked(self) -> None:
        due = self.day()
        who = (self.one_of_the_units(),)
        found = Commission(
            f"Y{next(self._numbers)}",
            "专题",
            "厅办公室",
            who,
            due - timedelta(days=9),
            due,
        )
        commissions.save(self.conn, [found])

    def excused(self) -> None:
        since = self.day()
        roster.excuse(
            self.conn,
            self.one_of_the_units(),
            Exemption(since, since + timedelta(days=40), "改革"),
        )

    def joined(self) -> None:
        unit = Unit(0, f"新局{next(self._numbers)}", "第二组", self.day())
        roster.save(self.conn, [*roster.all_units(self.conn), unit])

    def renamed(self) -> None:
        unit = self.draw.draw(st.sampled_from(roster.all_units(self.conn)))
        roster.change(
            self.conn, unit, unit.renamed(f"新名{next(self._numbers)}", self.day())
        )

    def merged(self) -> None:
        everyone = roster.all_units(self.conn)
        gone, into = (self.draw.draw(st.sampled_from(everyone)) for _ in range(2))
        if gone.id != into.id and gone.until is None and into.until is None:
            roster.change(self.conn, gone, gone.merged(into.id, self.day()))

    def told_of_before(self) -> None:
        told = HistoryTotal("2025Q4", self.one_of_the_units(), 12)  # type: ignore[arg-type]
        scores.save_history(self.conn, [told])

    def published(self) -> None:
        quarter = parse_period("2026Q1")
        sheet = scored(self.conn, RULES, quarter, NOW)
        made = scores.Revision(
            0, quarter.code, 0, sheet.edition, as_json(sheet), "", "", "张", NOW
        )
        scores.publish(self.conn, scores.store(self.conn, made).id, at(self.day()))

    HAPPENINGS = (
        sent,
        sent,
        adopted,
        adopted,
        instructed,
        taken_back,
        altered,
        altered,
        replaced,
        asked,
        excused,
        joined,
    )
    SELDOM = (told_of_before, published, renamed, merged)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    yield from opened(tmp_path / "office.sqlite")


def opened(file: Path) -> Iterator[Connection]:
    file.write_bytes(migrated_file())
    database = open_database(f"sqlite:///{file}")
    with database.writing() as conn:
        yield conn
        conn.rollback()
    database.close()


def test_after_one_adoption_nobody_else_is_read(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster.save(conn, [Unit(0, name, "第一组", SINCE) for name in ("甲局", "乙局")])
    for number, unit in enumerate(roster.all_units(conn)):
        made = Submission(
            f"2026-{number}",
            at(date(2026, 4, 3)),
            "题",
            SubmissionState.RECORDED,
            unit.id,
        )
        recording.add(
            conn,
            [NewSubmission(replace(made, token=f"t{number}"), SubmissionWords("", ""))],
            NOW,
        )
    sheets, quarter = Sheets(RULES), parse_period("2026Q2")
    before = sheets.sheet(conn, quarter, NOW)
    assert sheets.sheet(conn, quarter, NOW) is before
    adoptions.add(
        conn, [Adoption(0, "2026-0", "国务院办公厅", "单条", date(2026, 5, 4), NOW)]
    )
    whole = scored(conn, RULES, quarter, NOW)
    monkeypatch.delattr(scores, "outlined_facts_of")
    assert sheets.sheet(conn, quarter, NOW) == whole != before


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_happens_a_kept_sheet_is_the_sheet_scored_anew(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    for conn in opened(tmp_path_factory.mktemp("record") / "office.sqlite"):
        record, sheets = Record(conn, data), Sheets(RULES)
        for _ in range(data.draw(st.integers(1, 9))):
            for happens in data.draw(
                st.lists(st.sampled_from(Record.HAPPENINGS), max_size=4)
            ):
                happens(record)
            for happens in data.draw(
                st.lists(st.sampled_from(Record.SELDOM), max_size=1)
            ):
                happens(record)
            for period in data.draw(
                st.lists(st.sampled_from(PERIODS), min_size=1, max_size=2)
            ):
                assert sheets.sheet(conn, period, NOW) == scored(
                    conn, RULES, period, NOW
                )
