"""What can be told to an installation?

One class for each table of the file, with its defaults; what a setting means to its
reader is documented in `example.toml`, and a test holds the two together. Reading file,
environment and secrets is `reading`'s affair. What changes while the service runs
(answering, pause) is no setting but a row of the database.
"""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

OptionalPath = Annotated[Path | None, BeforeValidator(lambda value: value or None)]
Port = Annotated[int, Field(ge=1, le=65535)]
Count = Annotated[int, Field(ge=1)]
Months = Annotated[int, Field(ge=0, le=1200)]
Stages = tuple[int, ...]
Security = Literal["tls", "starttls", "none"]


class Section(BaseModel):
    """One table of the file: nothing unknown is taken, nothing is changed
    afterwards.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeSettings(Section):
    """The office itself.

    `address` is where it is told things, never the polled mailbox; `contact` is whom
    units may call. `alarm_command` is a program that tells of troubles some other way
    than by mail.
    """

    name: str = ""
    address: str = ""
    contact: str = ""
    confirm: Literal["each", "digest", "off"] = "digest"
    alarm_command: OptionalPath = None


class StorageSettings(Section):
    """The one database; what follows its URL is PostgreSQL's.

    `schema` (`pg_schema` in Python) is for one office among many.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    url: str = "sqlite:///yishiyibao.sqlite"
    pg_schema: str = Field(default="", alias="schema", pattern=r"^([a-z_][a-z0-9_]*)?$")
    prepared_statements: bool = False
    lock_seconds: Count = 15
    statement_seconds: Count = 120
    synchronous_standby: bool = False


class MailboxSettings(Section):
    """The mailbox that is read; an empty host means none is set up yet."""

    host: str = ""
    port: Port = 993
    security: Security = "tls"
    user: str = ""
    password: str = Field(default="", repr=False)
    password_file: OptionalPath = None
    folders: tuple[str, ...] = ("INBOX",)
    junk: str = "auto"
    ca_file: OptionalPath = None
    authserv_ids: tuple[str, ...] = ()
    client_id: dict[str, str] = Field(default_factory=dict)
    poll_minutes: Count = 5
    idle: bool = True
    timeout_seconds: Count = 60


class SmtpSettings(Section):
    """The server that sends; an empty host: none yet; an empty sender: the mailbox's
    own address.
    """

    host: str = ""
    port: Port = 465
    security: Security = "tls"
    user: str = ""
    password: str = Field(default="", repr=False)
    password_file: OptionalPath = None
    ca_file: OptionalPath = None
    sender: str = ""
    sender_name: str = ""
    reply_to: str = ""
    per_minute: Count = 20
    per_day: Count = 500
    kept_per_day: int = Field(default=50, ge=0)
    connections: int = Field(default=2, ge=1, le=4)
    retry_minutes: tuple[Count, ...] = Field(default=(1, 5, 30, 120, 360), min_length=1)
    give_up_days: Count = 3
    # Every wait from MAIL FROM to the final dot must end within
    # `ledger.outbox.sending.LEASE` (R21).
    timeout_seconds: int = Field(default=300, ge=1, le=400)


class IntakeSettings(Section):
    """Bounds of what is read, and limits of what is answered."""

    letter_mib: Count = 25
    copy_days: Count = 90
    late_days: Count = 3
    receipts_per_day: Count = 30
    answers_per_day: Count = 2
    answers_per_thread: Count = 2
    copy_to_principal: bool = False
    readers: Count = 1
    reader_mib: Count = 512


class ReminderSettings(Section):
    """On how many working days before the end of a duty's period a unit is reminded;
    negative: after it.
    """

    at: time = time(9)
    digest_at: time = time(17)
    month: Stages = (8, 3, 0)
    half_year: Stages = (20, 8, 3, 0)
    commission: Stages = (5, 1, 0, -1)


class CircularSettings(Section):
    """Of which periods circulars are drafted, and how they are addressed, numbered and
    approved.
    """

    periods: tuple[Literal["month", "quarter", "year"], ...] = (
        "month",
        "quarter",
        "year",
    )
    second_person: bool = False
    addressees: str = "各单位"
    prefix: str = ""


class PolicySettings(Section):
    """Which office's editions apply, and a folder of its own where they do not come
    with the program.
    """

    office: str = "ningxia-transport"
    folder: OptionalPath = None


class TemplateSettings(Section):
    """A folder whose files replace templates of the same path."""

    folder: OptionalPath = None


class WebSettings(Section):
    """The console; without a secret file people are logged out at each restart."""

    host: str = "127.0.0.1"
    port: Port = 8080
    secret_file: OptionalPath = None
    behind_proxy: bool = False


class PrivacySettings(Section):
    """For how many months what of people is kept, 0 for good; and where erasures are
    listed.
    """

    author_contact_months: Months = 0
    original_months: Months = 0
    sent_months: Months = 0
    erasures_file: Path = Path("erasures.jsonl")


class BackupSettings(Section):
    """Where the service copies the record to each night, and which copies it keeps; no
    folder: nowhere.
    """

    folder: OptionalPath = None
    at: time = time(1, 30)
    daily: Count = 14
    weekly: Annotated[int, Field(ge=0)] = 8
    monthly: Annotated[int, Field(ge=0)] = 12


class LogSettings(Section):
    """How much is logged, and in what form."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"
