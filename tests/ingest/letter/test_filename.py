"""Is a file name from a stranger harmless before anybody sees it?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.body import safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\报告\\春运.docx", "春运.docx"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("a?b*.doc", "a_b_.doc"),
        ("  .  ", "附件1"),
        ("报" * 500 + ".docx", "报" * 115 + ".docx"),
        ("x" * 500, "x" * 120),
    ],
)
def test_r35_a_file_name_is_made_harmless(name: str, safe: str) -> None:
    assert safe_name(name, "附件1") == safe


@given(st.text(max_size=400))
def test_r35_any_name_becomes_a_harmless_one(name: str) -> None:
    safe = safe_name(name, "附件")
    assert safe
    assert len(safe) <= 200
    assert not set(safe) & set("/\\\0\r\n\u202e")
    assert not safe.startswith(".")
