"""What may be told to whom, and as what kind of mail?

`NOTICES` is the closed table of notice kinds; a `Notice` names whom and what about,
never the words. The facts are gathered by `office.use_cases.notice_facts` as the
message is composed, the words are `notify/templates/<kind>/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Audience(StrEnum):
    """Who reads a kind of notice; `answering` opens the gate for one audience after the
    other.
    """

    SENDER = "sender"
    UNIT = "unit"
    OFFICE = "office"


class DailyLimit(StrEnum):
    """Under which daily limit a kind falls (R07)."""

    RECORDED = "recorded"
    OTHER = "other"
    NONE = "none"


class NoticeKind(NamedTuple):
    """One kind of notice: who reads it, its daily limit, and its name in Chinese.

    `auto_submitted` is the value of RFC 3834 §5's header; None: a person wrote it.
    """

    auto_submitted: str | None
    audience: Audience
    limit: DailyLimit
    caption: str


_REPLIED, _GENERATED = "auto-replied", "auto-generated"

NOTICES: Mapping[str, NoticeKind] = {
    "receipt": NoticeKind(_REPLIED, Audience.SENDER, DailyLimit.RECORDED, "回执"),
    "receipt-held": NoticeKind(
        _REPLIED, Audience.SENDER, DailyLimit.OTHER, "回执(待核)"
    ),
    "decided": NoticeKind(_REPLIED, Audience.SENDER, DailyLimit.RECORDED, "核定回执"),
    "completed": NoticeKind(_REPLIED, Audience.SENDER, DailyLimit.RECORDED, "补正回执"),
    "receipts-digest": NoticeKind(
        _REPLIED, Audience.SENDER, DailyLimit.NONE, "回执汇总"
    ),
    "backlog": NoticeKind(_GENERATED, Audience.UNIT, DailyLimit.NONE, "补录清单"),
    "oversize": NoticeKind(_REPLIED, Audience.SENDER, DailyLimit.OTHER, "来件过大"),
    "hint": NoticeKind(_REPLIED, Audience.SENDER, DailyLimit.OTHER, "报送提示"),
    "reminder": NoticeKind(_GENERATED, Audience.UNIT, DailyLimit.NONE, "催报"),
    "circular": NoticeKind(None, Audience.UNIT, DailyLimit.NONE, "通报"),
    "announcement": NoticeKind(None, Audience.UNIT, DailyLimit.NONE, "通知"),
    "commission": NoticeKind(None, Audience.UNIT, DailyLimit.NONE, "约稿"),
    "principal-copy": NoticeKind(
        _GENERATED, Audience.UNIT, DailyLimit.NONE, "报送抄知"
    ),
    "feedback": NoticeKind(_GENERATED, Audience.UNIT, DailyLimit.NONE, "采用反馈"),
    "feedback-corrected": NoticeKind(
        _GENERATED, Audience.UNIT, DailyLimit.NONE, "采用反馈更正"
    ),
    "item-changed": NoticeKind(
        _GENERATED, Audience.UNIT, DailyLimit.NONE, "报送件更正"
    ),
    "office-item": NoticeKind(_GENERATED, Audience.OFFICE, DailyLimit.NONE, "来件登记"),
    "office-digest": NoticeKind(
        _GENERATED, Audience.OFFICE, DailyLimit.NONE, "每日汇总"
    ),
    "sealed-alert": NoticeKind(
        _GENERATED, Audience.OFFICE, DailyLimit.NONE, "涉密提醒"
    ),
    "health": NoticeKind(_GENERATED, Audience.OFFICE, DailyLimit.NONE, "运行提醒"),
    "unreached": NoticeKind(
        _GENERATED, Audience.OFFICE, DailyLimit.NONE, "联系不上的单位"
    ),
    "overview": NoticeKind(_GENERATED, Audience.OFFICE, DailyLimit.NONE, "每月情况"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that must be told: (kind, key, to) is unique, so saying it twice is
    saying it once.

    `about` names the record (serial, period, day …) that the words will be made from.
    `came_about` is when what it tells of came about: an older record asks whether it
    was told before (`outbox.withholding`). None: nobody can say.
    """

    kind: str
    to: str
    key: str
    about: Mapping[str, str] = field(default_factory=dict)
    came_about: datetime | None = None


class OutboxState(StrEnum):
    """Where a message stands (docs/architecture.md, "States")."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    SHOWN = "shown"
    WITHHELD = "withheld"
    DROPPED = "dropped"


class Answering(StrEnum):
    """Who is mailed at all: the quiet start (promise 11)."""

    OFF = "off"
    OFFICE = "office"
    ON = "on"


class ReminderStage(NamedTuple):
    """One stage of one duty of one period; `period` of a commission is its id, `stage`
    working days left.
    """

    duty: str
    period: str
    stage: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one unit is reminded of on one day.

    `key` names the unit and the stages, for two units may share an address; `about`
    what the words are made from; `closing` are the covered stages that are a duty's
    last, of which the principal is told too; `came_on` is the day of each covered
    stage.
    """

    unit_id: int
    key: str
    covers: tuple[ReminderStage, ...]
    about: Mapping[str, str]
    closing: frozenset[ReminderStage] = frozenset()
    came_on: Mapping[ReminderStage, date] = field(default_factory=dict)
