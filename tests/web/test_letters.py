"""May a letter that was set aside become a report after all, by one click?"""

import pytest
from flask.testing import FlaskClient

from ingest.intake.again import RejudgeRequest
from ingest.poll import unsealing
from ingest.poll.context import PollContext
from ledger import journal, mailbox_entries
from ledger.entries.letters import Answerable, MailboxEntry, MailboxEntryState
from ledger.notice import Notice
from ledger.outbox.queueing import Queued, queue
from office.service.parts import Service
from tests.fixtures.sample.record import LIMITS


def _unread(service: Service) -> int:
    """The number of the letter that could not be read, whose original is kept."""
    with service.database.reading() as conn:
        seen = (mailbox_entries.one(conn, number) for number in range(1, 40))
        return next(one.id for one in seen if one and one.state is MailboxEntryState.QUARANTINED)


def test_one_click_makes_a_set_aside_letter_a_report_in_the_clerks_name(
    service: Service, clerk: FlaskClient
) -> None:
    number = _unread(service)
    assert "作为报送件登记" in clerk.get(f"/letters/{number}").text
    answer = clerk.post(f"/letters/{number}/report", data={"because": "电话核实是报送件"})
    assert answer.headers["Location"] == "/submissions/2026-0016"
    with service.database.reading() as conn:
        letter = mailbox_entries.of_submission(conn, "2026-0016")[0]
        (entry,) = journal.about(conn, f"letter:{letter.id}")
    assert (entry.who, entry.because) == ("赵敏", "电话核实是报送件")


def test_what_cannot_be_taken_is_said_and_changes_nothing(service: Service, clerk: FlaskClient) -> None:
    with service.database.reading() as conn:
        recorded = mailbox_entries.one(conn, 1)
    told = clerk.post("/letters/1/report", follow_redirects=True).text
    assert "未能登记，什么也没有改动" in told
    with service.database.reading() as conn:
        assert mailbox_entries.one(conn, 1) == recorded


def test_a_reader_of_the_console_is_not_offered_it(service: Service, viewer: FlaskClient) -> None:
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
            queue(conn, notice, Answerable(may=True, to=to, because=""), service.clock(), LIMITS), Queued
        )
    text = clerk.get(f"/letters/{number}").text
    assert "报送提示" in text
    assert "没有答复" not in text


def _sealed(service: Service) -> int:
    """The number of the letter that was sealed on its arrival."""
    with service.database.reading() as conn:
        seen = (mailbox_entries.one(conn, number) for number in range(1, 40))
        return next(
            one.id for one in seen if one and one.state is MailboxEntryState.SEALED and one.keyed_hash
        )


def test_a_false_alarm_is_fetched_again_by_one_click_and_a_reason(
    service: Service, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, str, str]] = []

    def unseal(_context: PollContext, number: int, person: RejudgeRequest) -> MailboxEntry:
        asked.append((number, person.who, person.because))
        with service.database.reading() as conn:
            recorded = mailbox_entries.one(conn, 1)
        assert recorded is not None
        return recorded

    monkeypatch.setattr(unsealing, "unseal", unseal)
    number = _sealed(service)
    assert "确认误报，取回登记" in clerk.get(f"/letters/{number}").text
    told = clerk.post(f"/letters/{number}/unseal", data={"because": " "}, follow_redirects=True).text
    assert "请写明为什么不是密级标志" in told
    assert asked == []
    answer = clerk.post(f"/letters/{number}/unseal", data={"because": "引用文件名"})
    assert answer.headers["Location"] == "/submissions/2026-0001"
    assert asked == [(number, "赵敏", "引用文件名")]


def test_a_sealed_letter_that_cannot_be_fetched_stays_as_it_is(service: Service, clerk: FlaskClient) -> None:
    number = _sealed(service)
    told = clerk.post(f"/letters/{number}/unseal", data={"because": "误报"}, follow_redirects=True).text
    assert "未能取回，什么也没有改动" in told
