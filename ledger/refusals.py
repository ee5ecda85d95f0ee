"""What do the words of a refusal mean, whoever speaks them?

Mail systems of this country refuse in words more often than by enhanced codes (M04):
what is known of them is data here, for the replies of our own server and for bounces
alike. Whom a bounce speaks of is `ingest.screening.returned`'s affair.
"""

import re

# A status such as 5.1.1, but not a part of an IP address or of a version.
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
# A reply code such as 550, but not a part of a status, a longer number or a date.
_REPLY = re.compile(r"(?<![\d.\-])([45])\d\d(?=[\s\-:;,.])")

# What stands where a code should (M04), in the order in which it is asked.
_WORDS = tuple(
    (re.compile(words, re.IGNORECASE), status)
    for words, status in (
        (r"host not found, try again|name service error", "4.4.3"),
        (
            (
                r"不存在|无此用户|无效地址|user unknown|unknown (?:user|recipient)"
                r"|no such (?:user|mailbox|address)"
                r"|no mailbox here|no valid recipients|not (?:recognized|listed in)"
                r"|(?:recipient|user|mailbox|account|address) (?:is )?not (?:found|exist)"
                r"|(?:user|recipient|mailbox|account|address) does(?:n['’]t| not) exist"
                r"|invalid (?:user|recipient|final delivery userid)|doesn['’]t have an? \S+ account"
            ),
            "5.1.1",
        ),
        (
            r"域名(?:错误|无效)|domain does not exist|unknown host|host unknown|no mx record",
            "5.1.2",
        ),
        (
            r"账号(?:已)?(?:停用|冻结|禁用)|account (?:is|has been) (?:disabled|locked)",
            "5.2.1",
        ),
        (
            (
                r"已满|空间不足|超出(?:邮箱)?容量|(?:mailbox|folder) (?:is )?full|over ?quota|quota exceeded"
                r"|exceed(?:s|ed) (?:allowed size|the local limit)"
            ),
            "5.2.2",
        ),
        (
            r"稍后|重试|延迟|will (?:continue to )?(?:be )?retr|still trying|delayed|timed out",
            "4.0.0",
        ),
        (r"拒收|拒绝|被退回|rejected|refused|undeliver|failed", "5.0.0"),
    )
)
# Refused because of us - our address, our server, our DNS records - and not because of
# the recipient.
_OF_US = re.compile(
    r"\b(?:sender|mail from|helo|spf|dkim|dmarc|client|your (?:ip|host))\b|发件人|发信人",
    re.IGNORECASE,
)


def status_of_recipient(reply: str) -> str:
    """As `status_in`, for a reply to us: "" where the words speak of the sender and not
    of the recipient.
    """
    return "" if _OF_US.search(reply) else status_in(reply)


def status_in(words: str) -> str:
    """The enhanced status code (RFC 3463 §2) that `words` state or mean, "" when they
    state none.

    Of several codes the first that tells of a fault counts: a transcript begins with
    what went well.
    """
    stated = [found[1] for found in _STATUS.finditer(words)]
    for code in stated:
        if not code.startswith("2"):
            return code
    if stated:
        return stated[0]
    meant = next((status for pattern, status in _WORDS if pattern.search(words)), "")
    # A bare reply code says at least whether the refusal is final, and is believed
    # before the words.
    reply = _REPLY.search(words)
    if reply is not None and not meant.startswith(reply[1]):
        return f"{reply[1]}.0.0"
    return meant
