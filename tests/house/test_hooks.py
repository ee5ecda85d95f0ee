"""Do a commit's checks and `make check` stay the same?"""

import re

from tests.house.source import ROOT


def test_the_hook_before_a_commit_runs_make_check_and_nothing_else() -> None:
    config = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (\S+)", config) == ["local"], (
        "a foreign repository brings versions of its own"
    )
    assert re.findall(r"entry: (.+)", config) == ["make check"]
    assert re.findall(r"language: (\S+)", config) == ["system"], (
        "an environment of its own would drift"
    )
