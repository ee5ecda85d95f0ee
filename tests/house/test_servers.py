"""Do the servers the tests rely on behave as the tests believe?"""

import smtplib
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from tests.fixtures.imap import Account, Dovecot
from tests.fixtures.smtp import SmtpServer

LETTER = b"From: a@example.gov.cn\r\nSubject: one\r\n\r\nbody\r\n"


def test_each_test_gets_an_empty_database_of_its_own(engine_url: str) -> None:
    engine = sa.create_engine(engine_url)
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
        connection.execute(sa.text("CREATE TABLE kept (word varchar)"))
        connection.execute(sa.text("INSERT INTO kept VALUES (:word)"), {"word": "单位"})
        assert connection.scalar(sa.text("SELECT word FROM kept")) == "单位"
    engine.dispose()


def test_a_letter_is_delivered_with_its_date_and_flags_and_looking_changes_nothing(
    dovecot: Dovecot, mail_account: Account
) -> None:
    arrived_at = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    uid = dovecot.deliver(
        mail_account.name, LETTER, internal_date=arrived_at, flags=["\\Seen"]
    )
    other = dovecot.deliver(mail_account.name, LETTER)
    before = dovecot.look(mail_account.name)
    assert before[uid].arrived_at == arrived_at
    assert b"\\Seen" in before[uid].flags
    assert b"\\Seen" not in before[other].flags
    assert dovecot.look(mail_account.name) == before


def test_a_folder_with_a_chinese_name_is_made_when_first_needed(
    dovecot: Dovecot, mail_account: Account
) -> None:
    uid = dovecot.deliver(mail_account.name, LETTER, folder="垃圾邮件")
    assert list(dovecot.look(mail_account.name, "垃圾邮件")) == [uid]
    dovecot.renumber(mail_account.name, "垃圾邮件")


def test_an_expunged_letter_is_gone(dovecot: Dovecot, mail_account: Account) -> None:
    uids = [dovecot.deliver(mail_account.name, LETTER) for _ in range(3)]
    dovecot.expunge(mail_account.name, uids[1])
    assert sorted(dovecot.look(mail_account.name)) == [uids[0], uids[2]]


def test_a_renumbered_folder_keeps_its_letters_under_another_uidvalidity(
    dovecot: Dovecot, mail_account: Account
) -> None:
    for _ in range(3):
        dovecot.deliver(mail_account.name, LETTER)
    before = dovecot.uidvalidity(mail_account.name)
    assert dovecot.renumber(mail_account.name) != before
    assert len(dovecot.look(mail_account.name)) == 3


def test_letters_survive_a_restart(dovecot: Dovecot, mail_account: Account) -> None:
    uid = dovecot.deliver(mail_account.name, LETTER)
    dovecot.restart()
    assert list(dovecot.look(mail_account.name)) == [uid]


def _session(server: SmtpServer) -> smtplib.SMTP:
    client = smtplib.SMTP(server.host, server.starttls_port, timeout=5)
    client.starttls(context=ssl.create_default_context(cafile=server.ca_file))
    client.login(server.user, server.password)
    return client


def _send(client: smtplib.SMTP) -> None:
    client.sendmail(
        "office@example.gov.cn", ["a@example.gov.cn", "b@example.gov.cn"], LETTER
    )


def test_a_message_arrives_over_starttls_and_over_implicit_tls(
    smtp_server: SmtpServer,
) -> None:
    with _session(smtp_server) as client:
        _send(client)
    context = ssl.create_default_context(cafile=smtp_server.ca_file)
    with smtplib.SMTP_SSL(
        smtp_server.host, smtp_server.tls_port, context=context, timeout=5
    ) as client:
        client.login(smtp_server.user, smtp_server.password)
        _send(client)
    assert [message.content for message in smtp_server.messages] == [LETTER, LETTER]
    assert all(
        message.tls and message.user == smtp_server.user
        for message in smtp_server.messages
    )


@pytest.mark.parametrize("implicit", [True, False])
def test_a_wrong_password_is_refused_and_nothing_is_taken_without_one(
    smtp_server: SmtpServer, *, implicit: bool
) -> None:
    context = ssl.create_default_context(cafile=smtp_server.ca_file)
    if implicit:
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            smtp_server.host, smtp_server.tls_port, context=context, timeout=5
        )
    else:
        client = smtplib.SMTP(smtp_server.host, smtp_server.starttls_port, timeout=5)
        client.starttls(context=context)
    with client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login(smtp_server.user, "wrong")
        with pytest.raises(smtplib.SMTPSenderRefused):
            _send(client)
    assert smtp_server.messages == []


def test_a_scripted_reply_is_given_as_often_as_it_was_planned(
    smtp_server: SmtpServer,
) -> None:
    smtp_server.reply("RCPT", "450 4.2.0 greylisted", times=2)
    smtp_server.reply("DOT", "452-4.2.2 full\n452 4.2.2 try later")
    with _session(smtp_server) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            _send(client)
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            _send(client)
        _send(client)
    assert refusal.value.smtp_code == 452
    assert smtp_server.dialogue.count("DOT") == 2


@pytest.mark.parametrize(
    ("step", "kept"), [("MAIL", 0), ("DATA", 0), ("CONTENT", 0), ("DOT", 1)]
)
def test_the_connection_is_dropped_where_the_script_says(
    smtp_server: SmtpServer, step: str, kept: int
) -> None:
    smtp_server.drop(step)
    client = _session(smtp_server)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError, ssl.SSLError)):
        _send(client)
    client.close()
    assert len(smtp_server.messages) == kept


def test_a_server_that_hangs_up_its_greeting_or_says_nothing(
    smtp_server: SmtpServer,
) -> None:
    smtp_server.reply("CONNECT", "421 4.3.2 closing")
    with pytest.raises(smtplib.SMTPConnectError):
        smtplib.SMTP(smtp_server.host, smtp_server.starttls_port, timeout=5)
    smtp_server.hang("CONNECT")
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        smtplib.SMTP(smtp_server.host, smtp_server.starttls_port, timeout=0.2)


def test_the_certificate_is_good_for_the_loopback_and_for_no_other_name(
    dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    context = ssl.create_default_context(cafile=smtp_server.ca_file)
    for port in (dovecot.port, smtp_server.tls_port):
        with (
            socket.create_connection((dovecot.host, port)) as plain,
            context.wrap_socket(plain, server_hostname="localhost"),
        ):
            pass
        with (
            socket.create_connection((dovecot.host, port)) as plain,
            pytest.raises(ssl.SSLCertVerificationError),
        ):
            context.wrap_socket(plain, server_hostname="mx.example.gov.cn")


def test_the_browser_shows_a_chinese_page(page: Page, tmp_path: Path) -> None:
    page.set_content("<p id=it>单位完成情况</p>")
    assert page.inner_text("#it") == "单位完成情况"
    page.screenshot(path=tmp_path / "page.png")
