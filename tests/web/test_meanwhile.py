"""Do two people who fill in the same form at once both keep their words?"""

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from ledger.database import Database
from office.web.meanwhile import MadeFrom, as_chosen, merged, sent_from
from tests.web.conftest import SignIn
from tests.web.forms import typed
from tests.web.test_deciding import UNCLEAR, stored

ITEM = "2026-0001"
NAMES = ("title", "units", "ticked")
VALUES = st.lists(st.sampled_from(["甲", "乙\r\n丙", "乙\n丙", ""]), max_size=2)
FORMS = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES))


@given(was=FORMS, mine=FORMS)
def test_where_only_one_changed_a_form_that_one_has_his_way(
    was: dict[str, list[str]], mine: dict[str, list[str]]
) -> None:
    assert merged(was, mine, was) == (mine, (), ())
    left, taken, both = merged(was, was, mine)
    assert both == ()
    assert all(left[name] == (mine if name in taken else was)[name] for name in NAMES)


@given(was=FORMS, mine=FORMS, theirs=FORMS)
def test_no_words_of_ones_own_are_lost_and_a_clash_is_one_for_both(
    was: dict[str, list[str]], mine: dict[str, list[str]], theirs: dict[str, list[str]]
) -> None:
    left, taken, both = merged(was, mine, theirs)
    for name in NAMES:
        assert left[name] == (theirs if name in taken else mine)[name]
    assert merged(was, theirs, mine).both == both
    assert merged(was, mine, mine) == (mine, (), ())


def test_a_form_that_does_not_say_from_what_it_was_made_says_nothing() -> None:
    for text in ("", "{}", "[1]", '["x", {}]', "[1, 2]", '[1, {"title": 3}]'):
        assert sent_from(MultiDict({"made_from": text})) is None


def test_the_others_words_are_taken_where_they_were_chosen() -> None:
    made = MadeFrom(2, {"title": ["乙"], "units": ["丁", "戊"]})
    sent = MultiDict(
        [
            ("title", "甲"),
            ("units", "丙"),
            ("take-title", "mine"),
            ("take-units", "theirs"),
        ]
    )
    chosen = as_chosen(sent, made)
    assert (chosen["title"], chosen.getlist("units")) == ("甲", ["丁", "戊"])


# --- in the browser -------------------------------------------------------------------


def test_who_comes_later_is_told_what_the_other_changed_keeps_the_own_words_and_can_merge(
    clerk: FlaskClient, sign_in: SignIn, database: Database
) -> None:
    address = f"/submissions/{ITEM}/decide"
    other = sign_in("王主任")
    mine, theirs = clerk.get(address).text, other.get(address).text
    said = typed(
        theirs,
        address,
        category="综合",
        authors="李娜 0951-6000009",
        because="系综合情况",
    )
    assert "已办理" in other.post(address, data=said, follow_redirects=True).text

    late = clerk.post(
        address,
        data=typed(mine, address, category="调研", title="新标题", because="来电更正"),
    )
    assert late.status_code == 409
    assert "有人先改过了" in late.text
    assert (
        "王主任：类别：动态 → 综合；撰稿人：李娜（电话尾号0001） → 李娜（电话尾号0009）"
        in late.text
    )
    assert "您没有动过的（撰稿人和电话）" in late.text
    assert "用对方的：综合" in late.text
    again = typed(late.text, address)
    assert (again["title"], again["because"]) == (["新标题"], ["来电更正"])
    assert (again["category"], again["authors"]) == (["调研"], ["李娜 0951-6000009"])
    assert stored(database, ITEM).title != "新标题"

    said = again | {"take-category": "theirs"}
    assert "已办理" in clerk.post(address, data=said, follow_redirects=True).text
    after = stored(database, ITEM)
    assert (after.title, after.category, after.authors[0].phone) == (
        "新标题",
        "综合",
        "0951-6000009",
    )


def test_what_another_did_to_the_authors_is_told_once(
    clerk: FlaskClient, sign_in: SignIn
) -> None:
    address = f"/submissions/{ITEM}/decide"
    mine = typed(clerk.get(address).text, address, title="新标题", because="来电更正")
    said = typed(
        clerk.get(address).text,
        address,
        authors="李娜 0951-6000009\n王强",
        because="补合作者",
    )
    assert (
        "已办理"
        in sign_in("王主任").post(address, data=said, follow_redirects=True).text
    )
    late = clerk.post(address, data=mine).text
    assert "李娜（电话尾号0001） → 李娜（电话尾号0009）、王强" in late
    assert "撰稿人和电话里，原为" not in late


def test_who_accepts_what_another_has_just_accepted_is_told_so(
    clerk: FlaskClient, sign_in: SignIn, database: Database
) -> None:
    address = f"/submissions/{UNCLEAR}/decide"
    page = clerk.get(address).text
    fields = typed(page, address, unit="平罗县交通运输局", because="电话核实")
    assert (
        "已办理"
        in sign_in("王主任").post(address, data=fields, follow_redirects=True).text
    )
    assert clerk.post(address, data=fields).status_code == 409
    assert stored(database, UNCLEAR).version == 1


def test_who_writes_about_what_was_just_sealed_is_told_so_and_no_word_gets_in(
    clerk: FlaskClient, sign_in: SignIn, database: Database
) -> None:
    address = f"/submissions/{ITEM}/decide"
    mine = typed(clerk.get(address).text, address, title="新标题", because="来电更正")
    sealed = {"action": "seal", "sure": "y", "because": "误用邮箱报送"}
    sign_in("王主任").post(
        address, data=typed(clerk.get(address).text, address, **sealed)
    )
    late = clerk.post(address, data=mine)
    assert "王主任" in late.text
    assert "理由：误用邮箱报送" in late.text
    again = clerk.post(address, data=typed(late.text, address))
    assert "本件已按涉密封存，不能再写入内容" in again.text
    assert stored(database, ITEM).title == ""
