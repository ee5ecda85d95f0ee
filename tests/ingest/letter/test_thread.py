"""Is the message found that a letter answers, and no other?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.thread import (
    OurMessage,
    TooFewRandomBytesError,
    find,
    new_token,
    numbered_elsewhere,
    references_of,
    tokens_in,
    without_tokens,
)
from tests.ingest.roster import letter

SENT = OurMessage("2026-0123", "someone@mail.example", "receipt")


def test_in_reply_to_comes_before_references_and_the_latest_reference_first() -> None:
    given_letter = replace(
        letter("回复:甲[2026-0123-k7f3q9xw]"),
        in_reply_to=("<a@x>",),
        references=("<b@x>", "<c@x>"),
    )
    assert references_of(given_letter) == ("a@x", "c@x", "b@x", "2026-0123-k7f3q9xw")


@pytest.mark.parametrize("key", ["a@x", "b@x", "2026-0123-k7f3q9xw"])
def test_p31_any_one_of_the_three_is_enough(key: str) -> None:
    given_letter = replace(
        letter("回复:甲[2026-0123-K7F3Q9XW]"), in_reply_to=("a@x",), references=("b@x",)
    )
    answered = find(given_letter, {key: SENT})
    assert answered is not None
    assert answered.sent is SENT


@pytest.mark.parametrize(
    "subject",
    [
        "回复:2026-0123",
        "回复:[2026-0123]",
        "回复:[2026-0123-k7f3]",
        "回复:[2026-0123-iloulilo]",
    ],
)
def test_a_serial_without_its_random_part_is_no_token(subject: str) -> None:
    assert tokens_in(subject) == ()
    assert find(letter(subject), {"2026-0123": SENT}) is None


@pytest.mark.parametrize(
    "subject",
    [
        "[2026-0123-k7f3q9xw]",
        "【2026—0123—k7f3q9xw】",
        "(2026-0123-K7F3Q9XW)",
        "甲２０２６-0123-k7f3q9xw乙",
    ],
)
def test_a_token_is_found_however_clients_mangle_it(subject: str) -> None:
    assert tokens_in(subject) == ("2026-0123-k7f3q9xw",)


@pytest.mark.parametrize(
    "subject", ["[YG2026-003-k7f3q9xw]", "【yg2026—003—K7F3Q9XW】"]
)
def test_a_token_of_a_commission_is_its_own_and_no_serials(subject: str) -> None:
    assert tokens_in(f"回复：约稿：保畅 {subject}") == ("yg2026-003-k7f3q9xw",)


def test_a_token_of_a_commission_is_taken_out_whole() -> None:
    assert (
        without_tokens("回复：约稿：保畅 [YG2026-003-k7f3q9xw]") == "回复：约稿：保畅"
    )


@pytest.mark.parametrize(
    "subject", ["回复:YG2026-003", "[YG2026-003-k7f3]", "[2026-003-k7f3q9xw]"]
)
def test_the_number_of_a_commission_alone_is_no_token(subject: str) -> None:
    assert tokens_in(subject) == ()


def test_a_letter_that_answers_nothing_of_ours_finds_nothing() -> None:
    assert find(replace(letter("甲"), in_reply_to=("z@x",)), {"a@x": SENT}) is None


def test_of_several_tokens_the_last_is_the_nearest_ancestors() -> None:
    """A receipt keeps the subject it answers, with the commission's token, and puts its
    own behind it.
    """
    subject = "回复：自动回执：约稿：保畅 [YG2026-003-k7f3q9xw] [2026-0123-abcdefgh]"
    assert references_of(letter(subject)) == (
        "2026-0123-abcdefgh",
        "yg2026-003-k7f3q9xw",
    )


@pytest.mark.parametrize(
    ("subject", "foreign"),
    [
        ("银川市交通运输局+养护 [2026-0123-k7f3q9xw]", False),
        ("银川市交通运输局+养护 2026-0009-abcdefgh", True),
        ("自动回执：养护 [2026-0123-k7f3q9xw] [2026-0009-abcdefgh]", True),
        ("约稿：保畅 [YG2026-003-abcdefgh]", False),
        ("关于2026-0012-20260315号文件的落实情况", False),
        ("银川市交通运输局+养护", False),
    ],
)
def test_p29_a_receipts_token_that_we_did_not_send_is_anothers(
    subject: str, *, foreign: bool
) -> None:
    assert numbered_elsewhere(letter(subject), {"2026-0123-k7f3q9xw": SENT}) is foreign


def test_tokens_are_taken_out_with_their_brackets() -> None:
    assert without_tokens("回复:甲+乙 [2026-0123-k7f3q9xw]") == "回复:甲+乙"


def test_too_few_random_bytes_are_refused() -> None:
    with pytest.raises(TooFewRandomBytesError, match="secrets"):
        new_token("2026-0123", b"1234")


@given(st.binary(min_size=5, max_size=12))
def test_every_token_made_is_found_again(chance: bytes) -> None:
    token = new_token("2026-0123", chance)
    assert tokens_in(f"回复:甲[{token}]") == (token,)
    assert len(token.rsplit("-", 1)[1]) * 5 >= 40


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_different_chance_gives_different_tokens(one: bytes, other: bytes) -> None:
    assert (new_token("2026-0001", one) == new_token("2026-0001", other)) == (
        one == other
    )


@given(st.text())
def test_any_text_has_tokens_or_none(text: str) -> None:
    assert all(token.isascii() for token in tokens_in(text))
    without_tokens(text)
