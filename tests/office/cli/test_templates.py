"""Can an office begin its own words from ours?"""

from __future__ import annotations

from pathlib import Path

from tests.office.cli.conftest import Call


def test_templates_of_a_kind_are_copied_into_the_offices_folder_and_never_over_its_own(
    call: Call, settings_file: Path
) -> None:
    refused = call("templates", "copy", "receipt")
    assert (refused.code, "templates.folder is empty" in refused.err) == (2, True)
    own = settings_file.parent / "own"
    with settings_file.open("a", encoding="utf-8") as file:
        file.write(f'[templates]\nfolder = "{own}"\n')
    assert "is not there" in call("templates", "check").out
    assert call("templates", "copy", "receipt").code == 0
    assert sorted(path.name for path in (own / "receipt").iterdir()) == [
        "body.html",
        "body.txt",
        "subject.txt",
    ]
    assert call("templates", "check").code == 0
    (own / "receipt" / "subject.txt").write_text(
        "收悉 {{ item.serial }}", encoding="utf-8"
    )
    again = call("templates", "copy", "receipt")
    assert "nothing was changed" in again.out
    assert call("templates", "preview", "receipt").out.startswith("收悉 2026-0123")
    (own / "receipt" / "subjekt.txt").write_text("收悉", encoding="utf-8")
    checked = call("templates", "check")
    assert (checked.code, "did you mean receipt/subject.txt?" in checked.out) == (
        1,
        True,
    )
