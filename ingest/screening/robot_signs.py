"""By which signs is a machine's letter known?

Words at the head of a subject, names of addresses and the keywords of header fields, as data; what follows
from a sign is decided in `robots`.
"""

import re
from re import Pattern

from ledger.entries.letters import Letter


def _begins(*heads: str, mark: str = "") -> Pattern[str]:
    """A pattern for subjects that begin with one of `heads` (expressions), followed by `mark`."""
    return re.compile(r"\s*\[?\s*(?:" + "|".join(heads) + r")\]?" + mark, re.IGNORECASE)


_COLON = r"\s*[:：]"

AUTO_REPLY_SUBJECT = _begins(
    r"(?:假期|离线|外出)?自动(?:回复|答复)",
    r"auto(?:matic)?[- ]?(?:reply|response)",
    r"out of (?:the )?office(?: autoreply)?",
    r"auto(?=\s*[:：])",
    mark=r"\s*(?:[:：]|$)",
)
OUR_RECEIPT_SUBJECT = _begins("自动回执", mark=_COLON)
# No sample of a NetEase receipt could be had; the Chinese words are unverified (M03).
READ_SUBJECT = _begins(
    r"(?:已读|阅读|读信)回执",
    r"[已未]读",
    r"(?:not )?read(?: receipt)?",
    r"return receipt(?: \(displayed\))?",
    r"disposition notification",
    mark=_COLON,
)
RECALL_SUBJECT = _begins(r"(?:邮件)?撤回(?:邮件)?", "recall", mark=_COLON)
BOUNCE_SUBJECT = _begins(
    r"(?:系统)?退信(?:通知)?\s*(?=[:：\]\s/]|$)",
    r"邮件?(?:投递|发送)失败",
    r"投递失败",
    r"无法投递",
    r"未(?:送达|传递)\s*(?=[:：])",
    r"传递状态通知",
    r"(?:re:\s*)?undeliver(?:ed|able)\b",
    r"(?:re:\s*)?mail deliver(?:y|ed) (?:fail|status|system|problem|has failed)",
    r"(?:mail|message) (?:could not be|not) delivered",
    r"(?:re:\s*)?delivery (?:status )?(?:notification|failure|report|problem|has failed|delayed|error)",
    r"non[- ]?deliver",
    r"failure notice",
    r"returned mail",
    r"mail system error",
    r"warning: (?:message|could not send)",
    r"message (?:delayed|undeliverable|delivery)",
    r"delayed mail",
    r"there was an error sending your mail",
    r"loop alert\s*(?=:)",
    r"you \S{1,200} are not (?:a )?member\b",
)
# Asked of the first words of a letter that a machine wrote, never of a person's.
BOUNCE_WORDS = re.compile(
    r"退信原因|您?(?:的|发送的|发出的)邮件[^。\n]{0,30}(?:无法|未能|不能|没有)(?:投递|送达|发送)|邮件被退回"
    r"|(?:message|mail)[^.]{0,80}could not be delivered to|unable to deliver (?:the|your)? ?(?:message|mail)"
    r"|送信できませんでした|\"notificationType\W{1,9}(?:bounce|delivery)\b",
    re.IGNORECASE,
)
COMPLAINT_WORDS = re.compile(r"\"notificationType\W{1,9}complaint\b", re.IGNORECASE)
# RFC 3464 §2
REPORT_FIELDS = frozenset({"final-recipient", "original-recipient", "reporting-mta", "diagnostic-code"})
COMPLAINT_SUBJECT = _begins(r"complaint about (?:message|e-?mail)", r"(?:abuse|feedback) report", mark=r"\b")

# QQ writes no Auto-Submitted; the others are old habits of vacation programs (M03).
AUTO_REPLY_HEADERS = (
    "x-qq-auto-reply",
    "x-qq-holidayreply",
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
)
SILENT_PRECEDENCE = frozenset({"list", "bulk", "junk", "auto_reply"})
SUPPRESSES_ANSWERS = frozenset({"all", "oof", "autoreply"})

# What plain SMTP can be told; an internationalised domain is fine in its xn-- letters.
ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?", re.ASCII | re.IGNORECASE
)

_DAEMON = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?master|mdaemon|bounces?)(?:[-+=].*)?", re.IGNORECASE
)
_NO_READER = re.compile(
    r"owner-.*|.*-(?:owner|request|bounces?)|(?:.*[-_.])?(?:no|do[-_.]?not)[-_.]?reply(?:[-_.+].*)?"
    r"|.*\+auto_=.*|root|nobody",
    re.IGNORECASE,
)


def is_daemon(address: str) -> bool:
    """Whether a mail system itself writes under `address` (RFC 3834 §2)."""
    return _DAEMON.fullmatch(_local_part(address)) is not None


def has_no_reader(address: str) -> bool:
    """Whether `address` belongs to a list or a program rather than a person (RFC 3834 §2)."""
    return _NO_READER.fullmatch(_local_part(address)) is not None


def _local_part(address: str) -> str:
    bare = address.strip(" <>")
    return bare.rpartition("@")[0] or bare


def keywords(letter: Letter, field: str) -> frozenset[str]:
    """The keyword of every `field`, lower-case, without comments and parameters (RFC 3834 §5.1)."""
    found = set()
    for value in letter.header(field):
        bare = ""
        depth = 0  # of comments, which may be nested (RFC 5322 §3.2.2)
        for character in value:
            if character == "(":
                depth += 1
            elif character == ")" and depth:
                depth -= 1
            elif not depth:
                bare += character
        found.add(bare.partition(";")[0].strip().casefold())
    return frozenset(found)


def listed(letter: Letter, field: str) -> frozenset[str]:
    """The comma-separated words of every `field`, lower-case."""
    words = ",".join(letter.header(field)).casefold().split(",")
    return frozenset(word.strip() for word in words)
