"""Is every letter under tests/letters/characters read exactly? One fault of real
senders in each.
"""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.letter.read import read_letter

FOLDER = Path(__file__).parents[2] / "letters" / "characters"
VECTORS: dict[str, dict[str, Any]] = tomllib.loads(
    (FOLDER / "vectors.toml").read_text(encoding="utf-8")
)
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(VECTORS))
def test_p18_p19_the_letter_says_exactly_what_was_written(name: str) -> None:
    wanted = VECTORS[name]
    letter = read_letter((FOLDER / f"{name}.eml").read_bytes(), NOW)
    assert letter.subject == wanted["subject"]
    assert letter.from_name == wanted["from_name"]
    assert letter.from_address == "zhang@example.cn"
    assert letter.text == wanted["text"]
    assert [attachment.name for attachment in letter.attachments] == wanted.get(
        "files", []
    )
    assert [attachment.text for attachment in letter.attachments] == wanted.get(
        "file_texts", []
    )
    assert letter.sure


def test_every_letter_has_its_expectation_and_every_expectation_its_letter() -> None:
    assert {path.stem for path in FOLDER.glob("*.eml")} == set(VECTORS)
