"""Is every branch of a template met by some sample, so that `templates check` finds
what would fail?
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.triage.verdict import Flag
from ledger.notice import NOTICES
from notify.compose import Composer, ComposingError
from notify.samples import FLAGS, SENDER, variants
from office.cli.outgoing import template_faults

COMPOSER = Composer(SENDER)


def test_the_flags_are_those_of_intake() -> None:
    assert {flag.value for flag in Flag} == set(FLAGS)


@pytest.mark.parametrize("kind", NOTICES)
def test_our_own_templates_can_say_whatever_may_come(kind: str) -> None:
    rendered = [COMPOSER.words(kind, facts) for facts in variants(kind)]
    assert len(rendered) > 1
    assert all(
        words.subject and words.text.strip() and words.html.strip()
        for words in rendered
    )


BRANCHES: dict[str, Callable[[Any], bool]] = {
    "decided: {% if state == 'returned' %}": lambda facts: facts.state == "returned",
    "decided: {% if state == 'superseded' %}": lambda facts: (
        facts.state == "superseded"
    ),
    "decided: {% if not counted %}": lambda facts: not facts.counted,
    "receipt: {% if standing is none %}": lambda facts: facts.standing is None,
    "receipt: {% if not item.authors %}": lambda facts: not facts.item.authors,
    "receipt: {% if 'two-items' in item.flags %}": lambda facts: (
        "two-items" in facts.item.flags
    ),
    "receipt: {% if corrects %}": lambda facts: facts.corrects is not None,
    "receipt-held: {% if not candidates %}": lambda facts: not facts.candidates,
    "receipts-digest: {% if items|length > 200 %}": lambda facts: (
        len(facts.items) > 200
    ),
    "commission: {% if change == 'withdrawn' %}": lambda facts: (
        facts.change == "withdrawn"
    ),
    "commission: {% if overdue %}": lambda facts: facts.overdue,
    "circular: {% if own is none %}": lambda facts: facts.own is None,
    "office-digest: {% if mail is none %}": lambda facts: facts.mail is None,
}


@pytest.mark.parametrize("branch", BRANCHES)
def test_an_offices_template_that_fails_in_one_branch_only_is_found(
    tmp_path: Path, branch: str
) -> None:
    kind, _, condition = branch.partition(": ")
    (tmp_path / kind).mkdir()
    source = f"{condition}{{{{ nobody_said_this }}}}{{% endif %}}收悉"
    (tmp_path / kind / "body.txt").write_text(source, encoding="utf-8")
    (fault,) = template_faults(Composer(SENDER, [tmp_path]), [kind])
    assert f"{kind}/body.txt" in fault
    assert any(BRANCHES[branch](facts) for facts in variants(kind))


def test_a_misspelt_file_in_the_offices_folder_is_named_with_what_was_meant(
    tmp_path: Path,
) -> None:
    (tmp_path / "recipt").mkdir()
    (tmp_path / "recipt" / "body.txt").write_text("收悉", encoding="utf-8")
    (fault,) = template_faults(Composer(SENDER, [tmp_path]), ["receipt"])
    assert "recipt/body.txt" in fault
    assert "did you mean receipt/body.txt?" in fault


def test_a_part_that_an_offices_own_template_includes_is_no_stray(
    tmp_path: Path,
) -> None:
    for name, source in (
        ("hint/body.txt", "{% include 'own/foot.txt' %}"),
        ("own/foot.txt", "某厅办公室"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source, encoding="utf-8")
    assert template_faults(Composer(SENDER, [tmp_path]), ["hint"]) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    (fault,) = template_faults(Composer(SENDER, [tmp_path / "nowhere"]), [])
    assert "nowhere is not there" in fault


def test_a_broken_template_of_an_office_stops_no_other_kind(tmp_path: Path) -> None:
    (tmp_path / "hint").mkdir()
    (tmp_path / "hint" / "subject.txt").write_text("{% if %}", encoding="utf-8")
    own = Composer(SENDER, [tmp_path])
    with pytest.raises(ComposingError):
        own.words("hint", next(variants("hint")))
    assert own.words("receipt", next(variants("receipt"))).text
