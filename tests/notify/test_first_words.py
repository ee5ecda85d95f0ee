"""With which words may an announcement begin?"""

from pathlib import Path

from notify.compose import DRAFTS, Composer
from notify.samples import SENDER


def test_first_words_are_texts_and_no_copy_an_editor_left_beside_them(
    tmp_path: Path,
) -> None:
    ours = Composer(SENDER).drafts()
    (tmp_path / DRAFTS).mkdir()
    for name in (
        f"{ours[0]}.txt",
        "本办通知.txt",
        ".本办通知.txt.swp",
        "本办通知.txt~",
        "本办通知.html",
    ):
        (tmp_path / DRAFTS / name).write_text("标题", encoding="utf-8")
    assert Composer(SENDER, [tmp_path]).drafts() == tuple(sorted((*ours, "本办通知")))
