"""Has the server anything new to say?"""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.mailbox.faults import TryLaterError
from ingest.mailbox.reading import Mailbox
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import Held, Script, Session, scripted
from tests.ingest.mailbox.correspondence import NETEASE, letter, odd, real


def test_r51_a_letter_that_came_before_the_wait_and_one_that_comes_during_it_are_both_announced(
    dovecot: Dovecot, mail_account: Login
) -> None:
    with Mailbox(real(dovecot, mail_account)) as box:
        box.examine("INBOX")
        assert box.can_wait()
        dovecot.deliver(mail_account.name, letter(1))
        assert box.wait(20, lambda: False)
        box.examine("INBOX")
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(box.wait, 20, lambda: False)
            dovecot.deliver(mail_account.name, letter(2))
            assert waiting.result(25)
        dovecot.deliver(
            mail_account.name, letter(3)
        )  # while what was announced is fetched elsewhere
        assert box.wait(20, lambda: False)
        assert not box.wait(0.1, lambda: False)


def test_r51_idle_is_only_used_where_offered_and_meant() -> None:
    with scripted(Script()) as port, Mailbox(odd(port)) as box:
        assert not box.can_wait()
    netease = Script(capabilities="IMAP4rev1 IDLE", greeting=NETEASE)
    with scripted(netease) as port, Mailbox(odd(port)) as box:
        assert not box.can_wait()


def test_keep_alives_and_counts_that_are_known_are_no_news() -> None:
    def chatters(_: str, session: Session) -> list[str]:
        session.say("+ idling", "* OK still here", "* 1 FETCH (FLAGS (\\Seen))")
        session.hear()
        return ["TAG OK idled"]

    script = Script(
        {1: Held(letter())}, capabilities="IMAP4rev1 IDLE", hooks={"IDLE": chatters}
    )
    script.hooks["NOOP"] = lambda _, __: ["* 1 EXISTS", "TAG OK done"]
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        assert not box.wait(0.3, lambda: False)


def test_p27_a_closed_socket_is_noticed_at_once_and_without_spinning() -> None:
    def closes(_: str, session: Session) -> list[str]:
        session.say("+ idling")
        session.close()
        return []

    script = Script(
        {1: Held(letter())}, capabilities="IMAP4rev1 IDLE", hooks={"IDLE": closes}
    )
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        began, used = time.monotonic(), time.process_time()
        with pytest.raises(TryLaterError):
            box.wait(30, lambda: False)
        assert time.monotonic() - began < 25  # not the thirty it was given
        assert time.process_time() - used < 10  # nor busy all the while


def test_p27_a_server_that_died_in_silence_holds_nobody_beyond_the_wait() -> None:
    def dies(_: str, session: Session) -> list[str]:
        session.say("+ idling")
        session.hear()
        session.hear()
        return []

    script = Script(
        {1: Held(letter())}, capabilities="IMAP4rev1 IDLE", hooks={"IDLE": dies}
    )
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        began = time.monotonic()
        with pytest.raises(TryLaterError):
            box.wait(0.5, lambda: False)
        assert time.monotonic() - began < 60


def test_a_wait_ends_soon_after_it_is_told_to_stop() -> None:
    script = Script({1: Held(letter())}, capabilities="IMAP4rev1 IDLE")
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        began = time.monotonic()
        assert not box.wait(60, lambda: time.monotonic() - began > 0.2)
        assert time.monotonic() - began < 50  # not the sixty it was given
