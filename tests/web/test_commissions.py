"""Does a clerk ask units for an item, see how far each has come, extend and call
off?
"""

import pytest
from flask.testing import FlaskClient

from ledger import commissions, journal, proposals, roster
from ledger.database import Database
from ledger.entries.events import Commission
from ledger.entries.submissions import Proposal
from ledger.journal import JournalEntry
from ledger.outbox import listing as outbox
from ledger.submissions import listing
from office.use_cases.imports.commissions import IMPORTED
from office.web import labels
from tests.fixtures.sample.roster import NOW
from tests.web.forms import typed

FIELDS = {
    "title": "春季养护经验",
    "issuer": "厅办公室",
    "brief": "一千字以内",
    "due": "2026-04-10",
    "units": ["1", "3"],
}


def one(database: Database, number: str) -> Commission:
    with database.reading() as conn:
        found = commissions.one(conn, number)
    assert found is not None
    return found


@pytest.fixture
def asked(clerk: FlaskClient) -> str:
    """A commission that was written and not mailed."""
    answer = clerk.post("/commissions/new", data=FIELDS)
    assert answer.status_code == 302
    return answer.location.rpartition("/")[2]


def test_a_commission_is_written_and_waits_to_be_mailed(
    clerk: FlaskClient, database: Database, asked: str
) -> None:
    assert asked == "YG2026-001"
    found = one(database, asked)
    assert (found.title, found.issuer, found.brief, found.unit_ids) == (
        "春季养护经验",
        "厅办公室",
        "一千字以内",
        (1, 3),
    )
    page = clerk.get(f"/commissions/{asked}").text
    assert "寄给各单位（2 个还没寄）" in page
    assert page.count("未交，期限内") == 2
    with database.reading() as conn:
        assert commissions.mail_of(conn, asked) == ()


def test_a_whole_group_is_asked_by_one_tick(
    clerk: FlaskClient, database: Database
) -> None:
    number = clerk.post(
        "/commissions/new", data=FIELDS | {"units": [], "groups": ["第二组"]}
    ).location
    with database.reading() as conn:
        second = [unit.id for unit in roster.all_units(conn) if unit.group == "第二组"]
    assert list(one(database, number.rpartition("/")[2]).unit_ids) == second != []


def test_it_is_mailed_by_a_button_and_the_page_shows_to_whom(
    clerk: FlaskClient, database: Database, asked: str
) -> None:
    page = clerk.post(f"/commissions/{asked}/send", follow_redirects=True).text
    assert "已交付寄出，2 个单位将收到邮件。" in page
    with database.reading() as conn:
        mail = commissions.mail_of(conn, asked)
        assert {entry.kind for entry in mail} == {"commission"}
        assert all(outbox.message(conn, entry.id) for entry in mail)
    for entry in mail:
        assert entry.to in page
    assert "寄给各单位" not in clerk.get(f"/commissions/{asked}").text


def test_what_was_written_and_not_mailed_waits_on_the_first_page(
    clerk: FlaskClient, asked: str
) -> None:
    assert "还没寄出的约稿" in clerk.get("/").text
    clerk.post(f"/commissions/{asked}/send")
    assert "还没寄出的约稿" not in clerk.get("/").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "请写明题目"),
        ({"units": []}, "请至少选一个单位"),
        ({"due": "2026-01-01"}, "已经过去"),
        ({"due": ""}, "请写截止日"),
    ],
)
def test_what_is_lacking_is_said_and_nothing_written(
    clerk: FlaskClient, database: Database, fields: dict[str, object], said: str
) -> None:
    answer = clerk.post("/commissions/new", data=FIELDS | fields)
    assert answer.status_code == 422
    assert said in answer.text
    with database.reading() as conn:
        assert [each.id for each in commissions.everything(conn)] == ["YG-2026-03"]


def test_a_longer_term_and_a_withdrawal_are_done_with_a_reason_and_told(
    clerk: FlaskClient, database: Database, asked: str
) -> None:
    address = f"/commissions/{asked}/extend"
    early = typed(
        clerk.get(f"/commissions/{asked}").text,
        address,
        due="2026-04-20",
        because="来文延后",
    )
    clerk.post(f"/commissions/{asked}/send")
    # Made before it was sent: who did that is said, and the words stay.
    late = clerk.post(address, data=early)
    assert late.status_code == 409
    assert "赵敏 寄给单位过，列在办理记录里" in late.text
    page = clerk.post(
        address, data=typed(late.text, address), follow_redirects=True
    ).text
    assert "已延期，2 个单位将收到邮件。" in page
    assert "2026-04-10 → 2026-04-20" in page
    page = clerk.post(
        f"/commissions/{asked}/withdraw",
        data={"units": ["3"], "because": "另有安排"},
        follow_redirects=True,
    ).text
    assert "已撤回，1 个单位将收到邮件。" in page
    assert one(database, asked).unit_ids == (1,)
    with database.reading() as conn:
        did = journal.about(conn, f"commission:{asked}")
    assert [(entry.who, entry.because) for entry in did[2:]] == [
        ("赵敏", "来文延后"),
        ("赵敏", "另有安排"),
    ]
    by_file = JournalEntry(NOW, "赵敏", IMPORTED, f"commission:{asked}")
    with database.writing() as conn:
        journal.write(conn, by_file._replace(details={"changed": ["增加丙局"]}))
    page = clerk.get(f"/commissions/{asked}").text
    assert 'class="under">增加丙局</small>' in page
    assert "用表格改动" in page


@pytest.mark.parametrize(
    ("address", "data", "said"),
    [
        ("extend", {"due": "2026-04-20", "because": ""}, "请写明理由"),
        ("extend", {"due": "2026-04-01", "because": "早点"}, "不晚于原定"),
        ("withdraw", {"units": [], "because": "不要了"}, "请先勾选"),
        ("withdraw", {"units": ["1"], "because": ""}, "请写明理由"),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(
    clerk: FlaskClient,
    database: Database,
    asked: str,
    address: str,
    data: dict[str, object],
    said: str,
) -> None:
    before = one(database, asked)
    page = clerk.post(
        f"/commissions/{asked}/{address}", data=data, follow_redirects=True
    ).text
    assert said in page
    assert one(database, asked) == before


def test_the_list_says_what_has_not_been_mailed_yet(
    clerk: FlaskClient, asked: str
) -> None:
    assert "2 个还没寄" in clerk.get("/commissions").text
    clerk.post(f"/commissions/{asked}/send")
    assert "个还没寄" not in clerk.get("/commissions").text


def test_the_list_counts_who_has_handed_in(clerk: FlaskClient) -> None:
    page = clerk.get("/commissions").text
    assert "清明假期保通保畅做法" in page
    assert "0 / 2" in page


def test_a_reader_sees_it_and_changes_nothing(viewer: FlaskClient, asked: str) -> None:
    page = viewer.get(f"/commissions/{asked}").text
    assert "春季养护经验" in page
    assert "延期，并告知" not in page
    assert viewer.get("/commissions/new").status_code == 403
    assert viewer.post(f"/commissions/{asked}/send").status_code == 403


def test_a_commission_that_is_not_there_is_not_found(clerk: FlaskClient) -> None:
    for address in ("/commissions/YG2026-999", "/commissions/..%2f..%2fetc"):
        assert clerk.get(address).status_code == 404


def test_a_proposal_is_taken_up_in_the_form_that_decides(
    clerk: FlaskClient, database: Database
) -> None:
    with database.writing() as conn:
        proposals.propose(
            conn,
            {
                "2026-0001": [
                    Proposal(
                        "commission", "标题与约稿题目相近", commission="YG-2026-03"
                    )
                ]
            },
            NOW,
        )
    assert "疑似约稿稿件" in clerk.get("/submissions/2026-0001").text
    form = clerk.get("/submissions/2026-0001/decide?commission=YG-2026-03").text
    assert '<option selected value="YG-2026-03">' in form
    assert "<details open>" in form
    assert "<details open>" not in clerk.get("/submissions/2026-0001/decide").text
    clerk.post(
        "/submissions/2026-0001/decide",
        data={
            "action": "keep",
            "commission": "YG-2026-03",
            "because": "应约而来",
            **dict.fromkeys(("unit", "category", "own_business", "quality"), ""),
        },
    )
    with database.reading() as conn:
        item = listing.one(conn, "2026-0001")
        assert item is not None
        assert item.commission == "YG-2026-03"
        assert proposals.about(conn, "2026-0001") == ()


def test_every_way_a_unit_may_stand_has_a_word() -> None:
    states = {
        "done",
        "late",
        "waiting",
        "open",
        "missed",
        "poor",
        "excused",
        "withdrawn",
    }
    assert set(labels.ANSWERS) == states
    assert all(labels.ANSWERS[state] != state for state in states)
