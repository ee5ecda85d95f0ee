"""Is the next thing ready in time, and never more than the next?"""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.poll.taking import one_ahead


@given(st.lists(st.integers()))
def test_every_item_comes_once_and_in_order(items: list[int]) -> None:
    assert list(one_ahead(iter(items))) == items


def test_the_next_is_made_while_this_one_is_in_hand_and_no_further_one() -> None:
    made: list[int] = []
    second = threading.Event()

    def items() -> Iterator[int]:
        for number in range(5):
            made.append(number)
            if number == 1:
                second.set()
            yield number

    with closing(one_ahead(items())) as coming:
        assert next(coming) == 0
        assert second.wait(10)
    assert made == [0, 1]


def test_what_making_raises_is_raised_where_it_is_asked_for() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError(28, "no space")

    coming = one_ahead(items())
    assert next(coming) == 1
    with pytest.raises(OSError, match="no space"):
        next(coming)
