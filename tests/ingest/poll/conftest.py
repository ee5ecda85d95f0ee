"""On which installations do the tests of polling run?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ingest.postoffice import Office, fresh, opened


@pytest.fixture
def office(migrated_url: str) -> Iterator[Office]:
    """One on each database."""
    with opened(migrated_url) as office:
        yield office


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Office]:
    """One on SQLite, for what the database has no part in."""
    with fresh(tmp_path) as office:
        yield office
