"""Does each answer of a real server become the right outcome, and is nothing ever sent
in the clear?
"""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

import pytest

from ledger.outbox.outcomes import (
    Accepted,
    Away,
    Barred,
    Refused,
    Throttled,
    TryLater,
    Unknown,
)
from ledger.outbox.sending import LEASE
from notify.delivery.smtp import Server, SmtpEnvelope, SmtpSession, Timeouts
from office.settings.sections import SmtpSettings
from tests.fixtures.smtp import SmtpServer

CONTENT = b"Subject: x\r\nFrom: office@example.gov.cn\r\n\r\n.a line with a dot\r\n..two\r\nend\r\n"
TO = SmtpEnvelope(
    "office@example.gov.cn", "jtj@yinchuan.example.cn", "abc@example.gov.cn"
)
QUICK = Timeouts(command=0.6, data=0.6, block=0.6, dot=0.6)
QUICKER = Timeouts(command=0.25, data=0.25, block=0.25, dot=0.25)


@pytest.fixture
def server(smtp_server: SmtpServer) -> Server:
    return Server(
        smtp_server.host,
        smtp_server.tls_port,
        smtp_server.user,
        smtp_server.password,
        ca_file=smtp_server.ca_file,
        timeouts=Timeouts(60, 60, 60, 60),
    )


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_message_arrives_byte_for_byte_and_encrypted(
    smtp_server: SmtpServer, server: Server, security: str
) -> None:
    if security == "starttls":
        server = replace(server, security="starttls", port=smtp_server.starttls_port)
    with SmtpSession(server) as session:
        assert isinstance(session.send(TO, CONTENT), Accepted)
    (received,) = smtp_server.messages
    assert (received.content, received.tls, received.user) == (
        CONTENT,
        True,
        smtp_server.user,
    )
    assert (received.sender, received.recipients) == (TO.sender, (TO.to,))


def test_many_messages_share_one_connection_and_one_login(
    smtp_server: SmtpServer, server: Server
) -> None:
    with SmtpSession(server) as session:
        assert [type(session.send(TO, CONTENT)) for _ in range(5)] == [Accepted] * 5
    assert (
        smtp_server.dialogue.count("CONNECT"),
        smtp_server.dialogue.count("AUTH"),
    ) == (1, 1)


@pytest.mark.parametrize(
    "case",
    [
        ("CONNECT", "421 4.3.2 too busy", Away),
        ("CONNECT", "554 HL:REP 126 smtp1", Throttled),
        ("CONNECT", "554 5.7.1 go away", Barred),
        ("MAIL", "450 4.7.1 wait", Away),
        ("MAIL", "451 MI:SFQ 163 smtp5", Throttled),
        ("MAIL", "553 5.7.1 sender is not the login", Barred),
        ("MAIL", "552 5.3.4 too big", Refused),
        ("MAIL", "452 4.3.1 no room for so much", TryLater),
        ("RCPT", "450 4.2.0 greylisted", TryLater),
        ("RCPT", "550 5.1.1 no such user", Refused),
        ("RCPT", "421 4.7.0 too many", TryLater),
        ("RCPT", "550 User not found", Refused),
        ("RCPT", "550 Ip frequency limited. http://service.mail.qq.com/", Throttled),
        ("RCPT", "550 Connection frequency limited", Throttled),
        ("RCPT", "550 Mailbox unavailable or access denied", TryLater),
        ("RCPT", "550 RP:QRC 163 smtp9", Throttled),
        ("DATA", "451 4.3.0 wait", TryLater),
        ("DATA", "554 5.7.1 no", Refused),
        ("DOT", "451 4.3.0 wait", TryLater),
        ("DOT", "550 5.7.1 spam", Refused),
        ("DOT", "554 DT:SPM 163 smtp13", TryLater),
        ("DOT", "554 MI:SFQ 163 smtp13", Throttled),
        ("DOT", "550 DMARC check failed", Barred),
        ("AUTH", "535 5.7.8 wrong", Barred),
        ("AUTH", "454 4.7.0 later", Away),
        (
            "AUTH",
            "451 Requested mail action not taken: too much fail authentication",
            Throttled,
        ),
    ],
)
def test_r19_the_first_digit_decides_and_at_which_step_it_was_said(
    smtp_server: SmtpServer, server: Server, case: tuple[str, str, type]
) -> None:
    step, text, expected = case
    smtp_server.reply(step, text, times=5)
    with SmtpSession(server) as session:
        assert isinstance(session.send(TO, CONTENT), expected)


def test_after_a_refusal_the_next_message_goes_through_the_same_connection(
    smtp_server: SmtpServer, server: Server
) -> None:
    smtp_server.reply("RCPT", "550 5.1.1 no such user")
    with SmtpSession(server) as session:
        answers = [session.send(TO, CONTENT), session.send(TO, CONTENT)]
    assert answers[0] == Refused("550 5.1.1 no such user")
    assert isinstance(answers[1], Accepted)
    assert smtp_server.dialogue.count("CONNECT") == 1


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("CONNECT", Away),
        ("AUTH", Away),
        ("MAIL", Away),
        ("RCPT", TryLater),
        ("DATA", TryLater),
        ("CONTENT", TryLater),
    ],
)
def test_a_connection_lost_before_the_dot_took_nothing(
    smtp_server: SmtpServer, server: Server, step: str, expected: type
) -> None:
    smtp_server.drop(step)
    big = (
        CONTENT + (b"x" * 70 + b"\r\n") * 150_000
    )  # more than the sockets between us hold
    with SmtpSession(server) as session:
        assert isinstance(
            session.send(TO, big if step == "CONTENT" else CONTENT), expected
        )
        assert isinstance(session.send(TO, CONTENT), Accepted)
    assert len(smtp_server.messages) == 1


@pytest.mark.parametrize(
    ("step", "expected"), [("MAIL", Away), ("RCPT", TryLater), ("DATA", TryLater)]
)
def test_r21_a_server_that_falls_silent_is_left_within_its_time(
    smtp_server: SmtpServer, server: Server, step: str, expected: type
) -> None:
    smtp_server.hang(step)
    with SmtpSession(replace(server, timeouts=QUICK)) as session:
        assert isinstance(session.send(TO, CONTENT), expected)


class Dripping(socketserver.BaseRequestHandler):
    """A server that answers so many steps as it should, and then sends a byte now and
    then, for ever.
    """

    drips_at: ClassVar[int]
    done: ClassVar[threading.Event]
    _SAYS = (
        b"220 ready\r\n",
        b"250 mx\r\n",
        b"250 from\r\n",
        b"250 to\r\n",
        b"354 go on\r\n",
        b"250 taken\r\n",
    )

    def handle(self) -> None:
        heard = self.request.makefile("rb")
        for step, says in enumerate(self._SAYS):
            if step == self.drips_at:
                break
            self.request.sendall(says)
            line = heard.readline()
            while says.startswith(b"354") and line != b".\r\n":
                line = heard.readline()
        with suppress(OSError):
            while not self.done.wait(0.1):
                self.request.sendall(b"2")


@pytest.fixture
def dripping() -> Iterator[Callable[[int], Server]]:
    """Makes a dripping server; it is told at which step."""
    Dripping.done = threading.Event()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dripping) as open_door:
        open_door.daemon_threads = True
        threading.Thread(
            target=open_door.serve_forever, args=(0.05,), daemon=True
        ).start()

        def begun(step: int) -> Server:
            Dripping.drips_at = step
            return Server(
                "127.0.0.1",
                open_door.server_address[1],
                security="none",
                timeouts=QUICKER,
            )

        yield begun
        Dripping.done.set()
        open_door.shutdown()


@pytest.mark.parametrize(
    ("step", "expected"),
    [(0, Away), (1, Away), (2, Away), (3, TryLater), (4, TryLater), (5, Unknown)],
)
def test_r21_a_server_that_drips_is_left_when_the_time_for_the_whole_answer_is_over(
    dripping: Callable[[int], Server], step: int, expected: type
) -> None:
    with SmtpSession(dripping(step)) as session:
        assert isinstance(session.send(TO, CONTENT), expected)


@pytest.mark.parametrize(
    ("step", "said"), [("RCPT", "220 well"), ("RCPT", "354 on"), ("DATA", "250 taken")]
)
def test_r19_a_reply_that_says_yes_before_the_final_dot_takes_no_message(
    smtp_server: SmtpServer, server: Server, step: str, said: str
) -> None:
    smtp_server.reply(step, said)
    with SmtpSession(server) as session:
        assert isinstance(session.send(TO, CONTENT), TryLater)
        assert isinstance(session.send(TO, CONTENT), Accepted)
    assert len(smtp_server.messages) == 1


@pytest.mark.parametrize("said", ["354 go on", "334 x"])
def test_p33_a_reply_to_the_final_dot_that_is_neither_yes_nor_no_leaves_the_message_unknown(
    smtp_server: SmtpServer, server: Server, said: str
) -> None:
    smtp_server.reply("DOT", said)
    with SmtpSession(server) as session:
        assert isinstance(session.send(TO, CONTENT), Unknown)
        assert isinstance(session.send(TO, CONTENT), Accepted)
    assert smtp_server.dialogue.count("CONNECT") == 2


def test_r21_a_server_that_drips_while_shaking_hands_is_left_too(
    dripping: Callable[[int], Server],
) -> None:
    with SmtpSession(replace(dripping(0), security="tls")) as session:
        assert isinstance(session.send(TO, CONTENT), Away | Barred)


def test_a_slow_answer_to_the_dot_is_waited_for_longer_than_any_other(
    smtp_server: SmtpServer, server: Server
) -> None:
    smtp_server.delay("DOT", 1.2)
    with SmtpSession(replace(server, timeouts=replace(QUICK, dot=5))) as session:
        assert isinstance(session.send(TO, CONTENT), Accepted)
        assert isinstance(session.send(TO, CONTENT), Accepted)
    assert (len(smtp_server.messages), smtp_server.dialogue.count("CONNECT")) == (2, 1)


def test_a_server_that_takes_its_leave_in_mid_round_is_called_again_for_the_next_message(
    smtp_server: SmtpServer, server: Server
) -> None:
    with SmtpSession(server) as session:
        assert isinstance(session.send(TO, CONTENT), Accepted)
        smtp_server.reply("RCPT", "421 4.4.2 closing, too many messages in one session")
        assert isinstance(session.send(TO, CONTENT), TryLater)
        assert isinstance(session.send(TO, CONTENT), Accepted)
        smtp_server.reply("RSET", "421 4.4.2 idle for too long")
        assert isinstance(session.send(TO, CONTENT), Accepted)
    assert smtp_server.dialogue.count("CONNECT") == 3


def test_greeting_before_a_message_saves_the_second_look_at_the_connection(
    smtp_server: SmtpServer, server: Server
) -> None:
    with SmtpSession(server) as session:
        for _ in range(3):
            assert session.greet() is None
            assert isinstance(session.send(TO, CONTENT), Accepted)
    assert (
        smtp_server.dialogue.count("CONNECT"),
        smtp_server.dialogue.count("RSET"),
    ) == (1, 2)


def test_r21_a_lease_outlasts_the_longest_dialogue_the_settings_allow() -> None:
    longest = SmtpSettings.model_json_schema()["properties"]["timeout_seconds"][
        "maximum"
    ]
    assert Timeouts(longest, longest, longest).handing_over <= LEASE.total_seconds()


def test_r22_a_connection_dropped_after_the_dot_leaves_it_unknown(
    smtp_server: SmtpServer, server: Server
) -> None:
    smtp_server.drop("DOT")
    with SmtpSession(server) as session:
        assert isinstance(session.send(TO, CONTENT), Unknown)
    assert len(smtp_server.messages) == 1


def test_p33_silence_after_the_dot_is_unknown_and_the_next_message_goes_out(
    smtp_server: SmtpServer, server: Server
) -> None:
    smtp_server.hang("DOT")
    with SmtpSession(replace(server, timeouts=replace(QUICK, dot=0.4))) as session:
        assert isinstance(session.send(TO, CONTENT), Unknown)
        assert isinstance(session.send(TO, CONTENT), Accepted)


def test_a_connection_the_server_closed_meanwhile_is_opened_again(
    smtp_server: SmtpServer, server: Server
) -> None:
    with SmtpSession(server) as session:
        assert isinstance(session.send(TO, CONTENT), Accepted)
        smtp_server.drop("RSET")
        assert isinstance(session.send(TO, CONTENT), Accepted)
    assert smtp_server.dialogue.count("CONNECT") == 2


def test_r23_a_server_without_starttls_is_not_spoken_to_in_the_clear(
    smtp_server: SmtpServer, server: Server
) -> None:
    smtp_server.reply("EHLO", "250-mx.example.gov.cn\n250 AUTH LOGIN PLAIN", times=3)
    stripped = replace(server, security="starttls", port=smtp_server.starttls_port)
    with SmtpSession(stripped) as session:
        assert isinstance(session.send(TO, CONTENT), Barred)
    assert "AUTH" not in smtp_server.dialogue


def test_r23_a_refused_starttls_is_not_passed_over(
    smtp_server: SmtpServer, server: Server
) -> None:
    smtp_server.reply("STARTTLS", "454 4.7.0 TLS not available", times=3)
    stripped = replace(server, security="starttls", port=smtp_server.starttls_port)
    with SmtpSession(stripped) as session:
        assert isinstance(session.send(TO, CONTENT), Away)
    assert "AUTH" not in smtp_server.dialogue


def test_r23_a_certificate_of_another_host_is_refused(
    smtp_server: SmtpServer, server: Server
) -> None:
    with SmtpSession(
        replace(server, host="127.1")
    ) as session:  # the same machine under a name not certified
        answer = session.send(TO, CONTENT)
    assert isinstance(answer, Barred)
    assert "EHLO" not in smtp_server.dialogue


def test_r23_a_certificate_nobody_vouches_for_is_refused(
    smtp_server: SmtpServer, server: Server
) -> None:
    with SmtpSession(replace(server, ca_file=None)) as session:
        assert isinstance(session.send(TO, CONTENT), Barred)
    assert "EHLO" not in smtp_server.dialogue


def test_r23_clear_text_is_for_this_very_machine_only(server: Server) -> None:
    with SmtpSession(
        replace(server, security="none", host="mail.example.gov.cn")
    ) as session:
        assert isinstance(session.send(TO, CONTENT), Barred)


def test_a_wrong_password_bars_all_mail_and_says_what_to_look_at(
    smtp_server: SmtpServer, server: Server
) -> None:
    with SmtpSession(replace(server, password="wrong")) as session:
        answer = session.send(TO, CONTENT)
        assert session.greet() == answer
    assert isinstance(answer, Barred)
    assert "smtp.user" in answer.because
    assert "wrong" not in answer.because


def test_a_server_that_is_not_there_is_away(server: Server) -> None:
    with SmtpSession(replace(server, port=1)) as session:
        assert isinstance(session.greet(), Away)


def test_greet_says_nothing_when_all_is_well_and_sends_nothing(
    smtp_server: SmtpServer, server: Server
) -> None:
    with SmtpSession(server) as session:
        assert session.greet() is None
    assert smtp_server.messages == []


class _Parrot(socketserver.StreamRequestHandler):
    """A server that offers DSN, agrees to everything and keeps what it was told."""

    heard: ClassVar[list[str]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            command = line.decode().strip()
            self.heard.append(command)
            said = {
                "EHLO": "250-mx\r\n250-SIZE 9999\r\n250 DSN",
                "DATA": "354 go on",
                "QUIT": "221 bye",
            }
            verb = command[:4].upper()
            if verb in {"EHLO", "MAIL", "RCPT", "DATA", "RSET", "QUIT"}:
                self.wfile.write(f"{said.get(verb, '250 ok')}\r\n".encode())
            if command == ".":
                self.wfile.write(b"250 taken\r\n")


def test_r18_reports_are_asked_for_where_the_server_knows_how_and_never_on_receipts() -> (
    None
):
    _Parrot.heard.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Parrot) as parrot:
        threading.Thread(target=parrot.serve_forever, args=(0.05,), daemon=True).start()
        server = Server(
            "127.0.0.1",
            parrot.server_address[1],
            security="none",
            timeouts=Timeouts(60, 60, 60, 60),
        )
        with SmtpSession(server) as session:
            assert isinstance(session.send(TO, CONTENT), Accepted)
            assert isinstance(session.send(TO._replace(report=True), CONTENT), Accepted)
            long = TO._replace(envelope_id=f"{'a' * 90}@example.gov.cn")
            assert isinstance(session.send(long, CONTENT), Accepted)
        parrot.shutdown()
    *mail, last = [line for line in _Parrot.heard if line.lower().startswith("mail")]
    assert "ENVID" not in last, "RFC 3461 allows 100 characters"
    assert all(
        "ENVID=abc@example.gov.cn" in line and f"size={len(CONTENT)}" in line.lower()
        for line in mail
    )
    rcpt = [
        line.split("> ", 1)[1]
        for line in _Parrot.heard
        if line.lower().startswith("rcpt")
    ]
    assert rcpt[:2] == [
        "NOTIFY=NEVER",
        "NOTIFY=FAILURE ORCPT=rfc822;jtj@yinchuan.example.cn",
    ]
