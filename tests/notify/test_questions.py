"""Does every kind of message answer a busy clerk's five questions, in its text and in
its html?
"""

import html
import re

import pytest

from ledger.notice import NOTICES
from notify.compose import Composer
from notify.samples import SAMPLES, SENDER
from tests.fixtures.questions import ANSWERS, page
from tests.house.source import ROOT
from tests.screens import MAIL_PICTURES


@pytest.mark.parametrize("kind", NOTICES)
def test_from_whom_what_was_understood_what_is_missing_what_to_do_and_by_when(
    kind: str,
) -> None:
    words = Composer(SENDER).words(kind, SAMPLES[kind])
    shown = html.unescape(re.sub(r"<[^>]+>", "", words.html))
    for answer in ANSWERS[kind]:
        assert answer in words.subject + words.text
        assert answer in words.subject + shown


def test_the_page_of_pictures_shows_every_kind_and_the_pictures_are_there_and_small() -> (
    None
):
    folder = ROOT / "docs" / "screens" / "mail"
    assert (folder / "README.md").read_text(encoding="utf-8") == page(MAIL_PICTURES)
    wanted = {f"{kind}-{ending}.png" for kind in NOTICES for ending in MAIL_PICTURES}
    there = {path.name: path.stat().st_size for path in folder.glob("*.png")}
    assert set(there) == wanted
    assert sum(there.values()) < 6_000_000
