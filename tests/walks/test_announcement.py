"""How does 报送要点 or 征稿 come into the units' hands?"""

import io

import docx
import pytest

from ledger import announcements
from ledger.announcements import Announcement, AnnouncementText
from ledger.circulars import CircularState
from ledger.journal import By
from ledger.notice import Notice, OutboxState
from ledger.outbox.queueing import queue, unprompted
from office.use_cases.publishing import announcing
from office.use_cases.publishing.circulating import Mailing, Objection
from tests.walks.house import House, at, text_of
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER

TEXT = AnnouncementText(
    "2026年4月政务信息报送要点",
    "各单位：\n一、重点内容\n春季公路养护。",
    "宁交办〔2026〕8号",
)


@pytest.fixture
def written(house: House) -> House:
    """Three units; 报送要点 for Yinchuan is begun and finished."""
    house.assess_only(3)
    house.hands.now = at(4, 1)

    with house.database.writing() as conn:
        found = announcing.draft(
            house.service, conn, "报送要点", [YINCHUAN], By("赵敏", at(4, 1))
        )
        assert announcing.BLANK in found.body
        assert announcing.edit(
            house.service, conn, found, TEXT, found.to, By("赵敏", at(4, 1))
        )
    return house


def only(house: House) -> Announcement:
    (found,) = house.read(announcements.everything)
    return found


def test_it_is_mailed_as_approved_with_its_paper_and_once(written: House) -> None:
    with written.database.writing() as conn:
        found = announcements.everything(conn)[0]
        assert announcing.release(
            written.service, conn, found, By("王主任", at(4, 1))
        ) == Mailing(1, ())
    written.dispatch()
    with written.database.writing() as conn:
        found = announcements.everything(conn)[0]
        assert announcing.send(written.service, conn, found, at(4, 1)) == Mailing(0, ())
    written.dispatch()

    (message,) = written.new_mail()
    assert message["To"] == YINCHUAN_OFFICER
    assert message["Subject"] == TEXT.title
    assert message["Auto-Submitted"] is None  # a person approved it
    assert "announcement" in message["List-Id"]
    assert "春季公路养护。" in text_of(message)
    (paper,) = message.iter_attachments()
    said = [
        one.text for one in docx.Document(io.BytesIO(paper.get_content())).paragraphs
    ]
    assert said[-2:] == ["自治区交通运输厅办公室", "2026年4月1日"]
    assert only(written).state is CircularState.SENT


def test_a_draft_is_never_mailed_whatever_the_outbox_says(written: House) -> None:
    with written.database.writing() as conn:
        assert (
            announcing.send(
                written.service, conn, announcements.everything(conn)[0], at(4, 1)
            )
            is Objection.NOT_APPROVED
        )
        about = {"announcement": "1", "unit_id": str(written.unit(YINCHUAN).id)}
        notice = Notice("announcement", YINCHUAN_OFFICER, "1/1", about)
        queue(
            conn, notice, unprompted(YINCHUAN_OFFICER), at(4, 1), written.service.limits
        )
    written.dispatch()
    assert written.new_mail() == []
    assert [entry.state for entry in written.outbox("announcement")] == [
        OutboxState.DROPPED
    ]
