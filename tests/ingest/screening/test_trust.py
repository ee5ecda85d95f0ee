"""Is the sender the one named in From?"""

import socket
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.screening.trust import SenderTrust, check_sender
from ledger.entries.letters import Letter

OURS = frozenset({"mx.jtt.example.cn"})
BORDER = (
    "received",
    "from mail.yc.example.cn (unknown [203.0.113.9]) by mx.jtt.example.cn; Mon, 5 Jan 2026",
)


def results(text: str, server: str = "mx.jtt.example.cn") -> tuple[str, str]:
    return "authentication-results", f"{server}; {text}"


def letter(*headers: tuple[str, str], sender: str = "wang@yc.example.cn") -> Letter:
    return Letter(
        sha256="0" * 64,
        size=1,
        arrived_at=datetime(2026, 1, 5, tzinfo=UTC),
        from_address=sender,
        headers=headers,
    )


def verdict(*headers: tuple[str, str]) -> SenderTrust:
    return check_sender(letter(*headers), OURS).verdict


PASS = "dmarc=pass (p=none) header.from=yc.example.cn"  # a result of DMARC, no secret


def test_r36_without_a_configured_server_nobody_is_verified() -> None:
    assert (
        check_sender(letter(results(PASS), BORDER), frozenset()).verdict
        is SenderTrust.UNVERIFIED
    )


def test_r36_p39_the_field_of_an_unknown_server_counts_for_nothing() -> None:
    assert (
        verdict(results(PASS, server="mx.evil.example"), BORDER)
        is SenderTrust.UNVERIFIED
    )


def test_r37_p39_a_field_below_the_borders_received_line_is_ignored_even_with_the_right_name() -> (
    None
):
    assert verdict(BORDER, results(PASS)) is SenderTrust.UNVERIFIED
    assert verdict(results("spf=none"), BORDER, results(PASS)) is SenderTrust.UNVERIFIED


@pytest.mark.parametrize(
    "hop",
    [
        "by store.jtt.example.cn; Mon, 5 Jan 2026",
        "from mx.jtt.example.cn (mx [10.0.0.4]) by store.jtt.example.cn with LMTP",
        "from localhost (localhost [127.0.0.1]) by mx.jtt.example.cn",
    ],
)
def test_r37_a_hop_inside_the_house_does_not_hide_the_borders_field(hop: str) -> None:
    assert verdict(("received", hop), results(PASS), BORDER) is SenderTrust.VERIFIED


@pytest.mark.parametrize(
    "hop",
    [
        "from [10.0.0.1] (evil [203.0.113.9]) by mx.jtt.example.cn",
        "from evil (HELO x) by mx.jtt.example.cn",
        "from evil by mx.jtt.example.cn by [10.0.0.1]",
        "",
    ],
)
def test_r37_a_line_from_outside_is_the_border_whatever_it_calls_itself(
    hop: str,
) -> None:
    assert verdict(("received", hop), results(PASS)) is SenderTrust.UNVERIFIED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PASS, SenderTrust.VERIFIED),
        ("DMARC=Pass header.from=YC.example.cn", SenderTrust.VERIFIED),
        ("dmarc=pass header.from=evil.example", SenderTrust.UNVERIFIED),
        ("dmarc=pass", SenderTrust.UNVERIFIED),
        (
            "dmarc=fail header.from=yc.example.cn; spf=pass smtp.mailfrom=x@yc.example.cn",
            SenderTrust.FAILED,
        ),
        ("spf=pass smtp.mailfrom=wang@yc.example.cn", SenderTrust.VERIFIED),
        ("spf=pass smtp.mailfrom=bounce.yc.example.cn", SenderTrust.VERIFIED),
        (
            "spf=pass smtp.mailfrom=wang@evil.example; dkim=pass header.d=evil.example",
            SenderTrust.UNVERIFIED,
        ),
        ("spf=pass smtp.mailfrom=evilyc.example.cn", SenderTrust.UNVERIFIED),
        ("spf=pass smtp.mailfrom=cn", SenderTrust.UNVERIFIED),
        (
            'dkim=pass (1024-bit key; secure) header.i="@yc.example.cn"',
            SenderTrust.VERIFIED,
        ),
        ("dkim/1 = pass header.d=yc.example.cn", SenderTrust.VERIFIED),
        ("dkim=fail header.d=yc.example.cn", SenderTrust.UNVERIFIED),
        ("spf=fail smtp.mailfrom=yc.example.cn", SenderTrust.FAILED),
        (
            "spf=fail smtp.mailfrom=yc.example.cn; dkim=pass header.d=yc.example.cn",
            SenderTrust.VERIFIED,
        ),
        ("spf=softfail smtp.mailfrom=yc.example.cn", SenderTrust.UNVERIFIED),
        (
            "spf=temperror smtp.mailfrom=yc.example.cn; dmarc=none header.from=yc.example.cn",
            SenderTrust.UNVERIFIED,
        ),
        ("none", SenderTrust.UNVERIFIED),
        (
            'spf=none reason="dmarc=pass header.from=yc.example.cn"',
            SenderTrust.UNVERIFIED,
        ),
        ("spf=none (; dmarc=pass header.from=yc.example.cn)", SenderTrust.UNVERIFIED),
    ],
)
def test_r38_only_an_aligned_pass_verifies_and_only_a_spoken_failure_fails(
    text: str, expected: SenderTrust
) -> None:
    assert verdict(results(text), BORDER) is expected


def test_the_results_of_two_fields_of_one_border_are_read_together() -> None:
    assert (
        verdict(
            results("spf=none"), results("dkim=pass header.d=yc.example.cn"), BORDER
        )
        is SenderTrust.VERIFIED
    )


def test_two_from_fields_are_never_verified() -> None:
    doubled = letter(
        results(PASS), ("from", "a@yc.example.cn"), ("from", "b@evil.example"), BORDER
    )
    assert check_sender(doubled, OURS).verdict is SenderTrust.UNVERIFIED


@given(st.text(), st.text(alphabet='()=;. "ab[]by'))
def test_no_header_makes_the_question_fail_or_verifies_by_chance(
    text: str, more: str
) -> None:
    found = verdict(
        ("authentication-results", f"mx.jtt.example.cn; {text}{more}"),
        ("received", text + more),
    )
    assert found is not SenderTrust.VERIFIED


def test_r39_a_signature_that_nobody_checked_proves_nothing_and_nothing_is_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "getaddrinfo", never)
    signed = (
        "dkim-signature",
        "v=1; a=rsa-sha256; d=yc.example.cn; s=mail; b=c2lnbmVk",
    )
    assert verdict(BORDER, signed, ("received-spf", "pass")) is SenderTrust.UNVERIFIED
