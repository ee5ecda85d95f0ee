"""What is known of accounts, batches and providers without a server?"""

import socket
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mailbox.account import Account
from ingest.mailbox.exchange import exchange
from ingest.mailbox.provider import choose, known_providers, parse_provider
from ingest.mailbox.reading import BATCH_BYTES, BATCH_COUNT, ListedLetter, in_batches
from tests.ingest.mailbox.correspondence import NETEASE


@given(st.lists(st.integers(min_value=0, max_value=2 * BATCH_BYTES), max_size=300))
def test_r57_batches_are_bounded_in_bytes_and_count_and_lose_nothing(
    sizes: list[int],
) -> None:
    headers = [ListedLetter(uid, size, None) for uid, size in enumerate(sizes, 1)]
    batches = list(in_batches(headers))
    assert [h for batch in batches for h in batch] == headers
    assert all(len(batch) <= BATCH_COUNT for batch in batches)
    assert all(
        len(batch) == 1 or sum(h.size for h in batch) <= BATCH_BYTES
        for batch in batches
    )


def test_a_line_that_is_made_only_after_the_time_of_its_exchange_is_ended_at_once() -> (
    None
):
    ours, theirs = socket.socketpair()
    with ours, theirs, exchange(Account("h", "u", "s", exchange=0.01)) as watch:
        while not watch.is_over:
            time.sleep(0.001)
        watch.over(ours)
        theirs.settimeout(0.2)
        assert theirs.recv(1) == b""


OWN = "mail.nx.gov.cn"
QQ = ("ID", "IDLE", "MOVE", "UIDPLUS", "XLIST")
UNKNOWN = "neither host, greeting, answer to ID nor capabilities are known"


@pytest.mark.parametrize(
    ("host", "greeting", "offered", "name", "because"),
    [
        ("imap.163.com", "", "", "netease", "by its host imap.163.com"),
        (
            "IMAP.EXMAIL.QQ.COM",
            "* OK Dovecot ready.",
            "",
            "qq",
            "by its host IMAP.EXMAIL.QQ.COM",
        ),
        (
            OWN,
            "* OK Coremail System IMap Server Ready",
            "",
            "coremail",
            "by its greeting (Coremail)",
        ),
        (
            OWN,
            "* OK [IMAP4rev1] Dovecot (Debian) ready.",
            "",
            "dovecot",
            "by its greeting (Dovecot)",
        ),
        (OWN, NETEASE, "", "netease", "by its greeting (163com)"),
        (
            OWN,
            "* OK ready",
            " ".join(QQ),
            "qq",
            f"by what it offers ({' '.join(QQ)})",
        ),
        (
            OWN,
            "* OK ready",
            "IMAP4rev1 ID",
            "generic",
            UNKNOWN,
        ),
        ("notqq.com", "", "", "generic", UNKNOWN),
    ],
)
def test_a_provider_is_chosen_by_host_then_greeting_then_capabilities(
    host: str, greeting: str, offered: str, name: str, because: str
) -> None:
    chosen = choose(host, greeting, offered=offered.split())
    assert (chosen.provider.name, chosen.because) == (name, because)


CYRUS = (
    "IMAP4rev1 LITERAL+ ID ENABLE ACL ANNOTATE-EXPERIMENT-1 CATENATE CHILDREN CONDSTORE ESEARCH IDLE "
    "LIST-EXTENDED MAILBOX-REFERRALS METADATA MOVE MULTIAPPEND NAMESPACE OBJECTID QRESYNC QUOTA "
    "RIGHTS=kxten SASL-IR SORT SPECIAL-USE STATUS=SIZE THREAD=REFERENCES UIDPLUS UNSELECT WITHIN XLIST"
)


@pytest.mark.parametrize(
    ("greeting", "offered", "name"),
    [
        ("", CYRUS, "generic"),
        (
            "* OK [CAPABILITY IMAP4rev1 ID] mail Cyrus IMAP 3.6.1 server ready",
            CYRUS,
            "cyrus",
        ),
        (
            "* OK [CAPABILITY IMAP4rev1] Courier-IMAP ready.",
            "IMAP4rev1 UIDPLUS SORT QUOTA IDLE ACL",
            "courier",
        ),
    ],
)
def test_a_server_that_offers_what_qq_offers_and_more_is_not_called_qq(
    greeting: str, offered: str, name: str
) -> None:
    assert (
        choose("mail.jtt.example", greeting, offered=offered.split()).provider.name
        == name
    )


def test_a_greeting_that_says_nothing_leaves_the_word_to_the_answer_to_id() -> None:
    chosen = choose(OWN, "* OK ready", "name Coremail vendor X", QQ)
    assert (chosen.provider.name, chosen.because) == (
        "coremail",
        "by its answer to ID (Coremail)",
    )


def test_the_providers_of_the_offices_are_known() -> None:
    assert {"netease", "qq", "coremail", "dovecot", "generic"} <= {
        p.name for p in known_providers()
    }


def test_a_provider_file_with_an_unknown_key_names_the_file() -> None:
    with pytest.raises(Exception, match=r"providers/x\.toml"):
        parse_provider("x", "idel = true")
    with pytest.raises(Exception, match="true or false"):
        parse_provider("x", 'idle = "yes"')


def test_an_account_never_shows_its_secret() -> None:
    assert "geheim" not in repr(Account("imap.example.cn", "office", "geheim"))
