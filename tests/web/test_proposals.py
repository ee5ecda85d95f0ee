"""Are proposals shown with their reason and both texts, and closed several at once?"""

import pytest
from flask.testing import FlaskClient

from ledger import journal, proposals, roster
from ledger.database import Database
from ledger.entries.submissions import Proposal, subject_of
from ledger.submissions import listing
from tests.fixtures.sample.roster import NOW


@pytest.fixture
def asked(database: Database) -> tuple[int, ...]:
    """Three proposals: a correction of the sample, a joint item of two signers, a
    resend.
    """
    with database.writing() as conn:
        proposals.propose(
            conn,
            {
                "2026-0001": [
                    Proposal("joint", "稿件由“甲”“乙”共同署名", unit_ids=(2, 3))
                ],
                "2026-0004": [Proposal("resend", "标题几乎相同", "2026-0003")],
            },
            NOW,
        )
        found = ("2026-0012", "2026-0001", "2026-0004")
        return tuple(proposals.about(conn, serial)[0].id for serial in found)


def test_the_list_gives_reason_both_titles_and_age(
    clerk: FlaskClient, asked: tuple[int, ...]
) -> None:
    text = clerk.get("/proposals").text
    for said in ("疑似更正稿", "疑似联合报送", "标题几乎相同", "2026-0003", "天"):
        assert said in text
    assert all(f'value="{number}"' in text for number in asked)
    assert "标题几乎相同" not in clerk.get("/proposals?kind=joint").text
    assert "没有过期的提议" in clerk.get("/proposals?lapsed=yes").text


def test_both_texts_stand_beside_one_another_with_what_differs_marked(
    clerk: FlaskClient, asked: tuple[int, ...]
) -> None:
    text = clerk.get(f"/proposals/{asked[2]}").text
    assert text.count('<pre class="words">') == 2
    assert "<mark>" in text
    assert clerk.get("/proposals/999").status_code == 404


def test_several_are_closed_at_once_and_the_journal_says_why(
    clerk: FlaskClient, database: Database, asked: tuple[int, ...]
) -> None:
    chosen = {"number": [str(asked[0]), str(asked[2])], "because": "电话核实，是两件事"}
    assert (
        "2 条记为不采纳"
        in clerk.post("/proposals/dismiss", data=chosen, follow_redirects=True).text
    )
    with database.reading() as conn:
        assert [each.serial for each in proposals.waiting(conn, NOW.date())] == [
            "2026-0001"
        ]
        entry = journal.about(conn, subject_of("2026-0004"))[-1]
    assert (entry.did, entry.because) == ("dismissed: resend", "电话核实，是两件事")
    assert (
        "没有勾选提议"
        in clerk.post("/proposals/dismiss", data={}, follow_redirects=True).text
    )
    assert (
        "没有点按钮"
        in clerk.post(
            "/proposals/dismiss", data=chosen | {"none": "yes"}, follow_redirects=True
        ).text
    )
    assert (
        "刚刚有人先定了"
        in clerk.post("/proposals/dismiss", data=chosen, follow_redirects=True).text
    )


def test_units_that_sign_are_filled_in_beside_the_lead_and_entering_them_answers(
    clerk: FlaskClient, database: Database, asked: tuple[int, ...]
) -> None:
    page = clerk.get("/proposals?kind=joint").text
    link = (
        page.partition('<a class="button" href="')[2]
        .partition('"')[0]
        .replace("&amp;", "&")
    )
    with database.reading() as conn:
        names = roster.unit_names(conn)
    form = clerk.get(link).text
    assert all(
        f'<option selected value="{names[number]}">' in form for number in (2, 3)
    )
    untouched = dict.fromkeys(
        ("unit", "category", "commission", "own_business", "quality"), ""
    )
    fields = untouched | {
        "action": "keep",
        "co_units": [names[2], names[3]],
        "because": "共同署名",
    }
    clerk.post("/submissions/2026-0001/decide", data=fields)
    with database.reading() as conn:
        item = listing.one(conn, "2026-0001")
        assert proposals.numbered(conn, [asked[1]]) == ()
    assert item is not None
    assert set(item.co_unit_ids) == {2, 3}


def test_a_viewer_sees_no_button(viewer: FlaskClient, asked: tuple[int, ...]) -> None:
    assert "都不采纳" not in viewer.get("/proposals").text
    assert (
        viewer.post("/proposals/dismiss", data={"number": [str(asked[0])]}).status_code
        == 403
    )


def test_f7_a_follow_up_whose_title_fits_nothing_is_linked_to_the_item_that_the_clerk_chooses(
    clerk: FlaskClient, database: Database
) -> None:
    with database.writing() as conn:
        proposal = Proposal(
            "follow-up", "主题注明续报；本单位最近的突发类信息是“塌方”", "2026-0003"
        )
        proposals.propose(conn, {"2026-0004": [proposal]}, NOW)
        (asked,) = proposals.about(conn, "2026-0004")
    page = clerk.get(f"/proposals/{asked.id}").text
    assert "知道了" not in page
    link = (
        page.partition('<a class="button" href="')[2]
        .partition('"')[0]
        .replace("&amp;", "&")
    )
    form = clerk.get(link).text
    assert 'value="2026-0003"' in form
    untouched = dict.fromkeys(
        ("unit", "category", "commission", "own_business", "quality"), ""
    )
    sent = untouched | {"action": "keep", "because": "电话核实", "follows": "2026-9999"}
    refused = clerk.post("/submissions/2026-0004/decide", data=sent)
    assert (refused.status_code, "没有编号为 2026-9999 的报送件" in refused.text) == (
        422,
        True,
    )
    assert (
        clerk.post(
            "/submissions/2026-0004/decide", data=sent | {"follows": "2026-0004"}
        ).status_code
        == 422
    )
    clerk.post(
        "/submissions/2026-0004/decide",
        data=sent | {"follows": "2026-0001"},
        follow_redirects=True,
    )
    with database.reading() as conn:
        item = listing.one(conn, "2026-0004")
        assert proposals.about(conn, "2026-0004") == ()
    assert item is not None
    assert item.follows == "2026-0001"
    assert "续报于" in clerk.get("/submissions/2026-0004").text
    clerk.post(
        "/submissions/2026-0001/decide",
        data=sent | {"follows": "2026-0003"},
        follow_redirects=True,
    )
    with database.reading() as conn:
        chain = [
            (each.serial, each.follows)
            for each in listing.several(conn, ["2026-0001", "2026-0004"])
        ]
    assert sorted(chain) == [("2026-0001", "2026-0003"), ("2026-0004", "2026-0003")]
