"""Does what a clerk decides become the record, and nothing else?"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from ingest.intake.arrival import IntakeContext
from ledger import journal, proposals, roster, scores
from ledger.database import Database
from ledger.entries.submissions import Submission, SubmissionState
from ledger.journal import JournalEntry
from ledger.outbox import listing as outbox
from ledger.scores import Revision
from ledger.submissions import listing, recording
from office.use_cases.decisions.decision import DecisionContext, DecisionResult
from office.web import deciding
from tests.fixtures.sample.roster import NOW

UNCLEAR, OWN_BUSINESS = "2026-0013", "2026-0014"


def stored(database: Database, serial: str) -> Submission:
    with database.reading() as conn:
        found = listing.one(conn, serial)
    assert found is not None
    return found


def sent(client: FlaskClient, serial: str, **fields: Any) -> str:  # noqa: ANN401 - whatever a form sends
    """What the page says after a browser has sent the form; lists nobody touched are
    sent empty.
    """
    untouched = dict.fromkeys(
        ("unit", "category", "commission", "own_business", "quality"), ""
    )
    return client.post(
        f"/submissions/{serial}/decide", data=untouched | fields, follow_redirects=True
    ).text


def test_accepting_a_held_item_records_it_for_the_chosen_unit(
    clerk: FlaskClient, database: Database
) -> None:
    fields = {
        "action": "accept",
        "unit": "平罗县交通运输局",
        "authors": "马军 0952-6012345",
        "because": "电话核实",
    }
    assert "已办理" in sent(clerk, UNCLEAR, **fields)
    after = stored(database, UNCLEAR)
    assert (after.state, after.unit_id) == (SubmissionState.RECORDED, 7)
    assert after.authors[0].phone == "0952-6012345"
    with database.reading() as conn:
        entry = journal.about(conn, f"submission:{UNCLEAR}")[-1]
    assert (entry.who, entry.because) == ("赵敏", "电话核实")
    assert "6012345" not in repr(entry)


def test_the_likeliest_unit_is_chosen_beforehand(clerk: FlaskClient) -> None:
    text = clerk.get(f"/submissions/{UNCLEAR}/decide").text
    assert '<option selected value="平罗县交通运输局">' in text


def test_without_a_reason_nothing_is_decided(
    clerk: FlaskClient, database: Database
) -> None:
    assert "请写明理由" in sent(
        clerk, UNCLEAR, action="accept", unit="平罗县交通运输局", because=" "
    )
    assert stored(database, UNCLEAR).state is SubmissionState.HELD


@pytest.mark.parametrize(
    ("serial", "fields", "said"),
    [
        (UNCLEAR, {"action": "accept"}, "请先选单位再认可"),
        (OWN_BUSINESS, {"action": "accept"}, "请先选“与本单位业务有关”"),
        (UNCLEAR, {"action": "merge-into"}, "请选一种处理"),
        (UNCLEAR, {"action": "merge"}, "请填写另一件的编号"),
        (UNCLEAR, {"action": "merge", "other": UNCLEAR}, "另一件不能是它自己"),
        (
            UNCLEAR,
            {"action": "merge", "other": "2026-9999"},
            "没有编号为 2026-9999 的报送件",
        ),
        (UNCLEAR, {"action": "split"}, "请填写拆成几件"),
        (UNCLEAR, {"action": "split", "parts": "1"}, "至少拆成 2 件"),
        (
            UNCLEAR,
            {"action": "split", "part_titles": "甲\r\n乙", "parts": "3"},
            "写了2个标题，拆成3件",
        ),
        (
            UNCLEAR,
            {"action": "keep", "authors": "李娜\r\n张三、李四"},
            "撰稿人第2行“张三、李四”没有看懂",
        ),
        (UNCLEAR, {"action": "keep", "title": " "}, "标题不能为空"),
        (
            UNCLEAR,
            {"action": "keep", "title": "某部署（机密★1年）"},
            "标题带有密级标志",
        ),
        (UNCLEAR, {"action": "seal"}, "请先勾选确认"),
        (UNCLEAR, {"action": "keep", "unit": "不存在的单位"}, "decide"),
    ],
)
def test_a_decision_that_cannot_be_says_what_to_mend_and_changes_nothing(
    clerk: FlaskClient,
    database: Database,
    serial: str,
    fields: dict[str, str],
    said: str,
) -> None:
    assert said in sent(clerk, serial, because="试一试", **fields)
    assert stored(database, serial).state is SubmissionState.HELD


def test_own_business_is_ticked_and_the_item_recorded(
    clerk: FlaskClient, database: Database
) -> None:
    sent(clerk, OWN_BUSINESS, action="accept", own_business="no", because="系全区会议")
    after = stored(database, OWN_BUSINESS)
    assert (after.state, after.own_business) == (SubmissionState.RECORDED, False)


def test_a_field_left_as_it_was_is_no_part_of_the_decision(
    clerk: FlaskClient, database: Database
) -> None:
    before = stored(database, "2026-0001")
    fields = {"action": "keep", "unit": "银川市交通运输局", "category": "综合"}
    sent(clerk, "2026-0001", because="改类别", **fields)
    after = stored(database, "2026-0001")
    assert after.category == "综合"
    assert (after.unit_id, after.authors) == (before.unit_id, before.authors)


def test_accepting_a_resend_supersedes_the_older_and_closes_the_proposal(
    clerk: FlaskClient, database: Database
) -> None:
    page = clerk.get("/submissions/2026-0012").text
    link = "/submissions/2026-0002/decide?action=supersede&amp;other=2026-0012"
    assert link in page
    form = clerk.get(link.replace("&amp;", "&")).text
    assert 'value="2026-0012"' in form
    sent(
        clerk, "2026-0002", action="supersede", other="2026-0012", because="后一件为准"
    )
    assert stored(database, "2026-0002").superseded_by == "2026-0012"
    assert "采纳，去处理" not in clerk.get("/submissions/2026-0012").text
    # Only one thing may be done to it now, and that undoes it.
    assert "恢复登记</a>" in clerk.get("/submissions/2026-0002").text
    form = clerk.get("/submissions/2026-0002/decide").text
    assert form.count('name="action"') == 1
    assert "恢复登记，作为单独的一件" in form
    assert "2026-0002 已被 2026-0012 替代，请填写现在有效的那一件" in sent(
        clerk, "2026-0012", action="merge", other="2026-0002", because="绕圈"
    )
    sent(clerk, "2026-0002", action="accept", because="弄错了")
    assert stored(database, "2026-0002").superseded_by is None


def test_a_dismissed_proposal_changes_no_state(
    clerk: FlaskClient, database: Database
) -> None:
    with database.reading() as conn:
        number = proposals.about(conn, "2026-0012")[0].id
    clerk.post(f"/submissions/2026-0012/proposals/{number}/dismiss")
    with database.reading() as conn:
        assert proposals.about(conn, "2026-0012") == ()
    assert stored(database, "2026-0002").state is SubmissionState.RECORDED


def test_sealing_by_hand_clears_the_words_and_names_what_cannot_be_called_back(
    clerk: FlaskClient, database: Database
) -> None:
    text = sent(clerk, "2026-0002", action="seal", sure="y", because="误用邮箱报送")
    assert "已经发出，无法收回" in text
    after = stored(database, "2026-0002")
    assert (after.title, after.flags) == ("", ("sealed",))
    with database.reading() as conn:
        assert listing.words_of(conn, "2026-0002").manuscript == ""


def test_an_unknown_message_is_settled_by_a_person(
    clerk: FlaskClient, database: Database
) -> None:
    assert (
        "理由：请写明理由"
        in clerk.post("/outbox/3", data={"how": "sent"}, follow_redirects=True).text
    )
    assert (
        "已处置"
        in clerk.post(
            "/outbox/3",
            data={"how": "sent", "because": "单位说收到了"},
            follow_redirects=True,
        ).text
    )
    with database.reading() as conn:
        entry = outbox.message(conn, 3)
    assert entry is not None
    assert entry.state == "sent"
    assert (
        "未能处置"
        in clerk.post(
            "/outbox/3", data={"how": "drop", "because": "晚了"}, follow_redirects=True
        ).text
    )


def test_the_covering_words_of_a_draft_may_be_changed_until_it_is_approved(
    clerk: FlaskClient, admin: FlaskClient
) -> None:
    admin.post("/circulars/1/settle")
    assert (
        "新的正文"
        in clerk.post(
            "/circulars/1", data={"covering": "新的正文"}, follow_redirects=True
        ).text
    )
    admin.post("/circulars/1/approve", data={"read": "yes"})
    late = clerk.post(
        "/circulars/1", data={"covering": "迟了的正文"}, follow_redirects=True
    ).text
    assert "这一页上没有了（多半已有人办理）。您刚才填的在这里" in late
    assert "迟了的正文" not in clerk.get("/circulars/1").text


def test_the_page_tells_what_was_learnt_and_which_items_that_made_clear(
    clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def judge_after(
        _intake: IntakeContext,
        decisions: list[DecisionResult],
        context: DecisionContext,
    ) -> tuple[str, ...]:
        asked.extend((done.submission.serial, context.who) for done in decisions)
        return ("2026-0099",)

    monkeypatch.setattr(deciding, "judge_after", judge_after)
    fields = {"action": "accept", "unit": "平罗县交通运输局", "because": "电话核实"}
    text = sent(clerk, UNCLEAR, **fields)
    assert "据此一并登记了 2026-0099。" in text
    assert asked == [(UNCLEAR, "赵敏")]


def test_an_item_of_a_published_quarter_is_decided_only_by_who_was_warned(
    clerk: FlaskClient, database: Database
) -> None:
    assert "得分已经公布" not in clerk.get("/submissions/2026-0001/decide").text
    with database.writing() as conn:
        revision = Revision(
            0, "2026Q1", 1, "", {"groups": []}, "", "", "赵敏", NOW, NOW
        )
        scores.store(conn, revision)
    page = clerk.get("/submissions/2026-0001/decide").text
    assert "这一件关系到2026年第一季度，得分已经公布" in page
    fields = {"action": "return", "because": "失实"}
    assert "这样办理改动不了它" in sent(clerk, "2026-0001", **fields)
    assert stored(database, "2026-0001").state is SubmissionState.RECORDED
    assert "已办理" in sent(clerk, "2026-0001", **fields, although_published="y")
    assert stored(database, "2026-0001").state is SubmissionState.RETURNED


def test_every_word_of_an_item_is_put_right_and_the_history_says_before_and_after(
    clerk: FlaskClient, database: Database
) -> None:
    fields = {
        "title": "春运首周客流平稳",
        "authors": "李娜 0951-6000001\r\n\r\n马军（139 0951 0002）",
        "signer": "王建国",
        "counts_on": "2026-02-28",
    }
    page = sent(clerk, "2026-0001", action="keep", because="来电更正", **fields)
    assert "已办理" in page
    after = stored(database, "2026-0001")
    assert (after.title, after.signer) == ("春运首周客流平稳", "王建国")
    assert [(author.name, author.phone) for author in after.authors] == [
        ("李娜", "0951-6000001"),
        ("马军", "139 0951 0002"),
    ]
    assert "→ 春运首周客流平稳" in page
    assert "→ 李娜（电话尾号0001）、马军（电话尾号0002）" in page
    assert "计入日期：收到那天 → 2026年2月28日" in page
    assert "unit_id" not in page

    taken_out = {"authors": "", "signer": "", "counts_on": ""}
    sent(clerk, "2026-0001", action="keep", because="都不对", **taken_out)
    bare = stored(database, "2026-0001")
    assert (bare.title, bare.signer, bare.authors, bare.counts_on) == (
        after.title,
        "",
        (),
        None,
    )
    assert {"incomplete-author", "incomplete-phone"} <= set(bare.flags)


def test_the_parts_of_a_split_have_titles_at_once(
    clerk: FlaskClient, database: Database
) -> None:
    titles = "春运首周客流平稳\r\n\r\n隧道照明改造完工"
    text = sent(
        clerk, "2026-0001", action="split", part_titles=titles, because="一信两事"
    )
    assert "已拆成" in text
    whole = stored(database, "2026-0001")
    assert whole.state is SubmissionState.SUPERSEDED
    part = whole.superseded_by or ""
    assert stored(database, part).title == "春运首周客流平稳"
    assert f"拆成 {part}, " in clerk.get("/submissions/2026-0001").text
    assert "由 2026-0001 拆出：一信两事" in clerk.get(f"/submissions/{part}").text


def test_a_unit_that_has_ended_is_offered_for_days_before_alone(
    clerk: FlaskClient, database: Database
) -> None:
    with database.writing() as conn:
        gone = roster.unit_named(conn, "吴忠市交通运输局")
        assert gone is not None
        roster.change(conn, gone, gone.merged(4, date(2026, 3, 1)))
    with database.writing() as conn:
        before = stored(database, "2026-0001")
        recording.change(
            conn,
            before,
            replace(before, counts_on=date(2026, 2, 3)),
            JournalEntry(NOW, "赵敏", "x", ""),
        )
    option = '<option value="吴忠市交通运输局">'
    assert option in clerk.get("/submissions/2026-0001/decide").text
    page = clerk.get("/submissions/2026-0002/decide").text
    assert option not in page
    assert "那时已撤并的不列出：吴忠市交通运输局<" in page
    later = {"unit": "吴忠市交通运输局", "counts_on": "2026-03-02"}
    said = sent(clerk, "2026-0001", action="keep", because="试", **later)
    assert (
        "吴忠市交通运输局2026年3月1日起并入固原市交通运输局，而本件计入2026年3月2日"
        in said
    )
    assert stored(database, "2026-0001") == replace(before, counts_on=date(2026, 2, 3))
