"""Is the sender the one named in From?

The verdict rests on Authentication-Results of the authserv-ids that the operator has named (RFC 8601 §7.1),
on nothing the letter itself could bring along; nothing is looked up or computed again (R39). What an
unverified letter may still do is decided elsewhere.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from ledger.entries.letters import Letter

_FIELD = "authentication-results"
_COMMENT = re.compile(r"\([^()]*\)")
_DEPTH = 10
_RESULT = re.compile(r"\s*([a-z][a-z0-9-]*)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z]+)\s*\.\s*([a-z0-9_-]+)\s*=\s*(\"[^\"]*\"|[^\s;\"]+)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\[(?:IPv6:)?([0-9a-f.:]+)\]", re.IGNORECASE)
_LABELS = 2
# Hops inside a house; Python's is_private would also take in ranges that are merely reserved.
_INSIDE = tuple(
    ip_network(net)
    for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "::1/128", "fc00::/7")
)


class SenderTrust(StrEnum):
    """What the receiving server found out about the From address."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    FAILED = "failed"


class SenderCheck(NamedTuple):
    """The verdict and its reason in Chinese."""

    verdict: SenderTrust
    because: str


class Result(NamedTuple):
    """One method's result and its properties, such as {"header.d": "example.cn"} (RFC 8601 §2.2)."""

    method: str
    value: str
    properties: dict[str, str]


def check_sender(letter: Letter, authserv_ids: frozenset[str]) -> SenderCheck:
    """Whether one of the servers `authserv_ids` (lower-case) vouches for the domain in From (R36-R38, P39).

    An empty set trusts nobody. Only an aligned pass verifies: the pass of another domain says nothing about
    this sender. `none`, `temperror` or no result at all leave the letter unverified, which is not a failure.
    """
    if not authserv_ids:
        return SenderCheck(SenderTrust.UNVERIFIED, "未设置可信的邮件服务器标识")
    domain = letter.from_address.rpartition("@")[2].lower()
    if not domain or len(letter.header("from")) > 1:
        return SenderCheck(SenderTrust.UNVERIFIED, "发件人地址缺失或不止一个")
    results = [found for value in _believable(letter) for found in _read(value, authserv_ids)]
    if not results:
        return SenderCheck(SenderTrust.UNVERIFIED, "收件服务器没有留下可信的验证结果")
    return _judge(results, domain)


def _judge(results: list[Result], domain: str) -> SenderCheck:
    """DMARC speaks for From itself; SPF and DKIM do when their domain is From's (R38)."""
    aligned = [result for result in results if _aligned(_domain_of(result), domain)]
    values = {(result.method, result.value) for result in aligned}
    if ("dmarc", "fail") in values:
        return SenderCheck(SenderTrust.FAILED, "DMARC 验证未通过")
    for method in ("dmarc", "dkim", "spf"):
        if (method, "pass") in values:
            return SenderCheck(SenderTrust.VERIFIED, f"{method.upper()} 验证通过，域名与发件人一致")
    if ("spf", "fail") in values:
        return SenderCheck(SenderTrust.FAILED, "SPF 验证未通过")
    return SenderCheck(SenderTrust.UNVERIFIED, "没有与发件人域名一致的通过结果")


def _domain_of(result: Result) -> str:
    """The domain that the method is about, "" when the server does not name it."""
    match result.method:
        case "dmarc":
            named = result.properties.get("header.from", "")
        case "dkim":
            named = result.properties.get("header.d", "") or result.properties.get("header.i", "")
        case "spf":
            named = result.properties.get("smtp.mailfrom", "")
        case _:
            named = ""
    return named.rpartition("@")[2].strip(" <>").lower().rstrip(".")


def _aligned(named: str, domain: str) -> bool:
    """Relaxed alignment without a list of public suffixes: the same domain, or one beneath the other."""
    if named == domain:
        return bool(named)
    shorter, longer = sorted((named, domain), key=len)
    return shorter.count(".") + 1 >= _LABELS and longer.endswith(f".{shorter}")


# --- which fields may be believed -------------------------------------------------------------------


def _believable(letter: Letter) -> Iterator[str]:
    """The Authentication-Results above the border's Received line; what lies lower came from outside (R37).

    Lines of hops inside the house are passed: they name private addresses only, or no sender at all.
    """
    for name, value in letter.headers:
        if name == "received" and not _inside(value):
            return
        if name == _FIELD:
            yield value


def _inside(received: str) -> bool:
    head = received.strip()
    if not re.match(r"from\s", head, re.IGNORECASE):
        return head[:3].lower() == "by "
    clause = re.split(r"\sby\s", head, maxsplit=1, flags=re.IGNORECASE)[0]
    return bool(stated := _IN_BRACKETS.findall(clause)) and all(_is_private(address) for address in stated)


def _is_private(address: str) -> bool:
    try:
        stated = ip_address(address)
    except ValueError:
        return False
    return any(stated in network for network in _INSIDE)


def _read(value: str, authserv_ids: frozenset[str]) -> Iterator[Result]:
    """The results of one field, none when another server wrote it."""
    for _ in range(_DEPTH):
        value, found = _COMMENT.subn(" ", value)
        if not found:
            break
    head, *statements = value.split(";")
    if (head.split() or [""])[0].lower() not in authserv_ids:
        return
    for statement in statements:
        match = _RESULT.match(statement)
        if match:
            properties = {
                f"{kind}.{name}".lower(): stated.strip('"')
                for kind, name, stated in _PROPERTY.findall(statement)
            }
            yield Result(match[1].lower(), match[2].lower(), properties)
