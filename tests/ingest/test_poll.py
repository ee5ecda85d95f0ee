"""Which letters of the mailbox are taken in? One poll after another against real and odd servers."""

import multiprocessing
import random
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.mailbox.faults import AccessRefusedError, MisconfiguredError, TryLaterError
from ingest.poll.polling import poll
from ingest.poll.postman import GivenUpError
from ingest.poll.watching import watch
from ledger import leases
from ledger.leases import LeaseLostError
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import Held, Script, Session, scripted
from tests.ingest.postoffice import (
    LATER,
    NOW,
    STARTED,
    Office,
    fresh,
    held,
    odd,
    opened,
    poll_and_die,
    real,
    report,
    stamp,
)

READS = {"CAPABILITY", "LOGIN", "ID", "EXAMINE", "UID SEARCH", "UID FETCH", "LIST", "LOGOUT"}


@pytest.fixture
def office(engine_url: str) -> Iterator[Office]:
    with opened(engine_url) as office:
        yield office


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Office]:
    with fresh(tmp_path) as office:
        yield office


def fetched(script: Script) -> list[str]:
    return [line for line in script.lines if "BODY.PEEK[]" in line]


# --- the ordinary -----------------------------------------------------------------------------------------


def test_p04_letters_on_dovecot_become_submissions_whatever_their_flags(
    office: Office, dovecot: Dovecot, mail_account: Login
) -> None:
    for number, flags in enumerate([(), ("\\Seen",), ("\\Flagged", "\\Answered")]):
        dovecot.deliver(mail_account.name, report(number), internal_date=NOW - LATER, flags=flags)
    before = dovecot.look(mail_account.name)
    polled = office.poll(real(dovecot, mail_account))
    assert (polled.tally.recorded, polled.tally.seen) == (3, 3)
    assert (office.submissions, office.count()) == (3, 3)
    after = dovecot.look(mail_account.name)
    assert {uid: seen.flags - {b"\\Recent"} for uid, seen in after.items()} == {
        uid: seen.flags - {b"\\Recent"} for uid, seen in before.items()
    }
    assert list(polled.as_document()) == [
        "seen", "recorded", "set_aside", "sealed", "oversize", "quarantined", "gone", "held", "seconds"
    ]  # fmt: skip


def test_p09_a_second_poll_of_an_unchanged_folder_fetches_no_body(office: Office) -> None:
    script = Script({n: held(n) for n in range(1, 6)})
    with scripted(script) as port:
        assert office.poll(odd(port)).tally.seen == 5
        script.lines.clear()
        assert office.poll(odd(port)).tally.seen == 0
        assert fetched(script) == []
        assert set(script.commands) <= READS


def test_p13_p24_a_search_that_returns_everything_in_any_order_changes_nothing(small: Office) -> None:
    script = Script({n: held(n) for n in (3, 5, 8, 13, 21)})
    shuffled = random.Random(7).sample(sorted(script.letters), 5)
    script.hooks["UID SEARCH"] = lambda _, __: ["* SEARCH " + " ".join(map(str, shuffled)), "TAG OK done"]
    with scripted(script) as port:
        assert small.poll(odd(port)).tally.recorded == 5
        assert small.poll(odd(port)).tally.seen == 0
        assert (small.submissions, small.count()) == (5, 5)


def test_p05_a_long_absence_is_made_up_oldest_first_in_bounded_batches(small: Office) -> None:
    script = Script({1: held(1, NOW - timedelta(days=50))})
    with scripted(script) as port:
        small.poll(odd(port))
        script.letters |= {
            n: held(n, NOW - timedelta(days=40) + n * timedelta(hours=3)) for n in range(2, 302)
        }
        small.batches.clear()
        assert small.poll(odd(port)).tally.recorded == 300
    assert small.batches == [100, 100, 100]
    assert "SINCE" not in " ".join(script.lines)
    assert list(small.states) == [("INBOX", uid) for uid in range(1, 302)]


def test_p23_netease_is_polled_after_it_was_told_who_we_are(small: Office) -> None:
    script = Script({1390000001: held(1), 1390000777: held(2)}, needs_id=True)
    with scripted(script) as port:
        assert small.poll(odd(port)).tally.recorded == 2


# --- beginnings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "first", "recorded"), [("all", 1, 4), ("now", 3, 2), ("2026-02-01", 4, 1), ("2027-01-01", 5, 0)]
)
def test_the_starting_point_becomes_a_uid_at_the_first_poll(
    tmp_path: Path, start: str, first: int, recorded: int
) -> None:
    days = {1: -90, 2: -10, 3: 5, 4: 40}
    script = Script({uid: held(uid, STARTED + timedelta(days=day)) for uid, day in days.items()})
    with fresh(tmp_path, start) as office, scripted(script) as port:
        polled = office.poll(odd(port))
        assert polled.started == (("INBOX", first),)
        assert polled.tally.recorded == recorded
        assert office.poll(odd(port)).started == ()
        assert office.poll(odd(port)).tally.seen == 0
        script.letters[first + 4] = held(9)
        assert office.poll(odd(port)).tally.recorded == 1


def test_promise_11_nothing_from_before_the_start_is_answered(small: Office) -> None:
    before, after = STARTED - LATER, STARTED + LATER
    with scripted(Script({1: held(1, before), 2: held(2, after)})) as port:
        small.clock.now = after
        assert small.poll(odd(port)).tally.recorded == 2
    assert small.count() == 1


# --- renumbering ------------------------------------------------------------------------------------------


def test_p01_a_renumbered_folder_yields_only_what_is_new(
    office: Office, dovecot: Dovecot, mail_account: Login
) -> None:
    account = real(dovecot, mail_account)
    for number in range(12):
        dovecot.deliver(mail_account.name, report(number), internal_date=NOW - LATER)
    office.poll(account)
    dovecot.renumber(mail_account.name)
    office.clock.now = NOW + LATER
    for number in range(12, 15):
        dovecot.deliver(mail_account.name, report(number), internal_date=NOW + LATER)
    polled = office.poll(account)
    assert [folder for folder, _ in polled.renumbered] == ["INBOX"]
    assert (office.submissions, office.count()) == (15, 15)
    again = office.poll(account)
    assert (again.renumbered, again.tally.seen) == ((), 0)


@pytest.mark.parametrize("uidnext", [True, False])
@pytest.mark.parametrize("first", [1, 6, 101, 103])
def test_p01_renumbering_is_noticed_where_uidvalidity_is_one_for_ever(
    tmp_path: Path, first: int, *, uidnext: bool
) -> None:
    old = {100 + n: held(n, NOW - timedelta(minutes=60 - n)) for n in range(1, 6)}
    script = Script(dict(old), uidnext=106 if uidnext else None)
    with fresh(tmp_path) as office, scripted(script) as port:
        office.poll(odd(port))
        office.clock.now = NOW + LATER
        rebuilt = [old[103], old[101], old[105], old[102], old[104], held(6, NOW + LATER)]
        script.letters = dict(enumerate(rebuilt, first))
        script.uidnext = first + 6 if uidnext else None
        polled = office.poll(odd(port))
        assert [folder for folder, _ in polled.renumbered] == ["INBOX"]
        assert (office.submissions, office.count()) == (6, 6)
        script.letters[first + 6] = held(7, NOW + LATER)
        script.uidnext = first + 7 if uidnext else None
        again = office.poll(odd(port))
        assert (again.renumbered, again.tally.recorded) == ((), 1)


def test_promise_5_after_a_renumbering_an_unknown_older_letter_is_recorded_and_never_answered(
    small: Office,
) -> None:
    script = Script({1: held(1)}, uidvalidity=7)
    with scripted(script) as port:
        small.poll(odd(port))
        script.uidvalidity = 8
        script.letters = {1: held(1), 2: held(2, NOW - timedelta(days=1)), 3: held(3, NOW + LATER)}
        small.clock.now = NOW + LATER
        small.poll(odd(port))
    assert (small.submissions, small.count()) == (3, 2)


def test_after_a_renumbering_letters_from_before_the_start_stay_set_aside(tmp_path: Path) -> None:
    ancient = held(8, STARTED - timedelta(days=1))
    script = Script({1: ancient, 2: held(1)}, uidvalidity=7)
    with fresh(tmp_path, "now") as office, scripted(script) as port:
        office.poll(odd(port))
        script.uidvalidity, script.letters = 8, {1: held(1), 2: ancient}
        tally = office.poll(odd(port)).tally
        assert (tally.set_aside, tally.recorded, office.submissions) == (1, 1, 1)


def test_p25_a_server_without_uidvalidity_is_polled_like_any_other(small: Office) -> None:
    script = Script({1: held(1)}, uidvalidity=None)
    with scripted(script) as port:
        assert small.poll(odd(port)).tally.recorded == 1
        script.letters[2] = held(2)
        polled = small.poll(odd(port))
        assert (polled.tally.recorded, polled.renumbered) == (1, ())


def test_letters_that_colleagues_deleted_are_no_renumbering(small: Office) -> None:
    script = Script({n: held(n) for n in range(1, 6)}, uidnext=6)
    with scripted(script) as port:
        small.poll(odd(port))
        script.letters = {}
        assert small.poll(odd(port)).renumbered == ()


# --- faults -----------------------------------------------------------------------------------------------


def test_p02_a_kill_at_any_step_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    for step in range(1, 40):
        folder = tmp_path / str(step)
        folder.mkdir()
        with fresh(folder) as office, scripted(Script({n: held(n) for n in range(1, 4)})) as port:
            office.clock.fails_at = step
            try:
                office.poll(odd(port))
            except KeyboardInterrupt:
                office.clock.now += LATER  # another process comes after the lease has ended
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
        doomed = multiprocessing.get_context("spawn").Process(target=poll_and_die, args=(url, account, step))
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


def test_p12_whoever_lost_the_lease_writes_nothing_and_the_other_takes_the_letters(small: Office) -> None:
    def overtaken() -> None:
        small.before_reading = None
        late = NOW + timedelta(minutes=30)
        with small.database.writing() as conn:
            name = f"mailbox/{account.name}/INBOX"
            assert leases.take(conn, (name, "two"), late, late + LATER) is not None

    with scripted(Script({1: held(1)})) as port:
        account = odd(port)
        small.before_reading = overtaken
        with pytest.raises(LeaseLostError):
            small.poll(account)
        assert small.states == {}
        assert small.poll(account).busy == ("INBOX",)
        assert small.poll(account, owner="two").tally.recorded == 1


def test_a_stop_between_batches_leaves_the_rest_for_the_next_poll(small: Office) -> None:
    script = Script({n: held(n) for n in range(1, 251)})
    with scripted(script) as port:
        stopping = small.postman(odd(port), stop=lambda: len(small.batches) >= 1)
        assert poll(stopping).tally.seen == 100
        assert small.poll(odd(port)).tally.seen == 150


def test_r43_a_letter_that_vanishes_before_it_is_fetched_is_gone_for_good(small: Office) -> None:
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


def test_p25_a_body_that_did_not_come_is_asked_for_again_before_it_is_called_gone(small: Office) -> None:
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


def test_p16_a_letter_above_the_limit_is_decided_without_its_body(small: Office) -> None:
    big = Held(report(2) + b"x" * 50_000, stamp(NOW))
    understated = Held(report(4) + b"x" * 50_000, stamp(NOW), size=1000)
    script = Script({1: held(1), 2: big, 3: held(3), 4: understated})
    with scripted(script) as port:
        tally = poll(small.postman(odd(port), letter_bytes=20_000)).tally
        assert (tally.recorded, tally.oversize) == (2, 2)
    assert all(not line.partition("FETCH ")[2].startswith(("2 ", "1,2", "2,")) for line in fetched(script))
    assert small.count("oversize") == 2


def test_a_line_cut_in_mid_folder_keeps_what_was_taken_and_the_next_poll_goes_on(small: Office) -> None:
    script = Script({n: held(n) for n in range(1, 151)})

    def cut(rest: str, session: Session) -> None:
        if "BODY.PEEK[]" in rest and ",150 " in rest:
            session.close()

    script.hooks["UID FETCH"] = cut
    with scripted(script) as port:
        with pytest.raises(TryLaterError):
            small.poll(odd(port))
        assert small.submissions == 100
        script.hooks.clear()
        assert small.poll(odd(port)).tally.recorded == 50


def test_p26_three_refusals_then_no_more_tries_until_the_secret_changes(office: Office) -> None:
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
    script = Script({1: held(1)}, hooks={"LOGIN": lambda _, __: ["TAG NO [UNAVAILABLE] later"]})
    with scripted(script) as port:
        for _ in range(5):
            with pytest.raises(TryLaterError):
                small.poll(odd(port))
        script.hooks.clear()
        assert small.poll(odd(port)).tally.recorded == 1


def test_a_folder_that_is_not_there_is_said_and_nothing_is_half_done(small: Office) -> None:
    script = Script(
        hooks={"EXAMINE": lambda _, __: ["TAG NO no such folder"], "LIST": lambda _, __: ["TAG OK none"]}
    )
    with scripted(script) as port, pytest.raises(MisconfiguredError, match="folders"):
        small.poll(odd(port, folders=("报送",)))
    assert small.states == {}


# --- news ---------------------------------------------------------------------------------------------------


def test_p27_a_letter_that_waits_is_noticed_at_once_and_one_that_comes_soon(
    small: Office, dovecot: Dovecot, mail_account: Login
) -> None:
    postman = small.postman(real(dovecot, mail_account))
    poll(postman)
    assert not watch(postman, 0.1, lambda: False)
    dovecot.deliver(mail_account.name, report(1), internal_date=NOW)
    assert watch(postman, 20, lambda: False)
    assert poll(postman).tally.recorded == 1
    with ThreadPoolExecutor() as pool:
        watching = pool.submit(watch, postman, 20, lambda: False)
        dovecot.deliver(mail_account.name, report(2), internal_date=NOW)
        assert watching.result(25)


def test_p27_where_idle_is_not_offered_the_caller_sleeps_by_itself(small: Office) -> None:
    with scripted(Script({1: held(1)})) as port:
        assert not watch(small.postman(odd(port)), 60, lambda: False)


# --- the junk folder ----------------------------------------------------------------------------------------


def test_from_the_junk_folder_only_roster_addresses_are_taken(
    small: Office, dovecot: Dovecot, mail_account: Login
) -> None:
    dovecot.deliver(mail_account.name, report(1), folder="垃圾邮件", internal_date=NOW)
    dovecot.deliver(mail_account.name, report(2, "seller@spam.example"), folder="垃圾邮件", internal_date=NOW)
    tally = small.poll(real(dovecot, mail_account)).tally
    assert (tally.recorded, tally.set_aside) == (1, 1)
    assert (small.submissions, small.count()) == (1, 1)
    assert set(small.states.values()) == {"recorded", "set-aside"}
