"""Is every moment aware, whatever the host's zone?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ledger.periods import OFFICE_ZONE
from office.service.clock import BadMomentError, parse_moment, stopped_at, wall_clock


def test_a_moment_without_offset_is_meant_in_the_offices_zone() -> None:
    assert parse_moment("2026-03-31T09:00") == datetime(
        2026, 3, 31, 9, tzinfo=OFFICE_ZONE
    )


def test_a_moment_with_offset_keeps_it() -> None:
    assert parse_moment("2026-03-31T01:00:00Z") == datetime(2026, 3, 31, 1, tzinfo=UTC)


def test_what_is_no_moment_is_refused_with_an_example() -> None:
    with pytest.raises(BadMomentError, match="2026-03-31T09:00"):
        parse_moment("tomorrow")


def test_a_stopped_clock_says_what_it_was_told() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert stopped_at(moment)() == moment


def test_the_wall_clock_is_aware() -> None:
    assert wall_clock().utcoffset() == timedelta(hours=8)
