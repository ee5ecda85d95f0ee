"""Are numbers and addresses taken out of texts in every writing, and nothing else?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entries.contact import (
    ERASED,
    Contact,
    WhoKind,
    digits_of,
    phones_of,
    value_without,
    who_is,
    without,
    without_tails,
)
from ledger.entries.submissions import Author

MOBILE, LANDLINE, ADDRESS = "13909510001", "09516076022", "li.na@units.example"
CONTACT = Contact(frozenset({MOBILE, LANDLINE}), frozenset({ADDRESS}))

digits = st.text("0123456789", min_size=9, max_size=12)
gaps = st.sampled_from(("", " ", "-", "－", "　", ") ", "—"))
prose = st.text(st.sampled_from("银川市交通运输局电话：，。李娜 abc\n"), max_size=30)


@pytest.mark.parametrize(
    "writing",
    [
        *(
            "13909510001",
            "139-0951-0001",
            "139 0951 0001",
            "１３９０９５１０００１",
            "+86 139-0951-0001",
        ),
        *(
            "0951-6076022",
            "(0951)6076022",
            "（0951）6076022",
            "0951－6076022",
            "6076022",
            "8613909510001",
        ),
        *("li.na@units.example", "LI.NA@Units.Example"),
    ],
)
def test_every_writing_is_taken_out(writing: str) -> None:
    assert (
        without(f"撰稿人：李娜，{writing}，银川局", CONTACT)
        == f"撰稿人：李娜，{ERASED}，银川局"
    )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "排查路段 126 公里，整改 38 处",
            "139095100012",
            "213909510001",
            "0951-6076023",
            "2026年3月2日",
        ),
        *(
            "ali.na@units.example",
            "li.na@units.examples",
            "",
            "投资 6076.022 万元",
            "607 6022",
        ),
    ],
)
def test_other_numbers_and_addresses_stay(text: str) -> None:
    assert without(text, CONTACT) == text


@given(prose, digits, st.data(), prose)
def test_a_number_is_gone_however_it_is_spaced(
    before: str, number: str, data: st.DataObject, after: str
) -> None:
    written = number[0] + "".join(data.draw(gaps) + digit for digit in number[1:])
    contact = Contact(frozenset({number}))
    left = without(f"{before}：{written}；{after}", contact)
    assert left == f"{before}：{ERASED}；{after}"
    assert without(left, contact) == left


@given(st.text(max_size=80), digits, digits)
def test_a_text_that_does_not_hold_the_number_is_left_as_it_is(
    text: str, number: str, other: str
) -> None:
    said = "".join(character for character in text if not character.isdigit())
    if number not in other and other not in number:
        contact = Contact(frozenset({number}))
        if not number.startswith("0"):
            assert without(f"{said}，{other}，", contact) == f"{said}，{other}，"
    assert without(said, Contact(frozenset({number}))) == said


def test_an_extension_is_too_short_to_be_taken_out_of_texts() -> None:
    assert (
        without("转 6022，投资 6022 万元", Contact(frozenset({"6022"})))
        == "转 6022，投资 6022 万元"
    )


def test_plain_data_is_gone_through_to_its_depth() -> None:
    data = {"because": f"电话 {MOBILE}", "more": [{"said": ADDRESS}, 3, None]}
    left = value_without(data, lambda text: without(text, CONTACT))
    assert left == {"because": f"电话 {ERASED}", "more": [{"said": ERASED}, 3, None]}


def test_the_last_digits_that_the_journal_tells_of_an_author_go_with_the_number() -> (
    None
):
    told, unnamed = (
        Author("张　三", f"{MOBILE}、0951-6076022").by_tails,
        Author("", MOBILE).by_tails,
    )
    for contact, names in ((None, ()), (Contact(), ("张三",)), (CONTACT, ())):
        assert without_tails(told, contact, names) == "张　三（电话已删）"
    assert without_tails(unnamed, CONTACT) == "未署名（电话已删）"
    for text in (told, f"{told}来电", "张三"):
        assert (
            without_tails(text, Contact(frozenset({"13800000000"})), ("李四",)) == text
        )


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("李娜", WhoKind.NAME),
        ("Li Na", WhoKind.NAME),
        ("139-0951-0001", WhoKind.PHONE),
        ("（0951）6076022", WhoKind.PHONE),
        ("Li.Na@units.example", WhoKind.ADDRESS),
    ],
)
def test_a_word_says_by_itself_what_it_is(said: str, kind: WhoKind) -> None:
    assert who_is(said).kind is kind


def test_a_person_is_known_by_name_within_a_unit_by_number_and_by_address() -> None:
    author = Author("李　娜", "139-0951-0001、0951-6076022", "Li.Na@units.example")
    assert who_is("李娜").is_author(author, (1,))
    assert who_is("李娜", 1).is_author(author, (1, 2))
    assert not who_is("李娜", 3).is_author(author, (1, 2))
    assert not who_is("李娜娜").is_author(author, (1,))
    assert who_is("+86 13909510001").is_author(author, ())
    assert who_is("li.na@units.example").is_author(author, ())
    assert phones_of(author.phone) == {MOBILE, LANDLINE}
    assert digits_of("0086-139 0951 0001") == MOBILE


@pytest.mark.parametrize(
    "written",
    [
        *(
            "13909510001/0951-6076022",
            "13909510001；0951-6076022",
            "13909510001，(0951)6076022",
        ),
        *(
            "13909510001 0951-6076022",
            "139 0951 0001、0951 6076022转8012",
            "13909510001或0951-6076022",
        ),
    ],
)
def test_each_of_several_numbers_is_known_however_a_person_parts_them(
    written: str,
) -> None:
    assert phones_of(written) == {MOBILE, LANDLINE}
    assert who_is(MOBILE).is_author(Author("李娜", written), ())
