"""Is the sender the one named in From?

The verdict rests on Authentication-Results of the authserv-ids that the operator has
named (RFC 8601 §7.1), on nothing the letter itself could bring along; nothing is looked
up or computed again (R39). What an unverified letter may still do is decided elsewhere.
"""

import re
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from ledger.entries.letters import Letter

_COMMENT = re.compile(r"\([^()]*\)")
_DEPTH = 10
"""Comments within comments that are taken away."""
_RESULT = re.compile(
    r"\s*([a-z][a-z0-9-]*)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)", re.IGNORECASE
)
_PROPERTY = re.compile(
    r"([a-z]+)\s*\.\s*([a-z0-9_-]+)\s*=\s*(\"[^\"]*\"|[^\s;\"]+)", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\[(?:IPv6:)?([0-9a-f.:]+)\]", re.IGNORECASE)
_DOMAIN_PROPERTIES = {
    "dmarc": ("header.from",),
    "dkim": ("header.d", "header.i"),
    "spf": ("smtp.mailfrom",),
}
"""In which properties a method names the domain it is about, the preferred one
first.
"""
# Hops inside a house; Python's is_private would also take in ranges that are merely
# reserved.
_INSIDE = tuple(
    ip_network(net)
    for net in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "127.0.0.0/8",
        "::1/128",
        "fc00::/7",
    )
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
    """One method's result and its properties, such as {"header.d": "example.cn"} (RFC
    8601 §2.2).
    """

    method: str
    value: str
    properties: dict[str, str]

    @property
    def domain(self) -> str:
        """The domain that it is about; "" if it names none."""
        stated = [
            self.properties.get(name, "")
            for name in _DOMAIN_PROPERTIES.get(self.method, ())
        ]
        named = next(filter(None, stated), "")
        return named.rpartition("@")[2].strip(" <>").lower().rstrip(".")


def check_sender(letter: Letter, authserv_ids: frozenset[str]) -> SenderCheck:
    """Whether one of the servers `authserv_ids` (lower-case) vouches for the domain in
    From (R36-R38, P39).

    An empty set trusts nobody. Only an aligned pass verifies: the pass of another
    domain says nothing about this sender. `none`, `temperror` or no result at all leave
    the letter unverified, which is not a failure.
    """
    if not authserv_ids:
        return SenderCheck(SenderTrust.UNVERIFIED, "未设置可信的邮件服务器标识")
    domain = letter.from_address.rpartition("@")[2].lower()
    if not domain or len(letter.header("from")) > 1:
        return SenderCheck(SenderTrust.UNVERIFIED, "发件人地址缺失或不止一个")
    results: list[Result] = []
    for name, value in letter.headers:
        # What lies below the border's Received line came from outside (R37). Lines of
        # hops inside the house are passed over.
        if name == "received" and not _is_inside(value):
            break
        if name == "authentication-results":
            results += _results_in(value, authserv_ids)
    if not results:
        return SenderCheck(SenderTrust.UNVERIFIED, "收件服务器没有留下可信的验证结果")
    # DMARC speaks for From itself; SPF and DKIM do when their domain is From's (R38).
    # Alignment is relaxed, without a list of public suffixes: of two domains one may
    # lie beneath the other if that has more than one label.
    values: set[tuple[str, str]] = set()
    for result in results:
        shorter, longer = sorted((result.domain, domain), key=len)
        if result.domain == domain or (
            "." in shorter and longer.endswith(f".{shorter}")
        ):
            values.add((result.method, result.value))
    if ("dmarc", "fail") in values:
        return SenderCheck(SenderTrust.FAILED, "DMARC 验证未通过")
    for method in ("dmarc", "dkim", "spf"):
        if (method, "pass") in values:
            return SenderCheck(
                SenderTrust.VERIFIED, f"{method.upper()} 验证通过，域名与发件人一致"
            )
    if ("spf", "fail") in values:
        return SenderCheck(SenderTrust.FAILED, "SPF 验证未通过")
    return SenderCheck(SenderTrust.UNVERIFIED, "没有与发件人域名一致的通过结果")


def _is_inside(received: str) -> bool:
    """Whether a Received line is of a hop inside the house: private addresses only, or
    no sender at all.
    """
    head = received.strip()
    if not re.match(r"from\s", head, re.IGNORECASE):
        return head[:3].lower() == "by "
    clause = re.split(r"\sby\s", head, maxsplit=1, flags=re.IGNORECASE)[0]
    stated = _IN_BRACKETS.findall(clause)
    for text in stated:
        try:
            address = ip_address(text)
        except ValueError:
            return False
        if not any(address in network for network in _INSIDE):
            return False
    return bool(stated)


def _results_in(field: str, authserv_ids: frozenset[str]) -> list[Result]:
    """The results of one Authentication-Results field; none when a server wrote it that
    nobody trusts.
    """
    for _ in range(_DEPTH):
        field, comments = _COMMENT.subn(" ", field)
        if not comments:
            break
    server, *statements = field.split(";")
    words = (
        server.split()
    )  # a version number may follow the server's name (RFC 8601 §2.2)
    if not words or words[0].lower() not in authserv_ids:
        return []
    results = []
    for statement in statements:
        found = _RESULT.match(statement)
        if found is None:
            continue
        properties = {
            f"{kind}.{name}".lower(): stated.strip('"')
            for kind, name, stated in _PROPERTY.findall(statement)
        }
        results.append(Result(found[1].lower(), found[2].lower(), properties))
    return results
