"""Does `check` find what is amiss before the first letter does, and touch nothing
meanwhile (P06)?
"""

import json
import threading
from dataclasses import replace
from functools import partial

import pytest

from ingest.mailbox.faults import AccessRefusedError
from ingest.poll.context import GivenUpError
from ledger.notice import OutboxState
from notify.delivery.couriers import Couriers
from office.cli import checking
from office.service.duties import NO_SENDER, duties_of
from office.service.jobs import JobTurn
from office.service.parts import mail_server
from office.settings.reading import load
from tests.walks.letters import report
from tests.walks.shell import Shell

SERVERS = (
    "settings",
    "database",
    "policy",
    "roster",
    "mailbox",
    "provider",
    "smtp",
    "office",
    "templates",
    "answering",
)


def findings(shell: Shell) -> dict[str, tuple[bool, str]]:
    """What was looked at → whether it is in order, and what was found."""
    _, out, err = shell("check", "--json")
    assert err == ""
    return {one["check"]: (one["ok"], one["what"]) for one in json.loads(out)}


def test_p06_a_working_house_is_found_in_order_and_its_mailbox_is_not_touched(
    shell: Shell,
) -> None:
    shell.house.deliver(report())
    before = shell.house.flags()

    found = findings(shell)

    assert [found[name][0] for name in SERVERS] == [True] * len(SERVERS)
    assert "1 letters" in found["mailbox"][1]
    assert found["provider"][1] == "dovecot, by its greeting (Dovecot)"
    assert shell.house.flags() == before
    assert shell.house.letters() == ()
    assert "DATA" not in shell.house.smtp.dialogue


def test_each_thing_amiss_is_a_line_of_its_own_with_the_way_out(shell: Shell) -> None:
    shell.change(f'password = "{shell.house.login.password}"', 'password = "wrong"')
    shell.house.smtp.password = "another"
    shell.change(f'user = "{shell.house.login.name}"', 'user = "zwxx"')
    shell.change('address = "', '#address = "')

    found = findings(shell)

    assert [
        name
        for name, (ok, _) in found.items()
        if not ok and name in (*SERVERS, "sender")
    ] == [
        "mailbox",
        "smtp",
        "sender",
        "office",
    ]
    assert "smtp.sender" in found["sender"][1]
    assert shell("check")[0] == 1


@pytest.mark.parametrize("begun_url", ["sqlite"], indirect=True)
def test_p26_what_check_tries_is_counted_and_a_secret_put_right_in_its_file_heals_the_running_service(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    logins = tuple(
        look for look in checking.LOOKS if look.__name__ in {"_mailbox", "_server"}
    )
    monkeypatch.setattr(
        checking, "LOOKS", logins
    )  # the other looks take seconds, and have tests of their own
    house = shell.house
    secret = house.settings_file.with_name("secret")
    right = house.login.password
    text = house.settings_file.read_text(encoding="utf-8")
    house.settings_file.write_text(
        text.replace(f'password = "{right}"', 'password_file = "secret"').replace(
            f'password = "{house.smtp.password}"', 'password_file = "secret"'
        ),
        encoding="utf-8",
    )
    house.smtp.password = right
    secret.write_text("wrong")
    settings = load(house.settings_file)
    couriers = Couriers(partial(mail_server, settings))
    house.service = replace(house.service, settings=settings, couriers=couriers)
    duties = duties_of(house.service)
    turn = JobTurn(house.hands.now, "latest", threading.Event())
    house.deliver(report())

    assert not findings(shell)["mailbox"][0]
    for _ in range(2):
        with pytest.raises(AccessRefusedError):
            duties.poll(turn)
    assert "refused 3 times" in findings(shell)["mailbox"][1]
    assert not findings(shell)["smtp"][0]
    house.smtp.dialogue.clear()
    assert "refused 3 times" in findings(shell)["smtp"][1]
    assert "AUTH" not in house.smtp.dialogue
    with pytest.raises(GivenUpError):
        duties.poll(turn)
    assert duties.dispatch(turn).startswith("sent 0")

    secret.write_text(right)
    assert duties.poll(turn).startswith("seen 1")
    assert findings(shell)["smtp"][0]
    assert duties.dispatch(turn).startswith("sent ")
    assert [entry.state for entry in house.outbox() if entry.kind == "receipt"] == [
        OutboxState.SENT
    ]
    couriers.close()


def test_a_login_name_that_is_no_address_keeps_mail_waiting_until_a_sender_is_named(
    shell: Shell,
) -> None:
    house = shell.house
    house.deliver(report())
    house.poll()
    own = house.settings_file.read_text(encoding="utf-8")
    short_name = own.replace(f'user = "{house.login.name}"', 'user = "xinxi"')
    house.settings_file.write_text(short_name, encoding="utf-8")
    mailbox = house.service.settings.mailbox.model_copy(update={"user": "xinxi"})
    settings = house.service.settings.model_copy(update={"mailbox": mailbox})
    duties = duties_of(replace(house.service, settings=settings))
    turn = JobTurn(house.hands.now, "latest", threading.Event())

    found = findings(shell)["sender"]
    code, _, said = shell("dispatch")

    assert found[0] is False
    assert "smtp.sender is empty" in found[1]
    assert code != 0
    assert "write the address that messages come from" in said
    assert duties.dispatch(turn) == NO_SENDER
    assert [entry.state for entry in house.outbox()] == [OutboxState.QUEUED]

    named = short_name.replace("[smtp]\n", '[smtp]\nsender = "xxbs@jtt.example"\n')
    house.settings_file.write_text(named, encoding="utf-8")
    assert shell("dispatch")[0] == 0
    assert [entry.state for entry in house.outbox()] == [OutboxState.SENT]
