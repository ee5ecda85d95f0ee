"""Do sketches tell how much two texts have in common, and are they found, few at a
time, and forgotten?
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from ledger import roster
from ledger.database import Database, open_database
from ledger.entries.people import Unit
from ledger.entries.sketch import SIZE, resemblance, shares, sketch_of
from ledger.entries.submissions import Submission, SubmissionState, SubmissionWords
from ledger.journal import JournalEntry
from ledger.submissions import recording, sealing
from ledger.submissions.listing import resembling
from ledger.submissions.recording import NewSubmission, add
from ledger.tables.submissions import sketches

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
SKETCHES = st.frozensets(st.integers(min_value=0, max_value=40), max_size=SIZE)
HAN = "公路养护除雪保畅春运客货站场桥梁隧道安全应急值守督查整改"


def report(seed: int, length: int = 600) -> str:
    """As many characters as one would not write twice by chance."""
    chance = Random(seed)
    return "".join(chance.choice(HAN) for _ in range(length))


def said(text: str) -> frozenset[int]:
    return sketch_of("附件请查收", text)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    opened = open_database(migrated_url)
    with opened.writing() as conn:
        roster.save(conn, [Unit(0, "盐池县交通运输局", "第一组", date(2021, 3, 19))])
    yield opened
    opened.close()


def enter(database: Database, number: int, text: str) -> Submission:
    made = Submission(
        f"2026-{number:04}",
        NOW + timedelta(minutes=number),
        f"第{number}件",
        SubmissionState.RECORDED,
        1,
        token=f"t{number}",
    )
    with database.writing() as conn:
        add(conn, [NewSubmission(made, SubmissionWords("", text))], NOW)
    return made


def found(database: Database, text: str) -> list[str]:
    with database.reading() as conn:
        return [known.item.serial for known in resembling(conn, [said(text)])]


@given(st.text(), st.text())
def test_any_text_has_a_bounded_sketch_and_likeness_is_symmetric_between_nothing_and_all(
    one: str, other: str
) -> None:
    first, second = said(one), said(other)
    assert len(first) <= SIZE
    assert 0 <= resemblance(first, second) == resemblance(second, first) <= 1
    assert resemblance(first, first) == bool(first)


@given(SKETCHES, SKETCHES, st.floats(min_value=0.01, max_value=1))
def test_what_is_ruled_out_soon_would_have_been_ruled_out_by_comparing(
    one: frozenset[int], other: frozenset[int], least: float
) -> None:
    assert shares(one, other, least) or resemblance(one, other) < least


@given(st.text(alphabet=HAN, min_size=60, max_size=400))
def test_f7_blanks_width_and_punctuation_do_not_matter(text: str) -> None:
    spread = "　".join(f"{c}，\n" for c in text)
    assert said(spread) == said(text) != frozenset()


@pytest.mark.parametrize("seed", range(20))
def test_a_manuscript_with_a_few_words_altered_is_very_like_and_another_is_not(
    seed: int,
) -> None:
    text = report(seed)
    altered = text[:100] + "今日通报" + text[110:400] + "更正" + text[400:]
    assert resemblance(said(text), said(altered)) >= 0.7
    assert resemblance(said(text), said(report(seed + 100))) < 0.2


def test_a_covering_note_is_no_manuscript_and_own_words_count_where_there_is_none() -> (
    None
):
    assert sketch_of("信息一篇，请查收。", "") == frozenset()
    assert sketch_of(report(1), "") == said(report(1))


def test_near_duplicates_are_found_as_long_as_they_live(database: Database) -> None:
    first, second = enter(database, 1, report(1)), enter(database, 2, report(1)[:550])
    enter(database, 3, report(3))
    assert found(database, report(1)) == ["2026-0002", "2026-0001"]
    with database.writing() as conn:
        entry = JournalEntry(NOW, "王芳", "decide: return", "", "重复")
        recording.change(
            conn, second, replace(second, state=SubmissionState.RETURNED), entry
        )
    assert found(database, report(1)) == [first.serial]


def test_of_a_form_that_hundreds_fill_in_the_newest_are_looked_at(
    database: Database,
) -> None:
    for number in range(1, 120):
        enter(database, number, report(1))
    assert len(found(database, report(1))) <= 40
    assert found(database, report(1))[0] == "2026-0119"


def test_promise_13_a_sealed_submission_leaves_no_sketch(database: Database) -> None:
    made = enter(database, 1, report(1))
    enter(database, 2, report(2))
    with database.writing() as conn:
        sealing.seal(
            conn, made, "手工定密", JournalEntry(NOW, "王芳", "seal", "", "核实")
        )
    with database.reading() as conn:
        assert set(conn.scalars(sa.select(sketches.c.serial))) == {"2026-0002"}
    assert found(database, report(1)) == []
