"""Is every UID on the server accounted for?"""

from datetime import timedelta
from pathlib import Path

from ingest.poll.polling import DifferenceKind, reconcile
from ledger import mailbox_entries
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import Script, Session, scripted
from tests.ingest.postoffice import NOW, Office, fresh, held, odd, real, report


def test_p07_a_lost_row_is_named_and_mended(
    office: Office, dovecot: Dovecot, mail_account: Login
) -> None:
    account = real(dovecot, mail_account)
    uids = [
        dovecot.deliver(mail_account.name, report(n), internal_date=NOW)
        for n in range(3)
    ]
    office.poll(account)
    assert reconcile(office.poll_context(account)).sound
    office.forget(uids[1])
    found = reconcile(office.poll_context(account))
    assert not found.sound
    assert [(d.place.uid, d.kind) for d in found.differences] == [
        (uids[1], DifferenceKind.MISSING)
    ]
    assert reconcile(office.poll_context(account), mend=True).mended.seen == 1
    assert reconcile(office.poll_context(account)).sound
    assert office.poll(account).tally.seen == 0


def test_letters_above_the_mark_wait_and_letters_from_before_the_start_are_no_difference(
    tmp_path: Path,
) -> None:
    script = Script({1: held(1, NOW.replace(year=2025)), 2: held(2)})
    with fresh(tmp_path, "now") as office, scripted(script) as port:
        office.poll(odd(port))
        script.letters[3] = held(3)
        found = reconcile(office.poll_context(odd(port)))
        assert (found.sound, found.listed, found.waiting, found.before_start) == (
            True,
            3,
            1,
            1,
        )
        assert office.poll(odd(port)).tally.seen == 1


def test_what_mending_takes_in_counts_as_read(tmp_path: Path) -> None:
    script = Script({1: held(1)})
    with fresh(tmp_path) as office, scripted(script) as port:
        office.poll(odd(port))
        script.letters[2] = held(2)
        later = office.clock.now = NOW + timedelta(hours=1)
        assert reconcile(office.poll_context(odd(port)), mend=True).mended.seen == 1
        with office.database.reading() as conn:
            (position,) = mailbox_entries.positions(conn)
        assert (position.last_uid, position.last_good_poll_at) == (2, later)


def test_a_letter_wrongly_called_gone_is_named_and_taken_in(tmp_path: Path) -> None:
    script = Script({n: held(n) for n in range(1, 4)})
    hidden = script.letters[2]

    def removed(rest: str, _: Session) -> None:
        if "BODY.PEEK[]" in rest:
            script.letters.pop(2, None)

    script.hooks["UID FETCH"] = removed
    with fresh(tmp_path) as office, scripted(script) as port:
        assert office.poll(odd(port)).tally.gone == 1
        script.hooks.clear()
        script.letters = {1: script.letters[1], 2: hidden, 3: script.letters[3]}
        found = reconcile(office.poll_context(odd(port)), mend=True)
        assert [d.kind for d in found.differences] == [DifferenceKind.NOT_GONE]
        assert found.mended.recorded == 1
        assert office.states["INBOX", 2] == "recorded"


def test_letters_the_server_holds_but_does_not_list_are_said(tmp_path: Path) -> None:
    script = Script({n: held(n) for n in range(1, 4)})
    with fresh(tmp_path) as office, scripted(script) as port:
        office.poll(odd(port))
        script.hooks["UID SEARCH"] = lambda _, __: ["* SEARCH 1 3", "TAG OK done"]
        assert reconcile(
            office.poll_context(odd(port))
        ).sound  # FETCH names what SEARCH leaves out
        script.hooks["UID FETCH"] = lambda rest, _: ["TAG NO"] if "*" in rest else None
        found = reconcile(office.poll_context(odd(port)))
        assert [(d.kind, d.letters) for d in found.differences] == [
            (DifferenceKind.UNLISTED, 1)
        ]


def test_a_folder_in_another_readers_hand_is_not_called_sound(tmp_path: Path) -> None:
    with fresh(tmp_path) as office, scripted(Script({1: held(1)})) as port:
        reached = []

        def meanwhile() -> None:
            reached.append(reconcile(office.poll_context(odd(port), owner="two")))

        office.before_reading = meanwhile
        office.poll(odd(port))
        assert [(found.busy, found.sound) for found in reached] == [(("INBOX",), False)]
