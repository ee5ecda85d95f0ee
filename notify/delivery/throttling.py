"""By which words do mail providers say that they want less mail of us?

They say it with codes that mean the recipient's refusal elsewhere (M05), so that one throttled round
would be as many refusals. The words are data, read for this and for nothing else; all other replies go by
their first digit (`replies`).
"""

import re
from datetime import timedelta
from enum import Enum
from typing import NamedTuple


class Whose(Enum):
    """Whose affair a reply is, whatever its first digit."""

    OURS = "we send too much: everybody waits"
    MESSAGE = "this message, or its recipient, later: it is tried again"
    SETTING = "the address we send under is not accepted: a setting must change"


class Meaning(NamedTuple):
    """Whose affair it is, and for how long the server wants to be left alone."""

    whose: Whose
    wait: timedelta = timedelta()


_QUARTER = timedelta(minutes=15)
_KNOWN = tuple(
    (re.compile(words, re.IGNORECASE), meaning)
    for words, meaning in (
        # QQ, ExMail: by address of the machine, connection, domain or sender; minutes, hours or the day
        (r"\b(?:ip|connection|domain|sender) frequency limited", Meaning(Whose.OURS, timedelta(minutes=30))),
        (r"mailbox unavailable or access denied", Meaning(Whose.MESSAGE)),  # the recipient gets too much mail
        (r"\bDMARC check failed", Meaning(Whose.SETTING)),
        # NetEase: by machine, by connection, by sender within a quarter of an hour
        (r"\bHL:(?:REP|ICC|IFC|IFQ|MEP)\b", Meaning(Whose.OURS, _QUARTER)),
        (r"\b(?:MI:(?:SFQ|DMC)|RP:(?:DRC|QRC|TRC))\b", Meaning(Whose.OURS, _QUARTER)),
        (r"\bDT:SPM\b", Meaning(Whose.MESSAGE)),  # by content: again in two minutes
        (r"too much fail authentication", Meaning(Whose.OURS, _QUARTER)),
    )
)


def meaning_of(reply: str) -> Meaning | None:
    """What a known provider means by a reply; None where the first digit says everything."""
    return next((meaning for words, meaning in _KNOWN if words.search(reply)), None)
