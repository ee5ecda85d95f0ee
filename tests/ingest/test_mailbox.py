"""What does the mailbox hold? A real Dovecot for the ordinary, a scripted server for the odd."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mailbox.account import Account, Security
from ingest.mailbox.faults import AccessRefusedError, MisconfiguredError, TryLaterError
from ingest.mailbox.reading import BATCH_BYTES, BATCH_COUNT, Header, Mailbox, in_batches
from ingest.provider import known_providers, parse_provider, provider_for
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import HOST, Held, Hook, Script, Session, scripted

READS = {"CAPABILITY", "LOGIN", "ID", "EXAMINE", "UID SEARCH", "UID FETCH", "LIST", "NOOP", "IDLE", "LOGOUT"}


def letter(number: int = 1, body: str = "正文") -> bytes:
    return f"From: wang@yc.example.cn\r\nSubject: item {number}\r\n\r\n{body}\r\n".encode()


def real(server: Dovecot, login: Login) -> Account:
    return Account(server.host, login.name, login.password, server.port, ca_file=server.ca_file)


def odd(port: int, **changes: object) -> Account:
    settings: dict[str, object] = {"port": port, "security": Security.NONE, "timeout": 5.0} | changes
    return Account(HOST, "office", "shou-quan-ma", **settings)  # type: ignore[arg-type]


def last_words(words: str) -> Hook:
    """Say `words` and hang up."""

    def hang_up(_: str, session: Session) -> list[str]:
        session.say(words)
        session.close()
        return []

    return hang_up


def silence(_: str, session: Session) -> list[str]:
    """Say nothing until the other side gives up."""
    session.hear()
    return []


# --- reading ------------------------------------------------------------------------------------------


def test_letters_are_listed_sized_and_fetched_over_tls_by_uid(dovecot: Dovecot, mail_account: Login) -> None:
    arrived = datetime(2026, 1, 31, 16, 0, 0, tzinfo=UTC)
    uids = [dovecot.deliver(mail_account.name, letter(n), internal_date=arrived) for n in range(3)]
    with Mailbox(real(dovecot, mail_account)) as box:
        folder = box.look("INBOX")
        assert (folder.exists, folder.uidnext) == (3, uids[-1] + 1)
        assert folder.uidvalidity == dovecot.uidvalidity(mail_account.name)
        assert box.uids_above(0) == uids
        headers = box.sizes(uids)
        assert [h.size for h in headers] == [len(letter(n)) for n in range(3)]
        assert {h.arrived_at for h in headers} == {arrived}
        assert [f.raw for f in box.bodies(uids)] == [letter(n) for n in range(3)]
        assert box.heads(uids[:1])[uids[0]].endswith(b"Subject: item 0\r\n\r\n")


def test_p13_nothing_above_the_last_uid_is_nothing(dovecot: Dovecot, mail_account: Login) -> None:
    last = dovecot.deliver(mail_account.name, letter())
    with Mailbox(real(dovecot, mail_account)) as box:
        box.look("INBOX")
        assert box.uids_above(last) == []
        assert box.uids_above(last + 100) == []


def test_r43_a_letter_that_vanished_is_absent_from_every_answer(
    dovecot: Dovecot, mail_account: Login
) -> None:
    uids = [dovecot.deliver(mail_account.name, letter(n)) for n in range(2)]
    with Mailbox(real(dovecot, mail_account)) as box:
        box.look("INBOX")
        dovecot.expunge(mail_account.name, uids[0])
        assert [f.uid for f in box.bodies([*uids, 999])] == uids[1:]
        assert [h.uid for h in box.sizes([999])] == []
        assert box.bodies([]) == []


def test_p04_r44_reading_leaves_every_flag_as_it_was(dovecot: Dovecot, mail_account: Login) -> None:
    for flags in ((), ("\\Seen",), ("\\Flagged", "\\Answered")):
        dovecot.deliver(mail_account.name, letter(), flags=flags)
    before = dovecot.look(mail_account.name)
    with Mailbox(real(dovecot, mail_account)) as box:
        box.look("INBOX")
        uids = box.uids_above(0)
        assert uids == sorted(before)
        box.bodies(uids)
        box.heads(uids)
    assert {uid: seen.flags - {b"\\Recent"} for uid, seen in dovecot.look(mail_account.name).items()} == {
        uid: seen.flags - {b"\\Recent"} for uid, seen in before.items()
    }


def test_r54_a_folder_with_a_chinese_name_opens_by_its_readable_name(
    dovecot: Dovecot, mail_account: Login
) -> None:
    dovecot.deliver(mail_account.name, letter(), folder="垃圾邮件")
    with Mailbox(real(dovecot, mail_account)) as box:
        assert box.junk_folder() == "垃圾邮件"
        assert box.look("垃圾邮件").exists == 1


def test_the_folder_marked_as_junk_is_found_whatever_its_name() -> None:
    def listing(_: str, __: Session) -> list[str]:
        return ['* LIST () "/" "Junk"', '* LIST (\\HasNoChildren \\Junk) "/" "&V4NXPg-"', "TAG OK done"]

    with scripted(Script(hooks={"LIST": listing})) as port, Mailbox(odd(port)) as box:
        assert box.junk_folder() == "垃圾"


def test_no_junk_folder_is_no_fault(dovecot: Dovecot, mail_account: Login) -> None:
    with Mailbox(real(dovecot, mail_account)) as box:
        assert box.junk_folder() is None


def test_promise_3_nothing_is_ever_said_that_writes() -> None:
    script = Script({7: Held(letter())}, capabilities="IMAP4rev1 ID IDLE UIDPLUS MOVE")
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
        box.junk_folder()
        uids = box.uids_above(0)
        box.sizes(uids)
        box.bodies(uids)
        box.heads(uids)
        box.wait(0.1, lambda: False)
    assert set(script.commands) == READS
    fetches = [line for line in script.lines if "FETCH" in line]
    assert all("BODY[" not in line and "RFC822 " not in line for line in fetches)


# --- servers with habits --------------------------------------------------------------------------------


def test_p23_netease_opens_a_folder_once_it_was_told_who_we_are() -> None:
    script = Script({1390000001: Held(letter())}, needs_id=True)
    with (
        scripted(script) as port,
        Mailbox(odd(port, identity=(("name", "y"), ("vendor", "办 office")))) as box,
    ):
        assert box.look("INBOX").exists == 1
    assert any('ID ("name" "y" "vendor" "office")' in line for line in script.lines)
    assert script.commands.index("ID") > script.commands.index("LOGIN")
    assert script.commands.index("ID") < script.commands.index("EXAMINE")


def test_p23_r52_no_id_is_sent_where_it_is_not_offered() -> None:
    script = Script({1: Held(letter())}, capabilities="IMAP4rev1")
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
    assert "ID" not in script.commands


def test_p23_a_server_that_stays_unsafe_tells_the_office_what_to_do() -> None:
    script = Script({1: Held(letter())}, needs_id=True, capabilities="IMAP4rev1")
    netease = provider_for("imap.163.com")
    refused = pytest.raises(MisconfiguredError, match="授权码")
    with scripted(script) as port, Mailbox(odd(port), netease) as box, refused:
        box.look("INBOX")


def test_r52_the_identity_is_cut_to_what_the_standard_allows() -> None:
    pairs = tuple((f"key{n}" * 20, "值v" * 2000) for n in range(40))
    spoken = Account("h", "u", "s", identity=pairs).spoken_identity
    assert len(spoken) <= 30
    assert all(len(k) <= 30 and len(v) <= 1024 and v.isascii() for k, v in spoken.items())


@pytest.mark.parametrize("answer", ["* SEARCH 9 3 3 5 12 1", "* SEARCH 12 9"])
def test_p24_a_search_that_lies_changes_nothing(answer: str) -> None:
    script = Script({n: Held(letter(n)) for n in (1, 3, 5, 9, 12)})
    script.hooks["UID SEARCH"] = lambda _, __: [answer, "TAG OK done"]
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
        assert box.uids_above(5) == [9, 12]


def test_p24_a_server_that_refuses_the_criterion_is_asked_for_all() -> None:
    script = Script({n: Held(letter(n)) for n in (3, 9)})
    script.hooks["UID SEARCH"] = lambda rest, _: ["TAG BAD criterion"] if "UID SEARCH UID" in rest else None
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
        assert box.uids_above(3) == [9]
    assert all(line.isascii() for line in script.lines)


def test_p25_a_missing_uidvalidity_is_a_value_of_its_own() -> None:
    with scripted(Script({1: Held(letter())}, uidvalidity=None)) as port, Mailbox(odd(port)) as box:
        folder = box.look("INBOX")
        assert (folder.uidvalidity, folder.uidnext) == (0, None)


def test_p20_the_servers_date_keeps_its_offset_and_nonsense_is_none() -> None:
    script = Script({1: Held(letter()), 2: Held(letter(), date="33-Foo-2026 29:00:00 +0800")})
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
        first, second = box.sizes([1, 2])
        assert first.arrived_at == datetime(2026, 1, 5, 9, tzinfo=timezone(timedelta(hours=8)))
        assert first.arrived_at is not None
        assert first.arrived_at.utcoffset() == timedelta(hours=8)
        assert second.arrived_at is None


def test_r45_unasked_for_responses_are_passed_over() -> None:
    script = Script({1: Held(letter(1)), 2: Held(letter(2))})

    def noisy(_: str, session: Session) -> None:
        session.say("* 5 EXISTS", "* 1 EXPUNGE", "* 2 FETCH (FLAGS (\\Seen) UID 99)")

    script.hooks["UID FETCH"] = noisy
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
        assert [f.uid for f in box.bodies([1, 2])] == [1, 2]


# --- what goes wrong --------------------------------------------------------------------------------------


def test_p26_a_wrong_password_is_refused_and_not_a_network_fault(
    dovecot: Dovecot, mail_account: Login
) -> None:
    wrong = Account(dovecot.host, mail_account.name, "wrong", dovecot.port, ca_file=dovecot.ca_file)
    with pytest.raises(AccessRefusedError, match="authorization code") as refused, Mailbox(wrong):
        pass
    assert "wrong" not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("NO [AUTHENTICATIONFAILED] no", AccessRefusedError),
        ("NO [EXPIRED] too many days", AccessRefusedError),
        ("NO LOGIN Login error or password error", AccessRefusedError),
        (
            "NO Login fail. password is incorrect, login frequency limited, or system is busy",
            AccessRefusedError,
        ),
        ("NO [UNAVAILABLE] password server down", TryLaterError),
        ("NO [INUSE] another", TryLaterError),
        ("NO [LIMIT] too many connections", TryLaterError),
        ("NO too many connections, try again later", TryLaterError),
        ("* BYE overloaded", TryLaterError),
    ],
)
def test_p26_r55_a_refusal_is_told_from_a_busy_server(said: str, expected: type[Exception]) -> None:
    script = Script(hooks={"LOGIN": lambda _, __: [f"TAG {said}"]})
    if said.startswith("*"):
        script.hooks["LOGIN"] = last_words(said)
    with scripted(script) as port, pytest.raises(expected), Mailbox(odd(port)):
        pass


def test_r56_no_password_is_sent_where_login_is_disabled() -> None:
    script = Script(capabilities="IMAP4rev1 LOGINDISABLED")
    with (
        scripted(script) as port,
        pytest.raises(MisconfiguredError, match="password login"),
        Mailbox(odd(port)),
    ):
        pass
    assert "LOGIN" not in script.commands


def test_r23_a_stripped_starttls_is_refused_before_any_password() -> None:
    script = Script(capabilities="IMAP4rev1")
    with (
        scripted(script) as port,
        pytest.raises(MisconfiguredError, match="STARTTLS"),
        Mailbox(odd(port, security=Security.STARTTLS)),
    ):
        pass
    assert "LOGIN" not in script.commands


def test_r23_clear_text_is_for_this_machine_only() -> None:
    far = Account("imap.example.cn", "office", "secret", 143, Security.NONE)
    with pytest.raises(MisconfiguredError, match="clear text"), Mailbox(far):
        pass


def test_r23_a_certificate_of_an_unknown_authority_is_refused(dovecot: Dovecot, mail_account: Login) -> None:
    login = Account(dovecot.host, mail_account.name, mail_account.password, dovecot.port)
    with pytest.raises(MisconfiguredError, match="certificate"), Mailbox(login):
        pass


def test_r23_a_certificate_for_another_host_is_refused(dovecot: Dovecot, mail_account: Login) -> None:
    # 127.1 is the same machine by a name that is not in the certificate
    login = Account("127.1", mail_account.name, mail_account.password, dovecot.port, ca_file=dovecot.ca_file)
    with pytest.raises(MisconfiguredError, match="certificate") as refused, Mailbox(login):
        pass
    assert mail_account.password not in str(refused.value)


@pytest.mark.parametrize(
    ("account", "expected", "words"),
    [
        (Account("no-such-host.invalid", "u", "s"), (MisconfiguredError, TryLaterError), "imap no-such-host"),
        (Account(HOST, "u", "s", 1), TryLaterError, "next poll"),
        (Account(HOST, "u", "口令"), MisconfiguredError, "ASCII"),
        (Account(HOST, "u\r\nA1 DELETE INBOX", "s"), MisconfiguredError, "ASCII"),
        (Account(HOST, "u", "s", ca_file=Path("/no/such/file.pem")), MisconfiguredError, "ca_file"),
    ],
)
def test_each_fault_is_one_line_with_the_way_out(
    account: Account, expected: type[Exception], words: str
) -> None:
    with pytest.raises(expected, match=words) as fault, Mailbox(account):
        pass
    assert "\n" not in str(fault.value)


def test_a_port_that_speaks_no_tls_is_a_setting_to_mend() -> None:
    refused = pytest.raises(MisconfiguredError, match="no TLS")
    with scripted(Script()) as port, refused, Mailbox(odd(port, security=Security.TLS)):
        pass


def test_a_folder_that_is_missing_is_a_setting_and_one_in_use_is_not(
    dovecot: Dovecot, mail_account: Login
) -> None:
    missing = pytest.raises(MisconfiguredError, match="no folder 收件")
    with Mailbox(real(dovecot, mail_account)) as box, missing:
        box.look("收件")
    busy = Script(hooks={"EXAMINE": lambda _, __: ["TAG NO [INUSE] locked"]})
    with scripted(busy) as port, Mailbox(odd(port)) as box, pytest.raises(TryLaterError, match="locked"):
        box.look("INBOX")


def test_r55_a_greeting_of_bye_and_a_line_cut_in_mid_answer_mean_come_back_later() -> None:
    closed = scripted(Script(greeting="* BYE closed for the night"))
    with closed as port, pytest.raises(TryLaterError), Mailbox(odd(port)):
        pass
    cut = Script({1: Held(letter())})
    cut.hooks["UID FETCH"] = last_words("* 1 FETCH (UID 1 BODY[] {900}")
    with scripted(cut) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
        with pytest.raises(TryLaterError):
            box.bodies([1])


def test_a_silent_server_runs_into_the_time_limit() -> None:
    script = Script({1: Held(letter())})
    script.hooks["UID SEARCH"] = silence
    with scripted(script) as port, Mailbox(odd(port, timeout=0.5)) as box:
        box.look("INBOX")
        with pytest.raises(TryLaterError, match="timed out"):
            box.uids_above(0)


# --- waiting ----------------------------------------------------------------------------------------------


def test_r51_a_letter_that_came_before_the_wait_and_one_that_comes_during_it_are_both_announced(
    dovecot: Dovecot, mail_account: Login
) -> None:
    with Mailbox(real(dovecot, mail_account)) as box:
        box.look("INBOX")
        assert box.can_wait
        dovecot.deliver(mail_account.name, letter(1))
        assert box.wait(20, lambda: False)
        box.look("INBOX")
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(box.wait, 20, lambda: False)
            dovecot.deliver(mail_account.name, letter(2))
            assert waiting.result(25)


def test_r51_idle_is_only_used_where_offered_and_meant() -> None:
    with scripted(Script()) as port, Mailbox(odd(port)) as box:
        assert not box.can_wait
    netease = provider_for("imap.163.com")
    with scripted(Script(capabilities="IMAP4rev1 IDLE")) as port, Mailbox(odd(port), netease) as box:
        assert not box.can_wait


def test_keep_alives_and_counts_that_are_known_are_no_news() -> None:
    def chatters(_: str, session: Session) -> list[str]:
        session.say("+ idling", "* OK still here", "* 1 FETCH (FLAGS (\\Seen))")
        session.hear()
        return ["TAG OK idled"]

    script = Script({1: Held(letter())}, capabilities="IMAP4rev1 IDLE", hooks={"IDLE": chatters})
    script.hooks["NOOP"] = lambda _, __: ["* 1 EXISTS", "TAG OK done"]
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
        assert not box.wait(0.3, lambda: False)


def test_p27_a_closed_socket_is_noticed_at_once_and_without_spinning() -> None:
    def closes(_: str, session: Session) -> list[str]:
        session.say("+ idling")
        session.close()
        return []

    script = Script({1: Held(letter())}, capabilities="IMAP4rev1 IDLE", hooks={"IDLE": closes})
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
        began, used = time.monotonic(), time.process_time()
        with pytest.raises(TryLaterError):
            box.wait(30, lambda: False)
        assert time.monotonic() - began < 5
        assert time.process_time() - used < 1


def test_p27_a_server_that_died_in_silence_holds_nobody_beyond_the_wait() -> None:
    def dies(_: str, session: Session) -> list[str]:
        session.say("+ idling")
        session.hear()
        session.hear()
        return []

    script = Script({1: Held(letter())}, capabilities="IMAP4rev1 IDLE", hooks={"IDLE": dies})
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
        began = time.monotonic()
        with pytest.raises(TryLaterError):
            box.wait(0.5, lambda: False)
        assert time.monotonic() - began < 8


def test_a_wait_ends_soon_after_it_is_told_to_stop() -> None:
    script = Script({1: Held(letter())}, capabilities="IMAP4rev1 IDLE")
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.look("INBOX")
        began = time.monotonic()
        assert not box.wait(60, lambda: time.monotonic() - began > 0.2)
        assert time.monotonic() - began < 3


# --- values -------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(min_value=0, max_value=2 * BATCH_BYTES), max_size=300))
def test_r57_batches_are_bounded_in_bytes_and_count_and_lose_nothing(sizes: list[int]) -> None:
    headers = [Header(uid, size, None) for uid, size in enumerate(sizes, 1)]
    batches = list(in_batches(headers))
    assert [h for batch in batches for h in batch] == headers
    assert all(len(batch) <= BATCH_COUNT for batch in batches)
    assert all(len(batch) == 1 or sum(h.size for h in batch) <= BATCH_BYTES for batch in batches)


def test_providers_are_chosen_by_the_ending_of_the_host() -> None:
    assert provider_for("imap.163.com").name == "netease"
    assert provider_for("IMAP.EXMAIL.QQ.COM").name == "qq"
    assert provider_for("notqq.com").name == "generic"
    assert provider_for("mail.nx.gov.cn").name == "generic"
    assert {"netease", "qq", "generic"} <= {provider.name for provider in known_providers()}


def test_a_provider_file_with_an_unknown_key_names_the_file() -> None:
    with pytest.raises(Exception, match=r"providers/x\.toml"):
        parse_provider("x", "idel = true")
    with pytest.raises(Exception, match="true or false"):
        parse_provider("x", 'idle = "yes"')


def test_an_account_never_shows_its_secret() -> None:
    assert "geheim" not in repr(Account("imap.example.cn", "office", "geheim"))
