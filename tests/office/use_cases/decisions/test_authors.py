"""Are authors read as a person writes them down, and nobody half?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entries.submissions import Author
from office.use_cases.decisions.authors import (
    AuthorsError,
    authors_of,
    with_addresses,
    written,
)

NAMES = st.text("张李王建国小红·ABc", max_size=8).map(str.strip)
PHONES = st.sampled_from(
    ["", "0951-6012345", "(0951)6012345", "13900000000、0951-6000001", "6012345转8012"]
)
AUTHOR = st.builds(Author, NAMES, PHONES, st.just("")).filter(
    lambda author: author.name or author.phone
)


@given(st.lists(AUTHOR, max_size=4))
def test_what_is_written_is_read_as_it_was(authors: list[Author]) -> None:
    assert authors_of(written(authors)) == tuple(authors)


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("", ()),
        (
            "张三 0951-6012345；李　四",
            (Author("张三", "0951-6012345"), Author("李 四")),
        ),
        ("张三（０９５１－６０１２３４５）\r\n\r\n", (Author("张三", "0951-6012345"),)),
        ("张三139 0000 0000", (Author("张三", "139 0000 0000"),)),
        ("0951-6012345", (Author("", "0951-6012345"),)),
    ],
)
def test_names_and_numbers_are_told_apart(
    text: str, authors: tuple[Author, ...]
) -> None:
    assert authors_of(text) == authors


@pytest.mark.parametrize(
    "line",
    [
        "张三、李四",
        "撰稿人：张三",
        "张三 0951-1 李四 139",
        "张三 12",
        "张" * 41,
        "张三（信息科） 0951-6012345",
    ],
)
def test_a_line_that_is_not_understood_is_named(line: str) -> None:
    with pytest.raises(AuthorsError) as refused:
        authors_of(f"王五\n{line}")
    assert refused.value.line == 2
    assert "姓名，空一格，再电话" in str(refused.value)


def test_a_known_author_is_meant_by_his_line_however_the_letter_wrote_it() -> None:
    odd = Author("张三（信息科）", "0951-6012345（办）", "zhang@units.example")
    assert authors_of(f"{written([odd])}\n李四", (odd,)) == (odd, Author("李四"))


def test_an_address_stays_with_its_author_by_name_or_else_by_number() -> None:
    known = (
        Author("张三", "1390", "zhang@a.example"),
        Author("李四", "1391", "li@a.example"),
    )
    said = (Author("李四", "1399"), Author("张叁", "1390"), Author("王五"))
    assert [author.email for author in with_addresses(said, known)] == [
        "li@a.example",
        "zhang@a.example",
        "",
    ]
