"""Are places counted and found as one would count them by hand?"""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ingest.similar.known_items import Positions, at_least, bits_of, latest, sums_of

PLACES = st.sets(st.integers(min_value=0, max_value=90)).map(sorted)


@given(st.lists(PLACES, max_size=12), st.integers(min_value=1, max_value=13))
def test_the_places_of_at_least_so_many_sets_are_those_counted_one_by_one(
    sets: list[list[int]], least: int
) -> None:
    counted = Counter(place for places in sets for place in places)
    expected = [place for place, count in counted.items() if count >= least]
    found = at_least(sums_of(map(bits_of, sets)), least)
    assert latest(found, 100) == sorted(expected, reverse=True)


def test_the_bits_of_a_frequent_key_are_kept_and_grow_with_it() -> None:
    places: Positions[str] = Positions()
    for place in range(3_000):
        places.add("公路", 2 * place)
        if place in {299, 300, 1_500, 2_999}:
            assert places.bits("公路") == bits_of(places.of("公路"))
    assert places.bits("公路").bit_count() == 3_000
    assert places.bits("没有") == 0


def test_of_many_places_the_latest_are_taken() -> None:
    assert latest(bits_of([3, 5, 8, 13]), 2) == [13, 8]
