"""Which letters of the mailbox are taken in? One poll after another."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.intake.arrival import Arrival
from ingest.intake.batch import take_in
from ledger import mailbox_entries
from ledger.entries.letters import Place
from ledger.periods import parse_period
from ledger.submissions import listing
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import Held, Script, scripted
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

READS = {
    "CAPABILITY",
    "LOGIN",
    "ID",
    "EXAMINE",
    "UID SEARCH",
    "UID FETCH",
    "LIST",
    "LOGOUT",
}


def fetched(script: Script) -> list[str]:
    return [line for line in script.lines if "BODY.PEEK[]" in line]


def test_p04_letters_on_dovecot_become_submissions_whatever_their_flags(
    office: Office, dovecot: Dovecot, mail_account: Login
) -> None:
    for number, flags in enumerate([(), ("\\Seen",), ("\\Flagged", "\\Answered")]):
        dovecot.deliver(
            mail_account.name, report(number), internal_date=NOW - LATER, flags=flags
        )
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


def test_p09_a_second_poll_of_an_unchanged_folder_fetches_no_body(
    office: Office,
) -> None:
    script = Script({n: held(n) for n in range(1, 6)})
    with scripted(script) as port:
        assert office.poll(odd(port)).tally.seen == 5
        script.lines.clear()
        assert office.poll(odd(port)).tally.seen == 0
        assert fetched(script) == []
        assert set(script.commands) <= READS


def test_p13_p24_a_search_that_returns_everything_in_any_order_changes_nothing(
    small: Office,
) -> None:
    script = Script({n: held(n) for n in (3, 5, 8, 13, 21)})
    shuffled = random.Random(7).sample(sorted(script.letters), 5)
    script.hooks["UID SEARCH"] = lambda _, __: [
        "* SEARCH " + " ".join(map(str, shuffled)),
        "TAG OK done",
    ]
    with scripted(script) as port:
        assert small.poll(odd(port)).tally.recorded == 5
        assert small.poll(odd(port)).tally.seen == 0
        assert (small.submissions, small.count()) == (5, 5)


def test_p05_a_long_absence_is_made_up_oldest_first_in_bounded_batches(
    small: Office,
) -> None:
    script = Script({1: held(1, NOW - timedelta(days=50))})
    with scripted(script) as port:
        small.poll(odd(port))
        script.letters |= {
            n: held(n, NOW - timedelta(days=40) + n * timedelta(hours=3))
            for n in range(2, 302)
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


@pytest.mark.parametrize(
    ("start", "first", "recorded"),
    [("all", 1, 4), ("now", 3, 2), ("2026-02-01", 4, 1), ("2027-01-01", 5, 0)],
)
def test_the_starting_point_becomes_a_uid_at_the_first_poll(
    tmp_path: Path, start: str, first: int, recorded: int
) -> None:
    days = {1: -90, 2: -10, 3: 5, 4: 40}
    script = Script(
        {uid: held(uid, STARTED + timedelta(days=day)) for uid, day in days.items()}
    )
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


def test_from_the_junk_folder_only_roster_addresses_are_taken(
    small: Office, dovecot: Dovecot, mail_account: Login
) -> None:
    dovecot.deliver(mail_account.name, report(1), folder="垃圾邮件", internal_date=NOW)
    dovecot.deliver(
        mail_account.name,
        report(2, "seller@spam.example"),
        folder="垃圾邮件",
        internal_date=NOW,
    )
    tally = small.poll(real(dovecot, mail_account)).tally
    assert (tally.recorded, tally.set_aside) == (1, 1)
    assert (small.submissions, small.count()) == (1, 1)
    assert set(small.states.values()) == {"recorded", "set-aside"}


def test_r40_the_same_uid_in_two_folders_names_two_letters(small: Office) -> None:
    places = [
        Place("a@host", folder, validity, 7)
        for folder in ("INBOX", "垃圾邮件")
        for validity in (1, 2)
    ]
    arrivals = [Arrival(place, NOW, 1, report(n)) for n, place in enumerate(places)]
    take_in(small.intake_context, arrivals, NOW)
    with small.database.reading() as conn:
        assert sorted(seen.place for seen in mailbox_entries.listed(conn)) == sorted(
            places
        )
    assert small.submissions == 4


@pytest.mark.parametrize("uidnext", [None, 4_000_000_000])
def test_r41_r42_uids_may_have_gaps_and_uidnext_promises_nothing(
    small: Office, uidnext: int | None
) -> None:
    script = Script({n: held(n) for n in (3, 900, 1_390_000_001)}, uidnext=uidnext)
    with scripted(script) as port:
        assert small.poll(odd(port)).tally.recorded == 3
        script.letters[1_390_000_500] = held(4)
        assert small.poll(odd(port)).tally.recorded == 1
        assert (
            small.poll(odd(port)).tally.seen == 0
        )  # the server answers n:* with the last one


def test_r46_the_month_is_decided_by_the_servers_date_whatever_the_letter_says(
    small: Office,
) -> None:
    dated = report(1).replace(
        b"Subject:", b"Date: Mon, 01 Jan 1990 00:00:00 +0000\r\nSubject:", 1
    )
    script = Script({1: Held(dated, "01-Feb-2026 00:30:00 +0800")})
    with scripted(script) as port:
        small.poll(odd(port))
    with small.database.reading() as conn:
        (item,) = listing.listed(
            conn, listing.SubmissionFilter(parse_period("2026-02"))
        )
    assert item.arrived_at == datetime(2026, 1, 31, 16, 30, tzinfo=UTC)
