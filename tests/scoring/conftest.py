"""Which worlds do the tests of the readings begin with?"""

import pytest

from tests.scoring.worlds import Q1, Q2, World


@pytest.fixture
def world() -> World:
    return World(甲="第一组")


@pytest.fixture
def met(world: World) -> World:
    """甲 has met the months of the first half-year by plain items: 15 a quarter."""
    world.month("甲", *Q1, *Q2)
    return world
