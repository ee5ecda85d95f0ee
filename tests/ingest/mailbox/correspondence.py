"""Which letters and accounts do the tests of the mailbox use?"""

from ingest.mailbox.account import Account, Security
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import HOST, Hook, Session

NETEASE = (
    "* OK Coremail System IMap Server Ready(163com[10774b260cc7a37d26d71b52404dcf5c])"
)


def letter(number: int = 1, body: str = "正文") -> bytes:
    return (
        f"From: wang@yc.example.cn\r\nSubject: item {number}\r\n\r\n{body}\r\n".encode()
    )


def real(server: Dovecot, login: Login) -> Account:
    return Account(
        server.host, login.name, login.password, server.port, ca_file=server.ca_file
    )


def odd(port: int, **changes: object) -> Account:
    settings: dict[str, object] = {
        "port": port,
        "security": Security.NONE,
        "timeout": 5.0,
    } | changes
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
