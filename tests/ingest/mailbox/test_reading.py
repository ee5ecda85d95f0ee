"""What lies in the mailbox? A real Dovecot for the ordinary, a scripted server for the
odd.
"""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ingest.mailbox.account import Account
from ingest.mailbox.faults import MisconfiguredError
from ingest.mailbox.reading import Mailbox
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import Held, Script, Session, scripted
from tests.ingest.mailbox.correspondence import NETEASE, letter, odd, real

READS = {
    "CAPABILITY",
    "LOGIN",
    "ID",
    "EXAMINE",
    "UID SEARCH",
    "UID FETCH",
    "LIST",
    "NOOP",
    "IDLE",
    "LOGOUT",
}


def test_letters_are_listed_sized_and_fetched_over_tls_by_uid(
    dovecot: Dovecot, mail_account: Login
) -> None:
    arrived = datetime(2026, 1, 31, 16, 0, 0, tzinfo=UTC)
    uids = [
        dovecot.deliver(mail_account.name, letter(n), internal_date=arrived)
        for n in range(3)
    ]
    with Mailbox(real(dovecot, mail_account)) as box:
        folder = box.examine("INBOX")
        assert (folder.exists, folder.uidnext) == (3, uids[-1] + 1)
        assert folder.uidvalidity == dovecot.uidvalidity(mail_account.name)
        assert box.uids_above(0) == uids
        headers = box.list_letters(uids)
        assert [h.size for h in headers] == [len(letter(n)) for n in range(3)]
        assert {h.arrived_at for h in headers} == {arrived}
        assert [f.raw for f in box.bodies(uids)] == [letter(n) for n in range(3)]
        assert box.heads(uids[:1])[uids[0]].endswith(b"Subject: item 0\r\n\r\n")


def test_p13_nothing_above_the_last_uid_is_nothing(
    dovecot: Dovecot, mail_account: Login
) -> None:
    last = dovecot.deliver(mail_account.name, letter())
    with Mailbox(real(dovecot, mail_account)) as box:
        box.examine("INBOX")
        assert box.uids_above(last) == []
        assert box.uids_above(last + 100) == []


def test_r43_a_letter_that_vanished_is_absent_from_every_answer(
    dovecot: Dovecot, mail_account: Login
) -> None:
    uids = [dovecot.deliver(mail_account.name, letter(n)) for n in range(2)]
    with Mailbox(real(dovecot, mail_account)) as box:
        box.examine("INBOX")
        dovecot.expunge(mail_account.name, uids[0])
        assert [f.uid for f in box.bodies([*uids, 999])] == uids[1:]
        assert [h.uid for h in box.list_letters([999])] == []
        assert box.bodies([]) == []


def test_p04_r44_reading_leaves_every_flag_as_it_was(
    dovecot: Dovecot, mail_account: Login
) -> None:
    for flags in ((), ("\\Seen",), ("\\Flagged", "\\Answered")):
        dovecot.deliver(mail_account.name, letter(), flags=flags)
    before = dovecot.look(mail_account.name)
    with Mailbox(real(dovecot, mail_account)) as box:
        box.examine("INBOX")
        uids = box.uids_above(0)
        assert uids == sorted(before)
        box.bodies(uids)
        box.heads(uids)
    assert {
        uid: seen.flags - {b"\\Recent"}
        for uid, seen in dovecot.look(mail_account.name).items()
    } == {uid: seen.flags - {b"\\Recent"} for uid, seen in before.items()}


def test_r54_a_folder_with_a_chinese_name_opens_by_its_readable_name(
    dovecot: Dovecot, mail_account: Login
) -> None:
    dovecot.deliver(mail_account.name, letter(), folder="垃圾邮件")
    with Mailbox(real(dovecot, mail_account)) as box:
        assert box.junk_folder() == "垃圾邮件"
        assert box.examine("垃圾邮件").exists == 1


def test_the_folder_marked_as_junk_is_found_whatever_its_name() -> None:
    def listing(_: str, __: Session) -> list[str]:
        return [
            '* LIST () "/" "Junk"',
            '* LIST (\\HasNoChildren \\Junk) "/" "&V4NXPg-"',
            "TAG OK done",
        ]

    with scripted(Script(hooks={"LIST": listing})) as port, Mailbox(odd(port)) as box:
        assert box.junk_folder() == "垃圾"


def test_no_junk_folder_is_no_fault(dovecot: Dovecot, mail_account: Login) -> None:
    with Mailbox(real(dovecot, mail_account)) as box:
        assert box.junk_folder() is None


def test_p10_r47_r48_r49_r50_nothing_is_ever_said_that_writes_or_names_a_sequence_number() -> (
    None
):
    """Promise 3, whatever the server offers."""
    offered = "IMAP4rev1 ID IDLE UIDPLUS MOVE CONDSTORE QRESYNC"
    script = Script({7: Held(letter())}, capabilities=offered)
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        box.junk_folder()
        uids = box.uids_above(0)
        box.list_letters(uids)
        box.bodies(uids)
        box.heads(uids)
        box.wait(0.1, lambda: False)
    assert set(script.commands) == READS
    fetches = [line for line in script.lines if "FETCH" in line]
    assert all("BODY[" not in line and "RFC822 " not in line for line in fetches)


# --- servers with habits ---


def test_p23_netease_opens_a_folder_once_it_was_told_who_we_are() -> None:
    script = Script({1390000001: Held(letter())}, needs_id=True)
    with (
        scripted(script) as port,
        Mailbox(odd(port, identity=(("name", "y"), ("vendor", "办 office")))) as box,
    ):
        assert box.examine("INBOX").exists == 1
    assert any('ID ("name" "y" "vendor" "office")' in line for line in script.lines)
    assert script.commands.index("ID") > script.commands.index("LOGIN")
    assert script.commands.index("ID") < script.commands.index("EXAMINE")


def test_p23_r52_no_id_is_sent_where_it_is_not_offered() -> None:
    script = Script({1: Held(letter())}, capabilities="IMAP4rev1")
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
    assert "ID" not in script.commands


def test_p23_a_server_that_stays_unsafe_tells_the_office_what_to_do() -> None:
    script = Script(
        {1: Held(letter())}, needs_id=True, capabilities="IMAP4rev1", greeting=NETEASE
    )
    refused = pytest.raises(MisconfiguredError, match="授权码")
    with scripted(script) as port, Mailbox(odd(port)) as box, refused:
        box.examine("INBOX")


def test_r52_the_identity_is_cut_to_what_the_standard_allows() -> None:
    pairs = tuple((f"key{n}" * 20, "值v" * 2000) for n in range(40))
    spoken = Account("h", "u", "s", identity=pairs).spoken_identity
    assert len(spoken) <= 30
    assert all(
        len(k) <= 30 and len(v) <= 1024 and v.isascii() for k, v in spoken.items()
    )


@pytest.mark.parametrize("answer", ["* SEARCH 9 3 3 5 12 1", "* SEARCH 12 9"])
def test_p24_a_search_that_lies_changes_nothing(answer: str) -> None:
    script = Script({n: Held(letter(n)) for n in (1, 3, 5, 9, 12)})
    script.hooks["UID SEARCH"] = lambda _, __: [answer, "TAG OK done"]
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        assert box.uids_above(5) == [9, 12]


def test_p24_a_server_that_refuses_the_criterion_is_asked_for_all() -> None:
    script = Script({n: Held(letter(n)) for n in (3, 9)})
    script.hooks["UID SEARCH"] = lambda rest, _: (
        ["TAG BAD criterion"] if "UID SEARCH UID" in rest else None
    )
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        assert box.uids_above(3) == [9]
    assert all(line.isascii() for line in script.lines)


def test_p25_a_missing_uidvalidity_is_a_value_of_its_own() -> None:
    with (
        scripted(Script({1: Held(letter())}, uidvalidity=None)) as port,
        Mailbox(odd(port)) as box,
    ):
        folder = box.examine("INBOX")
        assert (folder.uidvalidity, folder.uidnext) == (0, None)


def test_p20_the_servers_date_keeps_its_offset_and_nonsense_is_none() -> None:
    script = Script(
        {1: Held(letter()), 2: Held(letter(), date="33-Foo-2026 29:00:00 +0800")}
    )
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        first, second = box.list_letters([1, 2])
        assert first.arrived_at == datetime(
            2026, 1, 5, 9, tzinfo=timezone(timedelta(hours=8))
        )
        assert first.arrived_at is not None
        assert first.arrived_at.utcoffset() == timedelta(hours=8)
        assert second.arrived_at is None


def test_r45_unasked_for_responses_are_passed_over() -> None:
    script = Script({1: Held(letter(1)), 2: Held(letter(2))})

    def noisy(_: str, session: Session) -> None:
        session.say("* 5 EXISTS", "* 1 EXPUNGE", "* 2 FETCH (FLAGS (\\Seen) UID 99)")

    script.hooks["UID FETCH"] = noisy
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        assert [f.uid for f in box.bodies([1, 2])] == [1, 2]
