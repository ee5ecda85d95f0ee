"""How does a session begin, and what is said when it does not?"""

from pathlib import Path

import pytest

from ingest.mailbox.account import Account, Security
from ingest.mailbox.faults import AccessRefusedError, MisconfiguredError, TryLaterError
from ingest.mailbox.reading import Mailbox
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import HOST, Held, Script, Session, scripted
from tests.ingest.mailbox.correspondence import last_words, letter, odd, real, silence


def test_p26_a_wrong_password_is_refused_and_not_a_network_fault(
    dovecot: Dovecot, mail_account: Login
) -> None:
    wrong = Account(
        dovecot.host, mail_account.name, "wrong", dovecot.port, ca_file=dovecot.ca_file
    )
    with (
        pytest.raises(AccessRefusedError, match="authorization code") as refused,
        Mailbox(wrong),
    ):
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
def test_p26_r55_a_refusal_is_told_from_a_busy_server(
    said: str, expected: type[Exception]
) -> None:
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


def test_r23_a_certificate_of_an_unknown_authority_is_refused(
    dovecot: Dovecot, mail_account: Login
) -> None:
    login = Account(
        dovecot.host, mail_account.name, mail_account.password, dovecot.port
    )
    with pytest.raises(MisconfiguredError, match="certificate"), Mailbox(login):
        pass


def test_r23_a_certificate_for_another_host_is_refused(
    dovecot: Dovecot, mail_account: Login
) -> None:
    # 127.1 is the same machine by a name that is not in the certificate
    login = Account(
        "127.1",
        mail_account.name,
        mail_account.password,
        dovecot.port,
        ca_file=dovecot.ca_file,
    )
    with (
        pytest.raises(MisconfiguredError, match="certificate") as refused,
        Mailbox(login),
    ):
        pass
    assert mail_account.password not in str(refused.value)


@pytest.mark.parametrize(
    ("account", "expected", "words"),
    [
        (
            Account("no-such-host.invalid", "u", "s"),
            (MisconfiguredError, TryLaterError),
            "imap no-such-host",
        ),
        (Account(HOST, "u", "s", 1), TryLaterError, "next poll"),
        (Account(HOST, "u", "口令"), MisconfiguredError, "ASCII"),
        (Account(HOST, "u\r\nA1 DELETE INBOX", "s"), MisconfiguredError, "ASCII"),
        (
            Account(HOST, "u", "s", ca_file=Path("/no/such/file.pem")),
            MisconfiguredError,
            "ca_file",
        ),
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
        box.examine("收件")
    busy = Script(hooks={"EXAMINE": lambda _, __: ["TAG NO [INUSE] locked"]})
    with (
        scripted(busy) as port,
        Mailbox(odd(port)) as box,
        pytest.raises(TryLaterError, match="locked"),
    ):
        box.examine("INBOX")


def test_r55_a_greeting_of_bye_and_a_line_cut_in_mid_answer_mean_come_back_later() -> (
    None
):
    closed = scripted(Script(greeting="* BYE closed for the night"))
    with closed as port, pytest.raises(TryLaterError), Mailbox(odd(port)):
        pass
    cut = Script({1: Held(letter())})
    cut.hooks["UID FETCH"] = last_words("* 1 FETCH (UID 1 BODY[] {900}")
    with scripted(cut) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        assert box.bodies([1]) == []
        assert "EOF" in box.refused[1]


def test_a_silent_server_runs_into_the_time_limit_and_the_other_question_is_answered() -> (
    None
):
    script = Script({1: Held(letter())})
    script.hooks["UID SEARCH"] = silence
    with scripted(script) as port, Mailbox(odd(port, timeout=0.5)) as box:
        box.examine("INBOX")
        assert box.uids_above(0) == [1]
        script.hooks["UID FETCH"] = silence
        with pytest.raises(TryLaterError, match="timed out"):
            box.uids_above(0)


def test_r53_what_was_offered_before_the_login_is_asked_again_after_it() -> None:
    script = Script({1: Held(letter())}, capabilities="IMAP4rev1 IDLE ID")

    def narrowed(_: str, session: Session) -> None:
        session.script.capabilities = "IMAP4rev1"

    script.hooks["LOGIN"] = narrowed
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        assert not box.can_wait()
    assert "ID" not in script.commands
