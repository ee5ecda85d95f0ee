"""Are points given by hand kept exactly, once and with their reason, and out of count
once withdrawn?
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from ledger import journal, remarks, roster, scores
from ledger.database import Database, open_database
from ledger.entries.events import Remark, Withdrawal
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState, SubmissionWords
from ledger.journal import JournalEntry
from ledger.periods import parse_period
from ledger.submissions import sealing
from ledger.submissions.recording import NewSubmission, add

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
ENTRY = JournalEntry(NOW, "赵敏", "remark", "")
FALSE = Remark(
    0, 1, "信息失实", date(2026, 3, 9), NOW, "数字有误，经核实", None, "2026-0001"
)
HELP = Remark(0, 2, "协助核实", date(2026, 2, 3), NOW, "派人到现场", Fraction(7, 3))


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """Two units, and an item of each of two years."""
    opened = open_database(migrated_url)
    with opened.writing() as conn:
        roster.save(
            conn,
            [Unit(0, name, "第一组", date(2021, 3, 19)) for name in ("甲局", "乙局")],
        )
        add(
            conn,
            [item("2026-0001", NOW), item("2025-0009", NOW.replace(year=2025))],
            NOW,
        )
    yield opened
    opened.close()


def item(serial: str, arrived_at: datetime) -> NewSubmission:
    made = Submission(
        serial, arrived_at, f"题{serial}", SubmissionState.RECORDED, 1, token=serial
    )
    return NewSubmission(made, SubmissionWords("", ""))


def entered(database: Database, *new: Remark) -> tuple[Remark, ...]:
    with database.writing() as conn:
        return remarks.add(conn, new, ENTRY)


def counted(database: Database, period: str) -> list[int]:
    with database.reading() as conn:
        return [
            remark.id for remark in scores.facts_of(conn, parse_period(period)).remarks
        ]


def test_a_remark_comes_back_as_it_was_entered_its_points_exact(
    database: Database,
) -> None:
    false, help_given = entered(database, FALSE, HELP)
    with database.reading() as conn:
        assert [each.remark for each in remarks.everything(conn)] == [help_given, false]
        assert remarks.about(conn, "2026-0001") == (
            remarks.RecordedRemark(false, None),
        )
        assert remarks.one(conn, help_given.id) == remarks.RecordedRemark(
            help_given, None
        )
    assert help_given.points == Fraction(7, 3)
    assert false.entered_at == NOW


def test_the_same_said_twice_is_one_remark_and_another_reason_makes_another(
    database: Database,
) -> None:
    assert len(entered(database, FALSE, HELP)) == 2
    assert entered(database, FALSE, HELP, HELP._replace(points=Fraction(5))) == ()
    assert len(entered(database, HELP._replace(because="再次派人"))) == 1


def test_each_is_journalled_with_its_own_reason(database: Database) -> None:
    false, _ = entered(database, FALSE, HELP)
    with database.reading() as conn:
        (entry,) = journal.about(conn, remarks.subject_of(false.id))
    assert (entry.who, entry.because) == ("赵敏", FALSE.because)
    assert entry.details == {
        "remark": "信息失实",
        "points": "",
        "on": "2026-03-09",
        "serial": "2026-0001",
    }


def test_a_withdrawn_one_stays_on_record_counts_no_more_and_may_be_said_anew(
    database: Database,
) -> None:
    false, _ = entered(database, FALSE, HELP)
    with database.writing() as conn:
        remarks.withdraw(
            conn, false, JournalEntry(NOW, "赵敏", "withdraw", "", "记错了单位")
        )
    with database.reading() as conn:
        withdrawn = false._replace(withdrawn=Withdrawal(NOW, "赵敏", "记错了单位"))
        assert remarks.one(conn, false.id) == remarks.RecordedRemark(withdrawn, NOW)
        assert [entry.because for entry in journal.about(conn, f"remark:{false.id}")][
            1:
        ] == ["记错了单位"]
    assert false.id not in counted(database, "2026Q1")
    (again,) = entered(database, FALSE)
    assert again.id != false.id
    assert again.id in counted(database, "2026Q1")


def test_facts_hold_those_of_the_year_so_far_the_belated_and_those_about_items_in_them(
    database: Database,
) -> None:
    later = FALSE._replace(on=date(2026, 8, 1))
    belated = HELP._replace(on=date(2025, 12, 30))
    old = HELP._replace(on=date(2025, 5, 5), entered_at=NOW.replace(year=2025))
    next_year = HELP._replace(on=date(2027, 1, 1))
    numbers = [
        remark.id for remark in entered(database, later, belated, old, next_year, HELP)
    ]
    assert set(counted(database, "2026Q1")) == {numbers[0], numbers[1], numbers[4]}
    with database.reading() as conn:
        assert remarks.serials_for(conn, parse_period("2026")) == {"2026-0001"}


def test_an_older_item_that_is_remarked_upon_is_in_the_facts(
    database: Database,
) -> None:
    entered(database, FALSE._replace(serial="2025-0009"))
    with database.reading() as conn:
        facts = scores.facts_of(conn, parse_period("2026Q1"))
    assert {each.serial for each in facts.submissions} == {"2026-0001", "2025-0009"}


def test_sealing_an_item_takes_the_reasons_of_its_remarks(database: Database) -> None:
    false, help_given = entered(database, FALSE, HELP)
    with database.writing() as conn:
        sealed = item("2026-0001", NOW).submission
        sealing.seal(conn, sealed, "手工定密", JournalEntry(NOW, "赵敏", "seal", ""))
    with database.reading() as conn:
        entries = [entry.because for entry in journal.about(conn, f"remark:{false.id}")]
        found = [remarks.one(conn, number) for number in (false.id, help_given.id)]
    assert [each and each.remark.because for each in found] == [
        "手工定密",
        HELP.because,
    ]
    assert entries == [""]
