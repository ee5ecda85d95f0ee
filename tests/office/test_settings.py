"""Is the installation told what to do from one strict, documented place?"""

from __future__ import annotations

import re
import tomllib
from datetime import time
from pathlib import Path

import pytest

from office.settings.reading import (
    NoSettingsError,
    Settings,
    SettingsError,
    example,
    load,
    locate,
)


def write(folder: Path, text: str) -> Path:
    path = folder / "yishiyibao.toml"
    path.write_text(text, encoding="utf-8")
    return path


def shown(text: str) -> dict[str, dict[str, object]]:
    """The example with every commented setting switched on."""
    return tomllib.loads(re.sub(r"(?m)^# (\w+ = )", r"\1", text))


def test_an_empty_file_gives_the_documented_defaults(tmp_path: Path) -> None:
    settings = load(write(tmp_path, ""))
    assert settings.mailbox.port == 993
    assert settings.reminders.month == (8, 3, 0)
    assert settings.reminders.at == time(9)


def test_the_example_loads_and_names_the_office(tmp_path: Path) -> None:
    settings = load(write(tmp_path, example('某厅"办公室"')))
    assert settings.office.name == '某厅"办公室"'


def test_the_example_documents_every_setting_and_no_other() -> None:
    documented = {
        (section, key) for section, keys in shown(example()).items() for key in keys
    }
    known = {
        (section, field.alias or key)
        for section, table in Settings.model_fields.items()
        for key, field in table.annotation.model_fields.items()  # type: ignore[union-attr]
    }
    assert documented == known


def test_the_defaults_the_example_shows_are_the_real_ones(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^# (?!\w*(_file|folder) = )(\w+ = )", r"\2", example())
    assert (
        load(write(tmp_path, text)).model_dump()
        == load(write(tmp_path, "")).model_dump()
    )


def test_an_unknown_setting_is_refused_with_file_key_and_the_allowed_ones(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, "[mailbox]\nprot = 993\n")
    with pytest.raises(SettingsError) as fault:
        load(path)
    message = str(fault.value)
    assert str(path) in message
    assert "unknown setting mailbox.prot; allowed here: host, port, security" in message
    assert "\n" not in message


def test_an_unknown_section_is_refused_with_the_allowed_ones(tmp_path: Path) -> None:
    with pytest.raises(
        SettingsError,
        match=r"unknown setting mail; allowed here: office, database, mailbox",
    ):
        load(write(tmp_path, "[mail]\nhost = 'x'\n"))


def test_a_value_of_the_wrong_kind_is_refused_without_being_repeated(
    tmp_path: Path,
) -> None:
    with pytest.raises(
        SettingsError, match=r"smtp\.port: Input should be a valid integer"
    ) as fault:
        load(write(tmp_path, "[smtp]\nport = 'geheim'\n"))
    assert "geheim" not in str(fault.value)


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"is not TOML: .*line 2"):
        load(write(tmp_path, "[smtp]\nport = = 3\n"))


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(NoSettingsError, match="yishiyibao init"):
        load(tmp_path / "none.toml")


def test_a_file_in_gbk_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "yishiyibao.toml"
    path.write_bytes("[office]\nname = '厅办公室'\n".encode("gb18030"))
    with pytest.raises(SettingsError, match="save it again as UTF-8"):
        load(path)


def test_a_byte_order_mark_left_by_an_editor_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "yishiyibao.toml"
    path.write_bytes("﻿[office]\nname = '厅办公室'\n".encode())
    assert load(path).office.name == "厅办公室"


def test_the_environment_overrides_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YISHIYIBAO_MAILBOX__PASSWORD", "from-env")
    monkeypatch.setenv("YISHIYIBAO_DATABASE__SCHEMA", "office1")
    settings = load(
        write(tmp_path, "[mailbox]\npassword = 'from-file'\nuser = 'a@b.example'\n")
    )
    assert (settings.mailbox.password, settings.mailbox.user) == (
        "from-env",
        "a@b.example",
    )
    assert settings.database.pg_schema == "office1"


def test_a_misspelt_variable_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YISHIYIBAO_MAILBX__PASSWORD", "x")
    with pytest.raises(SettingsError, match="YISHIYIBAO_MAILBX__PASSWORD"):
        load(write(tmp_path, ""))


def test_a_bad_value_from_the_environment_is_named_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YISHIYIBAO_SMTP__PORT", "many")
    with pytest.raises(SettingsError, match=r"environment, YISHIYIBAO_SMTP__PORT"):
        load(write(tmp_path, ""))


def test_secrets_come_from_files_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("授权码\n", encoding="utf-8")
    settings = load(write(tmp_path, "[mailbox]\npassword_file = 'secret'\n"))
    assert settings.mailbox.password == "授权码"
    assert "授权码" not in repr(settings)


def test_a_missing_secret_file_names_the_key(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"mailbox\.password_file names it"):
        load(write(tmp_path, "[mailbox]\npassword_file = 'absent'\n"))


def test_a_relative_database_lies_beside_the_settings(tmp_path: Path) -> None:
    assert (
        load(write(tmp_path, "")).database.url
        == f"sqlite:///{tmp_path}/yishiyibao.sqlite"
    )


def test_the_office_is_never_told_things_in_the_polled_mailbox(tmp_path: Path) -> None:
    text = "[office]\naddress = 'Box@b.example'\n[mailbox]\nuser = 'box@b.example'\n"
    with pytest.raises(SettingsError, match=r"office\.address is the polled mailbox"):
        load(write(tmp_path, text))


def test_the_settings_file_is_the_option_else_the_variable_else_the_folders_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert locate(None) == Path("yishiyibao.toml")
    monkeypatch.setenv("YISHIYIBAO_CONFIG", "/etc/y.toml")
    assert locate(None) == Path("/etc/y.toml")
    assert locate("mine.toml") == Path("mine.toml")
