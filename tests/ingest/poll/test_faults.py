"""What is left when a poll is killed, overtaken, cut off or refused?"""

import multiprocessing
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.mailbox.faults import AccessRefusedError, MisconfiguredError, TryLaterError
from ingest.poll.context import LEASE, GivenUpError
from ingest.poll.polling import poll
from ledger import leases
from ledger.leases import SKEW, LeaseLostError
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import Held, Script, Session, scripted
from tests.ingest.postoffice import (
    LATER,
    NOW,
    Office,
    fresh,
    held,
    odd,
    poll_and_die,
    real,
    report,
    stamp,
)


def fetched(script: Script) -> list[str]:
    return [line for line in script.lines if "BODY.PEEK[]" in line]


def test_p02_a_kill_at_any_step_loses_nothing_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    for step in range(1, 40):
        folder = tmp_path / str(step)
        folder.mkdir()
        with (
            fresh(folder) as office,
            scripted(Script({n: held(n) for n in range(1, 4)})) as port,
        ):
            office.clock.fails_at = step
            try:
                office.poll(odd(port))
            except KeyboardInterrupt:
                office.clock.now += (
                    LATER  # another process comes after the lease has ended
                )
                office.poll(odd(port), owner="two")
            assert (office.submissions, office.count()) == (3, 3)
            finished = office.clock.asked < step
        if finished:
            break
    assert step > 5


@pytest.mark.parametrize("step", [4, 5, 7])
def test_p02_a_process_killed_outright_is_made_up_for_once_its_lease_has_ended(
    tmp_path: Path, dovecot: Dovecot, mail_account: Login, step: int
) -> None:
    account = real(dovecot, mail_account)
    for number in range(3):
        dovecot.deliver(mail_account.name, report(number), internal_date=NOW)
    with fresh(tmp_path) as office:
        url = f"sqlite:///{tmp_path / 'office.sqlite'}"
        doomed = multiprocessing.get_context("spawn").Process(
            target=poll_and_die, args=(url, account, step)
        )
        doomed.start()
        doomed.join(60)
        assert doomed.exitcode == -signal.SIGKILL
        assert office.poll(account).busy == ("INBOX",)
        office.clock.now += LATER
        assert office.poll(account).busy == ()
        assert (office.submissions, office.count()) == (3, 3)


def test_p02_a_kill_while_reading_leaves_no_state(small: Office) -> None:
    def killed() -> None:
        raise KeyboardInterrupt

    with scripted(Script({n: held(n) for n in range(1, 4)})) as port:
        small.before_reading = killed
        with pytest.raises(KeyboardInterrupt):
            small.poll(odd(port))
        assert small.states == {}
        small.before_reading = None
        assert small.poll(odd(port)).tally.recorded == 3


def test_p11_two_pollers_at_once_take_each_letter_once(office: Office) -> None:
    script = Script({n: held(n) for n in range(1, 61)})
    with scripted(script) as port, ThreadPoolExecutor() as pool:
        both = [pool.submit(office.poll, odd(port), owner) for owner in ("one", "two")]
        tallies = [done.result(60).tally.seen for done in both]
        office.poll(odd(port))
    assert sum(tallies) == 60
    assert (office.submissions, office.count()) == (60, 60)


def test_p12_whoever_lost_the_lease_writes_nothing_and_the_other_takes_the_letters(
    small: Office,
) -> None:
    def overtaken() -> None:
        small.before_reading = None
        late = NOW + LEASE
        with small.database.writing() as conn:
            name = f"mailbox/{account.name}/INBOX"
            # Not longer than a lease may last by the clock of who lost it, else it
            # counts as out of time.
            assert leases.take(conn, name, "two", late, late + SKEW / 2) is not None

    with scripted(Script({1: held(1)})) as port:
        account = odd(port)
        small.before_reading = overtaken
        with pytest.raises(LeaseLostError):
            small.poll(account)
        assert small.states == {}
        assert small.poll(account).busy == ("INBOX",)
        assert small.poll(account, owner="two").tally.recorded == 1


def test_a_stop_between_batches_leaves_the_rest_for_the_next_poll(
    small: Office,
) -> None:
    script = Script({n: held(n) for n in range(1, 251)})
    with scripted(script) as port:
        stopping = small.poll_context(odd(port), stop=lambda: small.submissions >= 100)
        assert poll(stopping).tally.seen == 100
        assert small.poll(odd(port)).tally.seen == 150


def test_r43_a_letter_that_vanishes_before_it_is_fetched_is_gone_for_good(
    small: Office,
) -> None:
    script = Script({n: held(n) for n in range(1, 4)})

    def removed(rest: str, _: Session) -> None:
        if "BODY.PEEK[]" in rest:
            script.letters.pop(2, None)

    script.hooks["UID FETCH"] = removed
    with scripted(script) as port:
        tally = small.poll(odd(port)).tally
        assert (tally.recorded, tally.gone) == (2, 1)
        assert small.states["INBOX", 2] == "gone"
        assert small.poll(odd(port)).tally.seen == 0


def test_p25_a_body_that_did_not_come_is_asked_for_again_before_it_is_called_gone(
    small: Office,
) -> None:
    script = Script({n: held(n) for n in range(1, 4)})
    asked: list[str] = []

    def forgetful(rest: str, _: Session) -> list[str] | None:
        if "BODY.PEEK[]" in rest and not asked:
            asked.append(rest)
            return ["TAG OK done"]
        return None

    script.hooks["UID FETCH"] = forgetful
    with scripted(script) as port:
        assert small.poll(odd(port)).tally.recorded == 3


def test_p16_a_letter_above_the_limit_is_decided_without_its_body(
    small: Office,
) -> None:
    big = Held(report(2) + b"x" * 50_000, stamp(NOW))
    understated = Held(report(4) + b"x" * 50_000, stamp(NOW), size=1000)
    script = Script({1: held(1), 2: big, 3: held(3), 4: understated})
    with scripted(script) as port:
        tally = poll(small.poll_context(odd(port), letter_bytes=20_000)).tally
        assert (tally.recorded, tally.oversize) == (2, 2)
    assert all(
        not line.partition("FETCH ")[2].startswith(("2 ", "1,2", "2,"))
        for line in fetched(script)
    )
    assert small.count("oversize") == 2


def test_a_line_cut_in_mid_folder_keeps_what_was_taken_and_the_next_poll_goes_on(
    small: Office,
) -> None:
    script = Script({n: held(n) for n in range(1, 151)})

    def cut(rest: str, session: Session) -> None:
        if "BODY.PEEK[]" in rest and ",150 " in rest:
            script.hooks["LOGIN"] = lambda _, __: ["TAG NO [UNAVAILABLE] later"]
            session.close()

    script.hooks["UID FETCH"] = cut
    with scripted(script) as port:
        with pytest.raises(TryLaterError):
            small.poll(odd(port))
        assert small.submissions == 100
        script.hooks.clear()
        assert small.poll(odd(port)).tally.recorded == 50


def test_p26_three_refusals_then_no_more_tries_until_the_secret_changes(
    office: Office,
) -> None:
    script = Script({1: held(1)})
    script.hooks["LOGIN"] = lambda rest, _: (
        None if "new-code" in rest else ["TAG NO [AUTHENTICATIONFAILED] no"]
    )
    with scripted(script) as port:
        for _ in range(3):
            with pytest.raises(AccessRefusedError):
                office.poll(odd(port))
        script.lines.clear()
        with pytest.raises(GivenUpError, match="3 times"):
            office.poll(odd(port))
        assert script.lines == []
        assert office.poll(replace(odd(port), secret="new-code")).tally.recorded == 1
        with pytest.raises(AccessRefusedError):  # and the counting begins anew
            office.poll(odd(port))


def test_p26_a_busy_server_is_no_refusal_and_is_never_given_up(small: Office) -> None:
    script = Script(
        {1: held(1)}, hooks={"LOGIN": lambda _, __: ["TAG NO [UNAVAILABLE] later"]}
    )
    with scripted(script) as port:
        for _ in range(5):
            with pytest.raises(TryLaterError):
                small.poll(odd(port))
        script.hooks.clear()
        assert small.poll(odd(port)).tally.recorded == 1


def test_a_folder_that_is_not_there_is_said_and_nothing_is_half_done(
    small: Office,
) -> None:
    script = Script(
        hooks={
            "EXAMINE": lambda _, __: ["TAG NO no such folder"],
            "LIST": lambda _, __: ["TAG OK none"],
        }
    )
    with scripted(script) as port, pytest.raises(MisconfiguredError, match="folders"):
        small.poll(odd(port, folders=("报送",)))
    assert small.states == {}
