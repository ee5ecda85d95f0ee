"""Does what is known find senders and kin, and grow with a batch?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ingest.screening.robots import answerable, find_robot
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.judge import judge
from ingest.triage.verdict import Aside, Bounced, Completion, Copy, NewItem
from ledger.entries.letters import Attachment, Letter, SetAside
from ledger.entries.submissions import SubmissionDraft, SubmissionState
from tests.ingest.roster import (
    FINANCE,
    FORMER,
    INTAKE,
    LAW,
    UNITS,
    XINGQING,
    YANCHI,
    YINCHUAN,
    letter,
    unit_names,
)

KNOWN = JudgingFacts(unit_names(), INTAKE)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
ADDRESSES = [address for unit in UNITS for address in unit.addresses] + [
    "",
    "stranger@elsewhere.example",
]


def test_a_sender_is_known_by_the_units_address_or_a_persons_in_any_case() -> None:
    assert KNOWN.units_of(letter("甲", "yinchuan@units.example")) == (YINCHUAN,)
    assert KNOWN.units_of(letter("甲", "MaLi@Units.example")) == (YINCHUAN,)
    assert KNOWN.units_of(letter("甲", "shared@units.example")) == (LAW, FINANCE)
    assert KNOWN.units_of(letter("甲")) == ()


def test_the_roster_of_the_day_of_arrival_counts() -> None:
    given_letter = letter("甲", "xuexiao@units.example")
    assert KNOWN.units_of(given_letter) == ()
    earlier = replace(
        given_letter, arrived_at=datetime(2024, 12, 31, 15, 59, tzinfo=UTC)
    )
    assert KNOWN.units_of(earlier) == (FORMER,)
    assert (
        KNOWN.units_of(
            replace(earlier, arrived_at=earlier.arrived_at + timedelta(minutes=1))
        )
        == ()
    )


def test_an_empty_address_is_nobodys() -> None:
    assert KNOWN.units_of(replace(letter("甲"), from_address="")) == ()


def test_parent_and_child_are_kin_both_ways_and_others_are_not() -> None:
    assert KNOWN.are_kin(YINCHUAN.id, XINGQING.id)
    assert KNOWN.are_kin(XINGQING.id, YINCHUAN.id)
    assert not KNOWN.are_kin(YINCHUAN.id, YANCHI.id)


def test_a_new_item_leaves_what_was_known_before_unchanged() -> None:
    item = NewItem(
        SubmissionDraft(
            NOW,
            "甲",
            SubmissionState.RECORDED,
            1,
            category="动态",
            fingerprint="f" * 40,
        )
    )
    grown = KNOWN.with_item("#1", item)
    assert (KNOWN.items.original_of(1, "f" * 40, NOW), KNOWN.items.living) == (None, ())
    assert grown.items.original_of(1, "f" * 40, NOW) == "#1"
    assert [r.serial for r in grown.items.living] == ["#1"]


def test_the_first_of_equal_items_stays_the_original() -> None:
    item = NewItem(
        SubmissionDraft(
            NOW,
            "甲",
            SubmissionState.RECORDED,
            1,
            category="动态",
            fingerprint="f" * 40,
        )
    )
    grown = KNOWN.with_item("#1", item).with_item("#2", item)
    assert grown.items.original_of(1, "f" * 40, NOW) == "#1"


PIECES = st.sampled_from(
    [
        "银川市交通局",
        "盐池县",
        "办公室",
        "+",
        "、",
        "回复:",
        "转发:",
        "更正",
        "续报",
        "两篇",
        "[2026-0001-k7f3q9xw]",
        "除雪",
        "撰稿人:张三 ",
    ]
)
WORDS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=6).map("".join)
FILES = st.builds(
    Attachment,
    name=st.one_of(WORDS, st.just("稿件.docx")),
    type=st.sampled_from(["", "application/msword", "image/png"]),
    size=st.just(1),
    sha256=st.sampled_from(["a" * 64, "b" * 64]),
    text=st.one_of(st.none(), WORDS.map(lambda words: words * 20)),
    sure=st.booleans(),
)
LETTERS = st.builds(
    Letter,
    sha256=st.just("f" * 64),
    size=st.just(1),
    arrived_at=st.datetimes(timezones=st.just(UTC)).filter(
        lambda at: 1900 < at.year < 9000
    ),
    from_address=st.sampled_from(ADDRESSES),
    subject=WORDS,
    text=WORDS.map(lambda words: words * 10),
    quoted=WORDS,
    attachments=st.lists(FILES, max_size=3).map(tuple),
    in_reply_to=st.lists(
        st.sampled_from(["receipt@office.example", "x@y"]), max_size=1
    ).map(tuple),
    sure=st.booleans(),
)


@given(LETTERS)
def test_every_letter_has_exactly_one_verdict_that_keeps_its_promises(
    given_letter: Letter,
) -> None:
    may = answerable(given_letter, frozenset())
    outcome = judge(
        given_letter, KNOWN, ScreeningResult(find_robot(given_letter), None, may)
    )
    assert isinstance(outcome, NewItem | Copy | Completion | Aside | Bounced)
    if isinstance(outcome, NewItem):
        assert (outcome.draft.state is SubmissionState.HELD) == bool(
            outcome.draft.held_because
        )
        assert (
            outcome.draft.unit_id is not None
            or outcome.draft.state is SubmissionState.HELD
        )
        assert outcome.draft.unit_id not in outcome.draft.co_unit_ids
        assert outcome.draft.title.strip()
        assert len(outcome.draft.fingerprint) == 40
    if isinstance(outcome, Aside) and outcome.reason is SetAside.CORRESPONDENCE:
        # Nothing of a registered address is set aside in silence.
        assert outcome.possible or not KNOWN.units_of(given_letter)
    if isinstance(outcome, Aside) and outcome.hint:
        assert KNOWN.units_of(given_letter)
        assert may.may
