"""Is nobody's work on a draft overwritten, and nothing approved that was not read as it
is?
"""

import pytest
from flask.testing import FlaskClient

from ledger import announcements, circulars
from ledger.circulars import CircularState
from ledger.database import Database
from ledger.journal import By
from tests.fixtures.sample.roster import NOW
from tests.web.conftest import SignIn
from tests.web.forms import typed

CIRCULAR, ANNOUNCEMENT = "/circulars/1", "/announcements/1"


@pytest.fixture
def drafts(clerk: FlaskClient, admin: FlaskClient) -> FlaskClient:
    """A clerk of an office with a circular that may be approved and an announcement
    that is written.
    """
    admin.post("/circulars/1/settle")
    clerk.post("/announcements", data={"template": "报送要点", "to": ["第二组"]})
    words = {
        "title": "三月报送要点",
        "body": "各单位：\n第一段。\n第二段。",
        "to": ["第二组"],
    }
    clerk.post(ANNOUNCEMENT, data=words)
    return clerk


def state_of(database: Database, draft: str) -> CircularState:
    with database.reading() as conn:
        found = (
            circulars.one(conn, 1) if draft == CIRCULAR else announcements.one(conn, 1)
        )
    assert found is not None
    return found.state


@pytest.mark.parametrize(
    ("draft", "text"), [(CIRCULAR, "covering"), (ANNOUNCEMENT, "body")]
)
def test_who_saves_a_draft_later_is_told_what_the_other_changed_and_merges_both(
    drafts: FlaskClient, admin: FlaskClient, draft: str, text: str
) -> None:
    mine, theirs = drafts.get(draft).text, admin.get(draft).text
    long = {text: "各单位：\n第一段改过。\n第二段。"}
    saved = admin.post(
        draft, data=typed(theirs, draft, title="主任改的标题", number="九号", **long)
    )
    assert saved.status_code == 302

    late = drafts.post(
        draft, data=typed(mine, draft, title="赵敏改的标题", dated="2026-03-27")
    )
    assert late.status_code == 409
    assert "有人先改过了" in late.text
    assert "标题：" in late.text
    assert "→ 主任改的标题" in late.text
    assert "文号：无 → 九号" in late.text
    assert "第一段改过。\n" in late.text
    assert "您没有动过的（" in late.text
    again = typed(late.text, draft)
    assert again["title"] == ["赵敏改的标题"]
    assert again["dated"] == ["2026-03-27"]
    assert again["number"] == ["九号"]
    assert again[text][0].splitlines() == long[text].splitlines()
    assert "主任改的标题" in admin.get(draft).text

    taken = drafts.post(
        draft, data=again | {"take-title": "theirs"}, follow_redirects=True
    )
    assert "已保存" in taken.text
    kept = typed(taken.text, draft)
    assert (kept["title"], kept["dated"], kept["number"]) == (
        ["主任改的标题"],
        ["2026-03-27"],
        ["九号"],
    )


@pytest.mark.parametrize("draft", [CIRCULAR, ANNOUNCEMENT])
def test_a_draft_that_somebody_changed_after_it_was_read_is_not_approved_and_the_change_is_shown(
    drafts: FlaskClient, admin: FlaskClient, database: Database, draft: str
) -> None:
    approve = f"{draft}/approve"
    read = typed(admin.get(draft).text, approve, read="yes")
    drafts.post(draft, data=typed(drafts.get(draft).text, draft, title="换过的标题"))
    refused = admin.post(approve, data=read)
    assert refused.status_code == 409
    assert "您通读的时候，有人改过，所以还没有办" in refused.text
    assert "赵敏：标题：" in refused.text
    assert "→ 换过的标题" in refused.text
    assert state_of(database, draft) is CircularState.DRAFT
    now = typed(refused.text, approve)
    assert "read" not in now  # it is ticked again once the change was read
    assert (
        "已审定"
        in admin.post(approve, data=now | {"read": "yes"}, follow_redirects=True).text
    )


def test_a_draft_that_somebody_changed_after_it_was_read_is_not_settled_anew_unread(
    clerk: FlaskClient, admin: FlaskClient
) -> None:
    settle = f"{CIRCULAR}/settle"
    read = typed(admin.get(CIRCULAR).text, settle)
    clerk.post(
        CIRCULAR, data=typed(clerk.get(CIRCULAR).text, CIRCULAR, title="换过的标题")
    )
    late = admin.post(settle, data=read)
    assert late.status_code == 409
    assert "还没有重新结算：您打开之后，有人改过这份草稿" in late.text
    assert "→ 换过的标题" in late.text
    done = admin.post(settle, data=typed(late.text, settle), follow_redirects=True)
    assert "已按现在的记录重新结算" in done.text


def test_a_draft_that_was_settled_anew_after_it_was_read_is_read_again(
    drafts: FlaskClient, admin: FlaskClient, sign_in: SignIn, database: Database
) -> None:
    read = typed(admin.get(CIRCULAR).text, f"{CIRCULAR}/approve", read="yes")
    with database.writing() as conn:
        found = circulars.one(conn, 1)
        assert found is not None
        contents = circulars.contents_of(conn, 1)
        assert contents is not None
        circulars.keep_as_drafted(conn, found, contents, By("王主任", NOW))
    assert admin.post(f"{CIRCULAR}/approve", data=read).status_code == 409
    assert state_of(database, CIRCULAR) is CircularState.DRAFT


def test_two_who_edit_an_item_of_an_issue_both_keep_their_words_and_what_was_read_is_what_is_published(
    clerk: FlaskClient, admin: FlaskClient
) -> None:
    issue = clerk.post(
        "/issues",
        data={"publication": "宁夏交通信息", "dated": "2026-03-26", "number": "9"},
    ).location
    clerk.post(
        f"{issue}/items", data={"serials": ["2026-0001", "2026-0002"], "form": "单条"}
    )
    item, publish = f"{issue}/items/2026-0001", f"{issue}/publish"
    mine, theirs = clerk.get(issue).text, admin.get(issue).text
    # Another item's words are nobody's here.
    other = f"{issue}/items/2026-0002"
    assert admin.post(other, data=typed(theirs, other, form="简讯")).status_code == 302
    said = typed(theirs, item, heading="主任改的标题", form="简讯", do="save")
    assert admin.post(item, data=said).status_code == 302

    late = clerk.post(item, data=typed(mine, item, heading="赵敏改的标题", do="save"))
    assert late.status_code == 409
    assert "王主任修改 2026-0001：形式、标题" in late.text
    assert "2026-0002：" not in late.text
    assert "用对方的：主任改的标题" in late.text
    again = typed(late.text, item, do="save")
    assert (again["heading"], again["form"]) == (["赵敏改的标题"], ["简讯"])
    assert clerk.post(item, data=again).status_code == 302

    read = typed(theirs, publish, read="yes")
    refused = admin.post(publish, data=read)
    assert refused.status_code == 409
    assert "您通读的时候，有人改过" in refused.text
    assert (
        "已编发"
        in admin.post(
            publish,
            data=typed(refused.text, publish, read="yes"),
            follow_redirects=True,
        ).text
    )


def test_who_chooses_after_another_what_is_drafted_is_told_and_the_ticks_stay(
    admin: FlaskClient,
) -> None:
    address = "/circulars/periods"
    page = admin.get("/circulars").text
    assert (
        admin.post(address, data=typed(page, address, spans=["quarter"])).status_code
        == 302
    )
    late = admin.post(address, data=typed(page, address, spans=["year"]))
    assert late.status_code == 409
    assert "王主任 刚改成：季度，所以您选的还没有保存" in late.text
    again = typed(late.text, address)
    assert again["spans"] == ["year"]
    assert (
        "今后由系统起草的：年度"
        in admin.post(address, data=again, follow_redirects=True).text
    )
