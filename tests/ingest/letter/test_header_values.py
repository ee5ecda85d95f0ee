"""Is a mailbox read in every form that senders write it?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.header_values import addresses_in


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ("张三 <Zhang@Example.cn>", "张三", "zhang@example.cn"),
        ('"张三, 银川" <a@example.cn>', "张三, 银川", "a@example.cn"),
        ("a@example.cn (张三)", "张三", "a@example.cn"),
        ("a@example.cn", "", "a@example.cn"),
        ("=?utf-8?B?5byg5LiJ?=<a@example.cn>", "张三", "a@example.cn"),
        ("张三 a@example.cn", "张三", "a@example.cn"),
        ('"a\\"b" <a@example.cn>', 'a"b', "a@example.cn"),
        ("<a@example.cn>, b@example.cn", "", "a@example.cn"),
        ("< mailto:a@example.cn >", "", "a@example.cn"),
        ("MAILER-DAEMON <>", "MAILER-DAEMON", ""),
        ("undisclosed-recipients:;", "undisclosed-recipients:", ""),
        ('"张三 <a@example.cn>', "张三", "a@example.cn"),
    ],
)
def test_a_sender_is_read_in_every_form_seen(
    value: str, name: str, address: str
) -> None:
    found = addresses_in(value.encode())[0]
    assert (found.name.text, found.address) == (name, address)


def test_a_raw_gbk_name_whose_second_byte_is_a_backslash_keeps_its_address() -> None:
    found = addresses_in('"許功蓋誠" <a@example.cn>'.encode("gbk"))
    assert [(mailbox.name.text, mailbox.address) for mailbox in found] == [
        ("許功蓋誠", "a@example.cn")
    ]


@pytest.mark.parametrize("piece", [b'"', b"(", b"<", b"a@b,", b"\\", b" ", b"=?"])
@pytest.mark.timeout(60)  # were it quadratic, it would take many minutes
def test_p14_a_hostile_address_is_read_in_linear_time(piece: bytes) -> None:
    assert len(addresses_in(piece * 64_000 + b" <a@b>")) <= 64_001


@given(st.binary(max_size=300))
def test_any_bytes_as_an_address_field_give_addresses_without_blanks_or_none(
    raw: bytes,
) -> None:
    for found in addresses_in(raw):
        assert not set(found.address) & set(" \r\n\t<>")
