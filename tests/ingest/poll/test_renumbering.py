"""Do UIDs still mean what they meant, and what follows when they do not?"""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import Script, scripted
from tests.ingest.postoffice import (
    LATER,
    NOW,
    STARTED,
    Office,
    fresh,
    held,
    odd,
    real,
    report,
)


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
        rebuilt = [
            old[103],
            old[101],
            old[105],
            old[102],
            old[104],
            held(6, NOW + LATER),
        ]
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
        script.letters = {
            1: held(1),
            2: held(2, NOW - timedelta(days=1)),
            3: held(3, NOW + LATER),
        }
        small.clock.now = NOW + LATER
        small.poll(odd(port))
    assert (small.submissions, small.count()) == (3, 2)


def test_after_a_renumbering_letters_from_before_the_start_stay_set_aside(
    tmp_path: Path,
) -> None:
    ancient = held(8, STARTED - timedelta(days=1))
    script = Script({1: ancient, 2: held(1)}, uidvalidity=7)
    with fresh(tmp_path, "now") as office, scripted(script) as port:
        office.poll(odd(port))
        script.uidvalidity, script.letters = 8, {1: held(1), 2: ancient}
        tally = office.poll(odd(port)).tally
        assert (tally.set_aside, tally.recorded, office.submissions) == (1, 1, 1)


def test_p25_a_server_without_uidvalidity_is_polled_like_any_other(
    small: Office,
) -> None:
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
