"""Are the people of the office added, given passwords and shut out from a shell?"""

from __future__ import annotations

import io

import pytest

from tests.office.cli.conftest import Call


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_person_is_added_with_a_piped_in_password(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "a long password\n")
    assert call("users", "add", "王", "--role", "admin").code == 0
    (user,) = call("users", "list", "--json").json()
    assert (user["name"], user["role"], user["disabled_at"]) == ("王", "admin", None)
    assert "password" not in user


def test_a_short_password_a_taken_and_an_unknown_name_are_refused(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "short\n")
    said = call("users", "add", "王")
    assert (said.code, "8 characters or more" in said.err) == (2, True)
    type_in(monkeypatch, "long enough\nlong enough\n")
    call("users", "add", "王")
    said = call("users", "add", "王")
    assert (said.code, "is there already" in said.err) == (2, True)
    said = call("users", "disable", "李")
    assert (said.code, "nobody is called '李'" in said.err) == (2, True)


def test_a_person_is_shut_out(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, "a long password\n")
    call("users", "add", "王")
    assert call("users", "disable", "王").code == 0
    assert call("users", "list", "--json").json()[0]["disabled_at"] is not None
