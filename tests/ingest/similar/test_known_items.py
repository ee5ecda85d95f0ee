"""Is every item that a new one may repeat or resemble found, and no other?"""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from ingest.similar.known_items import KnownItems, known_items_of
from ingest.similar.pairs import dice, pairs
from ledger.entries.submissions import RecentSubmission
from tests.ingest.roster import ARRIVED

WITHIN = timedelta(days=90)
DAY = timedelta(days=1)
SAID = "f" * 40
TITLES = st.text(alphabet="除雪保畅春运公路0123 ", max_size=12)


def _item(
    number: int, title: str, days: int = 0, fingerprint: str = ""
) -> RecentSubmission:
    return RecentSubmission(
        f"2026-{number:04}", (1,), title, "动态", ARRIVED + days * DAY, fingerprint
    )


def _known(titles: Sequence[str]) -> KnownItems:
    half = len(titles) // 2
    items = [_item(number, title) for number, title in enumerate(titles)]
    known = known_items_of(reversed(items[:half]), WITHIN)
    for item in items[half:]:
        known = known.with_item(item)
    return known


@given(TITLES, st.lists(TITLES, max_size=30), st.sampled_from([0.5, 0.85, 1.0]))
def test_looking_up_rare_pairs_finds_what_comparing_with_every_title_finds(
    title: str, titles: list[str], least: float
) -> None:
    newest_first = [f"2026-{number:04}" for number in reversed(range(len(titles)))]
    rates = {
        f"2026-{n:04}": dice(pairs(title), pairs(other))
        for n, other in enumerate(titles)
    }
    expected = [
        (rates[serial], serial) for serial in newest_first if rates[serial] >= least
    ]
    found = _known(titles).with_similar_title(title, least, ARRIVED)
    assert [(rate, item.serial) for rate, item in found] == expected


def test_f7_a_repetition_is_a_copy_within_the_days_before_and_after_and_no_longer() -> (
    None
):
    known = known_items_of([_item(1, "除雪", fingerprint=SAID)], WITHIN)
    for days, serial in (
        (-91, None),
        (-90, "2026-0001"),
        (90, "2026-0001"),
        (91, None),
    ):
        assert known.original_of(1, SAID, ARRIVED + days * DAY) == serial


def test_f7_the_first_of_several_equal_items_is_the_original() -> None:
    known = known_items_of(
        [_item(3, "除雪", 2, SAID), _item(2, "除雪", 1, SAID)], WITHIN
    )
    assert (
        known.with_item(_item(4, "除雪", 0, SAID)).original_of(1, SAID, ARRIVED)
        == "2026-0002"
    )


def test_f7_another_units_equal_item_is_no_copy() -> None:
    known = known_items_of([_item(1, "除雪", fingerprint=SAID)], WITHIN)
    assert known.original_of(2, SAID, ARRIVED) is None
    assert known.original_of(None, SAID, ARRIVED) is None


def test_of_thousands_of_equal_titles_the_latest_are_still_found() -> None:
    known = known_items_of(
        [_item(number, "安全生产形势分析") for number in range(3000, 0, -1)], WITHIN
    )
    found = known.with_similar_title("安全生产形势分析", 0.85, ARRIVED)
    assert found[0][1].serial == "2026-3000"
    assert 1 <= len(found) < 3000


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 5), st.sampled_from(["除雪保畅", "春运公路", "除雪春运", None])
    ),
    max_size=12,
)


@given(CHANGES, CHANGES)
def test_known_items_that_changed_answer_as_if_made_anew_and_leave_their_origin_as_it_was(
    first: list[tuple[int, str | None]], second: list[tuple[int, str | None]]
) -> None:
    origin = known_items_of([_item(1, "除雪保畅"), _item(0, "除雪公路")], WITHIN)
    before = origin.living
    for changes in (first, second):  # two that grow from the same one
        known, now = origin, {item.serial: item for item in before}
        for number, title in changes:
            serial, made = (
                f"2026-{number:04}",
                [] if title is None else [_item(number, title)],
            )
            known = known.with_changes({serial}, made)
            now = {s: i for s, i in now.items() if s != serial} | {
                item.serial: item for item in made
            }
        fresh = known_items_of(sorted(now.values(), reverse=True), WITHIN)
        assert known.living == fresh.living
        assert known.with_similar_title(
            "除雪保畅", 0.3, ARRIVED
        ) == fresh.with_similar_title("除雪保畅", 0.3, ARRIVED)
        assert [known.by_serial(f"2026-{n:04}", ARRIVED) for n in range(6)] == [
            fresh.by_serial(f"2026-{n:04}", ARRIVED) for n in range(6)
        ]
    assert origin.living == before


def test_what_was_looked_at_again_and_is_as_it_was_is_not_arranged_twice() -> None:
    known = known_items_of([_item(1, "除雪")], WITHIN)
    assert known.with_changes({"2026-0001"}, [_item(1, "除雪")]) == known


def test_d1_the_units_own_titles_are_sought_among_the_units_items_alone() -> None:
    known = known_items_of([_item(1, "除雪保畅")], WITHIN)
    assert known.with_similar_title("除雪保畅", 0.5, ARRIVED, (2,)) == []
    assert [
        item.serial
        for _, item in known.with_similar_title("除雪保畅", 0.5, ARRIVED, (2, 1))
    ] == ["2026-0001"]


def test_the_newest_emergency_of_the_unit_is_found_and_of_an_unknown_unit_any() -> None:
    slide = _item(1, "塌方")._replace(category="突发")
    other = _item(2, "水毁", 1)._replace(category="突发", unit_ids=(2,))
    known = known_items_of([_item(3, "除雪", 2), other, slide], WITHIN)
    assert [
        known.latest_of(units, "突发", ARRIVED) for units in ((1,), (2,), (), (3,))
    ] == [
        slide,
        other,
        other,
        None,
    ]
