"""Is a file name from a stranger harmless before anybody sees it?"""

import pytest

from ingest.letter.filename import safe_name


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
