"""What is known of accounts, batches and providers without a server?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mailbox.account import Account
from ingest.mailbox.listing import BATCH_BYTES, BATCH_COUNT, Header, in_batches
from ingest.provider import known_providers, parse_provider, provider_for


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
