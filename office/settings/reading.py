"""Which settings hold here?

One TOML file, overridden by environment variables (`YISHIYIBAO_MAILBOX__PASSWORD` is
`password` of `[mailbox]`), with secrets taken from files where a `…_file` names one.
This is the only reader of the environment. What each setting means is left to
`example.toml`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Self

from pydantic import PrivateAttr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from ledger.faults import ToldError
from office.settings.sections import (
    BackupSettings,
    CircularSettings,
    IntakeSettings,
    LogSettings,
    MailboxSettings,
    OfficeSettings,
    PolicySettings,
    PrivacySettings,
    ReminderSettings,
    Section,
    SmtpSettings,
    StorageSettings,
    TemplateSettings,
    WebSettings,
)

FILE_NAME = "yishiyibao.toml"
PREFIX = "YISHIYIBAO_"
CONFIG_VARIABLE = "YISHIYIBAO_CONFIG"


class SettingsError(ToldError):
    """The settings cannot be used."""

    def __init__(self, where: object, what: str) -> None:
        super().__init__(f"{where}: {what}")


class NoSettingsError(SettingsError):
    """There is no settings file where one was looked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "no such settings file; write one with `yishiyibao init`, or name yours with --config",
        )


class Settings(BaseSettings):
    """Everything the installation was told; read once, by `load`."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        populate_by_name=True,
    )

    office: OfficeSettings = OfficeSettings()
    database: StorageSettings = StorageSettings()
    mailbox: MailboxSettings = MailboxSettings()
    smtp: SmtpSettings = SmtpSettings()
    intake: IntakeSettings = IntakeSettings()
    reminders: ReminderSettings = ReminderSettings()
    circular: CircularSettings = CircularSettings()
    policy: PolicySettings = PolicySettings()
    templates: TemplateSettings = TemplateSettings()
    web: WebSettings = WebSettings()
    privacy: PrivacySettings = PrivacySettings()
    backup: BackupSettings = BackupSettings()
    log: LogSettings = LogSettings()
    _source: Path = PrivateAttr(default=Path(FILE_NAME))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's own signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file, and nothing else."""
        return env_settings, init_settings

    @property
    def source(self) -> Path:
        """The file these settings came from, for messages."""
        return self._source

    def settled(self, source: Path) -> Self:
        """The same with paths taken from the file's folder and secrets read from their
        files.
        """
        folder = source.absolute().parent
        sections = {
            name: _settle_section(section, folder, name) for name, section in self
        }
        done = self.model_copy(update=sections)
        done._source = source  # noqa: SLF001 - our own class
        return done


def locate(option: str | None) -> Path:
    """The settings file: the option, else $YISHIYIBAO_CONFIG, else
    ./yishiyibao.toml.
    """
    return Path(option or os.environ.get(CONFIG_VARIABLE) or FILE_NAME)


def load(path: Path) -> Settings:
    """The settings in `path` under the environment; raises NoSettingsError, or
    SettingsError (file, key).
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise NoSettingsError(path) from None
    except OSError as fault:
        raise SettingsError(path, f"cannot be read: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(path, "is not UTF-8; save it again as UTF-8") from None
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(path, f"is not TOML: {fault}") from None

    # pydantic passes a misspelt variable over in silence.
    for name in os.environ:
        if not name.startswith(PREFIX) or name == CONFIG_VARIABLE:
            continue
        section = name.removeprefix(PREFIX).partition("__")[0].lower()
        if section not in Settings.model_fields:
            known = ", ".join(Settings.model_fields)
            what = f"unknown variable {name} in the environment; sections are: {known}"
            raise SettingsError(path, what)

    try:
        settings = Settings(**table)
    except ValidationError as fault:
        raise SettingsError(
            path, "; ".join(_explain(error) for error in fault.errors())
        ) from None
    settings = settings.settled(path)
    if (
        settings.office.address
        and settings.office.address.casefold() == settings.mailbox.user.casefold()
    ):
        # What the office is told would come in again as a letter.
        what = "office.address is the polled mailbox itself; name an address that people of the office read"
        raise SettingsError(path, what)
    return settings


def secret_now(section: MailboxSettings | SmtpSettings) -> str:
    """The password as its file holds it at this moment; as it was read last where that
    cannot be done.
    """
    if section.password_file is None:
        return section.password
    try:
        return (
            section.password_file.read_text(encoding="utf-8").strip()
            or section.password
        )
    except (OSError, UnicodeDecodeError):
        return section.password


def environment_without_settings() -> dict[str, str]:
    """The environment for a program that must find its settings in its file alone: a
    variable would lead a drill's copy back to the record.
    """
    return {
        name: value for name, value in os.environ.items() if not name.startswith(PREFIX)
    }


def example(office: str = "") -> str:
    """The documented file that `init` writes, every setting at its default."""
    text = (resources.files("office.settings") / "example.toml").read_text(
        encoding="utf-8"
    )
    quoted = office.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace('name = ""', f'name = "{quoted}"', 1)


def _explain(error: ErrorDetails) -> str:
    """One fault: the key (or the variable that set it), what is wrong, and what would
    be right.
    """
    keys = [str(part) for part in error["loc"]]
    key = ".".join(keys)
    variable = PREFIX + "__".join(keys).upper()
    if variable in os.environ:
        key = f"{key} (from the environment, {variable})"
    if error["type"] != "extra_forbidden":
        return f"{key}: {error['msg']}"
    fields: Mapping[str, Any] = Settings.model_fields
    for section in keys[:-1]:
        fields = fields[section].annotation.model_fields
    allowed = [field.alias or name for name, field in fields.items()]
    return f"unknown setting {key}; allowed here: {', '.join(allowed)}"


def _settle_section(section: Section, folder: Path, name: str) -> Section:
    """The section with its paths taken from the file's folder and its password read
    from its file.
    """
    update: dict[str, Any] = {}
    for key, value in section:
        if isinstance(value, Path):
            update[key] = folder / value.expanduser()
    secret_file: Path | None = update.get("password_file")
    stated: str = getattr(section, "password", "")
    if secret_file is not None and stated:
        update["password_file"] = (
            None  # a password that is stated goes before it, also later
        )
    elif secret_file is not None:
        try:
            update["password"] = secret_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            what = f"cannot be read: {fault}; {name}.password_file names it"
            raise SettingsError(secret_file, what) from None
    if isinstance(section, StorageSettings):
        # A relative SQLite file lies beside the settings file, wherever the command is
        # started.
        kind, found, rest = section.url.partition(":///")
        if kind == "sqlite" and found and rest and rest != ":memory:":
            update["url"] = f"sqlite:///{folder / Path(rest).expanduser()}"
    return section.model_copy(update=update)
