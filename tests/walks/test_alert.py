"""Is the office told when its mailbox can no longer be read, and only once a day?"""

import threading
from dataclasses import replace

import pytest

from ingest.mailbox.faults import MailboxError
from ledger.outbox import listing as outbox
from office.service.duties import duties_of
from office.service.jobs import JobTurn
from tests.walks.house import OFFICE, House


def test_p26_a_refused_login_is_told_to_the_office_once_a_day(house: House) -> None:
    told = house.service.settings
    mailbox = told.mailbox.model_copy(update={"password": "not-the-password"})
    service = replace(
        house.service, settings=told.model_copy(update={"mailbox": mailbox})
    )
    turn = JobTurn(house.hands.now, "latest", threading.Event())
    for _ in range(5):  # three tries at the server, then none: the trouble is the same
        with pytest.raises(MailboxError):
            duties_of(service).poll(turn)
    alerts = [entry for entry in house.read(outbox.listed) if entry.kind == "health"]
    assert [alert.to for alert in alerts] == [OFFICE]
    house.dispatch()
    (message,) = house.new_mail()
    text = message.get_body(("plain",))
    assert text is not None
    assert "无法登录" in text.get_content()
