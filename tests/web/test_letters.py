"""May a letter that was set aside become a report after all, by one click?"""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from ingest.intake.again import RejudgeRequest
from ingest.poll import unsealing
from ingest.poll.context import PollContext
from ledger import journal, mailbox_entries, numbers, originals
from ledger.entries.letters import Answerable, MailboxEntry, MailboxEntryState
from ledger.notice import Notice
from ledger.outbox.queueing import Queued, queue
from office.service.parts import Service
from tests.fixtures.sample.record import LIMITS, POSSIBLE


def _unread(service: Service) -> int:
    """The number of the letter that could not be read, whose original is kept."""
    with service.database.reading() as conn:
        seen = (mailbox_entries.one(conn, number) for number in range(1, 40))
        return next(
            one.id for one in seen if one and one.state is MailboxEntryState.QUARANTINED
        )


def test_one_click_makes_a_set_aside_letter_a_report_in_the_clerks_name(
    service: Service, clerk: FlaskClient
) -> None:
    number = _unread(service)
    assert "作为报送件登记" in clerk.get(f"/letters/{number}").text
    answer = clerk.post(
        f"/letters/{number}/report", data={"because": "电话核实是报送件"}
    )
    assert answer.headers["Location"] == "/submissions/2026-0016"
    with service.database.reading() as conn:
        letter = mailbox_entries.of_submission(conn, "2026-0016")[0]
        (entry,) = journal.about(conn, f"letter:{letter.id}")
    assert (entry.who, entry.because) == ("赵敏", "电话核实是报送件")


def test_what_cannot_be_taken_is_said_and_changes_nothing(
    service: Service, clerk: FlaskClient
) -> None:
    with service.database.reading() as conn:
        recorded = mailbox_entries.one(conn, 1)
    told = clerk.post("/letters/1/report", follow_redirects=True).text
    assert "未能登记，什么也没有改动" in told
    with service.database.reading() as conn:
        assert mailbox_entries.one(conn, 1) == recorded


def test_a_reader_of_the_console_is_not_offered_it(
    service: Service, viewer: FlaskClient
) -> None:
    number = _unread(service)
    assert "作为报送件登记" not in viewer.get(f"/letters/{number}").text
    assert viewer.post(f"/letters/{number}/report").status_code == 403


def test_a_recorded_or_sealed_letter_is_not_offered_it(clerk: FlaskClient) -> None:
    for number in (1, 19):
        assert "作为报送件登记" not in clerk.get(f"/letters/{number}").text


def test_a_letter_that_became_no_submission_shows_the_answer_it_got(
    service: Service, clerk: FlaskClient
) -> None:
    number = _unread(service)
    with service.database.writing() as conn:
        to = "unit09@units.example"
        notice = Notice("hint", to, f"letter/{number}", {"answers": str(number)})
        assert isinstance(
            queue(
                conn,
                notice,
                Answerable(may=True, to=to, because=""),
                service.clock(),
                LIMITS,
            ),
            Queued,
        )
    text = clerk.get(f"/letters/{number}").text
    assert "报送提示" in text
    assert "没有答复" not in text


def _possible(service: Service, count: int = 1) -> list[int]:
    """Letters that were set aside and may be reports, newest first; the sample record's
    is one of them.
    """
    with service.database.writing() as conn:
        (sample,) = mailbox_entries.possible_reports(conn)
        more = []
        for number in range(sample.id + 1, sample.id + count):
            packed = originals.pack(POSSIBLE + f"第{number}处\r\n".encode())
            originals.store(conn, [packed])
            place = sample.place._replace(uid=number)
            more.append(replace(sample, id=number, place=place, sha256=packed.sha256))
        mailbox_entries.add(conn, more, service.clock())
        if more:
            numbers.take(conn, numbers.MAILBOX_ENTRY, len(more))
        return [entry.id for entry in mailbox_entries.possible_reports(conn)]


def test_the_first_page_counts_the_possible_reports_until_somebody_has_decided(
    service: Service, clerk: FlaskClient
) -> None:
    (number,) = _possible(service)
    assert "可能是报送的来件" in clerk.get("/").text
    assert "可能是报送的来件（1）" in clerk.get("/letters").text
    told = clerk.post(
        "/letters/possible/dismiss", data={"only": number}, follow_redirects=True
    ).text
    assert "1 封定为不是报送" in told
    assert "没有等您定的来件" in told
    assert "可能是报送的来件" not in clerk.get("/").text
    letter = clerk.get(f"/letters/{number}").text
    assert "赵敏 定为不是报送" in letter
    assert "其实是报送件？" in letter


def test_the_pile_shows_why_the_first_words_and_the_names_of_the_files(
    service: Service, clerk: FlaskClient
) -> None:
    _possible(service)
    text = clerk.get("/letters/possible").text
    for word in (
        "发件地址在名册上",
        "S203线发生山体滑坡",
        "附件：稿件",
        "情况说明",
        "someone@elsewhere.example",
    ):
        assert word in text
    assert "作为报送件登记" in text
    assert "不是报送" in text


def test_one_of_the_pile_becomes_a_report_and_leads_to_its_submission(
    service: Service, clerk: FlaskClient
) -> None:
    (number,) = _possible(service)
    answer = clerk.post("/letters/possible/report", data={"only": number})
    assert answer.headers["Location"] == "/submissions/2026-0016"
    with service.database.reading() as conn:
        assert mailbox_entries.possible_reports(conn) == ()


def test_several_are_taken_together_and_one_that_cannot_be_is_told_of(
    service: Service, clerk: FlaskClient
) -> None:
    chosen = _possible(service, 3)
    with service.database.writing() as conn:
        first = mailbox_entries.one(conn, chosen[0])
        assert first is not None
        mailbox_entries.change(conn, replace(first, sha256=None))
    told = clerk.post(
        "/letters/possible/report", data={"number": chosen}, follow_redirects=True
    ).text
    assert "已作为报送件登记 2 件：2026-0016、2026-0017" in told
    assert "有 1 封没有登记" in told


def test_several_are_dismissed_together_and_one_decided_meanwhile_is_told_of(
    service: Service, clerk: FlaskClient
) -> None:
    chosen = _possible(service, 3)
    with service.database.writing() as conn:
        mailbox_entries.dismiss(conn, chosen[0], service.clock())
    told = clerk.post(
        "/letters/possible/dismiss", data={"number": chosen}, follow_redirects=True
    ).text
    assert "2 封定为不是报送" in told
    assert "有 1 封刚刚有人先定了" in told


def test_without_a_choice_nothing_is_changed(
    service: Service, clerk: FlaskClient
) -> None:
    before = _possible(service)
    for way in ("dismiss", "report"):
        told = clerk.post(
            f"/letters/possible/{way}", data={"number": "x"}, follow_redirects=True
        ).text
        assert "什么也没有改动" in told
    with service.database.reading() as conn:
        assert [entry.id for entry in mailbox_entries.possible_reports(conn)] == before


def test_a_reader_of_the_console_sees_the_pile_and_decides_nothing(
    service: Service, viewer: FlaskClient
) -> None:
    (number,) = _possible(service)
    text = viewer.get("/letters/possible").text
    assert "发件地址在名册上" in text
    assert "作为报送件登记" not in text
    for way in ("dismiss", "report"):
        assert (
            viewer.post(f"/letters/possible/{way}", data={"only": number}).status_code
            == 403
        )
    assert viewer.get(f"/letters/{number}/words").status_code == 403


def test_what_a_letter_set_aside_says_is_shown_as_plain_text(
    service: Service, clerk: FlaskClient
) -> None:
    (number,) = _possible(service)
    assert "我局已组织抢通" not in clerk.get(f"/letters/{number}").text
    text = clerk.get(f"/letters/{number}/words").text
    assert "我局已组织抢通" in text
    assert "<script>document" not in text
    assert "没有可看的正文" in clerk.get("/letters/1/words", follow_redirects=True).text


def _sealed(service: Service) -> int:
    """The number of the letter that was sealed on its arrival."""
    with service.database.reading() as conn:
        seen = (mailbox_entries.one(conn, number) for number in range(1, 40))
        return next(
            one.id
            for one in seen
            if one and one.state is MailboxEntryState.SEALED and one.keyed_hash
        )


def test_a_false_alarm_is_fetched_again_by_one_click_and_a_reason(
    service: Service, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, str, str]] = []

    def unseal(
        _context: PollContext, number: int, person: RejudgeRequest
    ) -> MailboxEntry:
        asked.append((number, person.who, person.because))
        with service.database.reading() as conn:
            recorded = mailbox_entries.one(conn, 1)
        assert recorded is not None
        return recorded

    monkeypatch.setattr(unsealing, "unseal", unseal)
    number = _sealed(service)
    assert "确认误报，取回登记" in clerk.get(f"/letters/{number}").text
    told = clerk.post(
        f"/letters/{number}/unseal", data={"because": " "}, follow_redirects=True
    ).text
    assert "请写明为什么不是密级标志" in told
    assert asked == []
    answer = clerk.post(f"/letters/{number}/unseal", data={"because": "引用文件名"})
    assert answer.headers["Location"] == "/submissions/2026-0001"
    assert asked == [(number, "赵敏", "引用文件名")]


def test_a_sealed_letter_that_cannot_be_fetched_stays_as_it_is(
    service: Service, clerk: FlaskClient
) -> None:
    number = _sealed(service)
    told = clerk.post(
        f"/letters/{number}/unseal", data={"because": "误报"}, follow_redirects=True
    ).text
    assert "未能取回，什么也没有改动" in told
