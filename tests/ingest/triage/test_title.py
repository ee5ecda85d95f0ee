"""Is an item called what its writer called it, wherever that stands (Art. 16)?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.triage.reading import LetterReading, interpret
from tests.ingest.roster import STORY, document, letter, unit_names

NAMES = unit_names()
SENDER = "yanchi@units.example"


def called(subject: str, text: str = STORY, *, file: str = "", name: str = "稿件.docx") -> LetterReading:
    files = (document(name, file),) if file else ()
    return interpret(letter(subject, SENDER, text, *files), NAMES)


@pytest.mark.parametrize(
    "subject",
    [
        "盐池县交通运输局2026年3月政务信息（第2篇）",
        "盐池县交通运输局　马晓燕",
        "盐池县交通运输局简报",
        "稿件一篇",
        "报送政务信息一篇，请查收",
        "来自QQ邮箱的文件",
        "请查收",
        "（无主题）",
        "回复：关于报送3月份信息的通知",
    ],
)
def test_a_subject_that_says_nothing_of_the_matter_leaves_the_title_to_the_heading(subject: str) -> None:
    found = called(subject, "见附件", file=f"盐池县交通运输局\n交 通 信 息\n第3期\n除雪保畅连夜奋战\n{STORY}")
    assert (found.title, found.on_convention) == ("除雪保畅连夜奋战", False)


@pytest.mark.parametrize(
    ("text", "name", "manuscript", "title"),
    [
        ("标题：除雪保畅连夜奋战\n见附件", "1.docx", STORY, "除雪保畅连夜奋战"),
        ("报送信息《除雪保畅连夜奋战》，请审核。", "1.docx", STORY, "除雪保畅连夜奋战"),
        ("见附件", "盐池县交通局+除雪保畅连夜奋战(20260309).docx", STORY, "除雪保畅连夜奋战"),
        ("见附件", "1.docx", f"除雪保畅\n——盐池的做法\n{STORY}", "除雪保畅——盐池的做法"),
        ("见附件", "1.docx", f"信息一：除雪保畅连夜奋战\n{STORY}", "除雪保畅连夜奋战"),
        ("见附件", "1.docx", f"【除雪保畅连夜奋战.docx】\n{STORY}", "除雪保畅连夜奋战"),
    ],
)
def test_the_note_the_heading_or_the_name_of_the_file_says_it(
    text: str, name: str, manuscript: str, title: str
) -> None:
    assert called("政务信息", text, file=manuscript, name=name).title == title


def test_a_subject_that_was_cut_short_is_completed_by_the_heading() -> None:
    found = called("盐池县交通运输局+除雪保畅连夜...", "见附件", file=f"除雪保畅连夜奋战\n{STORY}")
    assert (found.title, found.on_convention) == ("除雪保畅连夜奋战", True)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("盐池县交通运输局关于报送《除雪保畅》信息的报告", "除雪保畅"),
        ("盐池县交通运输局十闽宁镇站点投用", "闽宁镇站点投用"),
        ("盐池县交通运输局十五条措施保畅通", "十五条措施保畅通"),
        ("盐池县交通运输局﹕除雪保畅", "除雪保畅"),
        ("〔盐池县交通运输局〕除雪保畅", "除雪保畅"),
        ("【已审签】盐池县交通运输局+除雪保畅", "除雪保畅"),
        ("盐池县交通运输局（中宁县交通运输局代报）+除雪保畅", "除雪保畅"),
    ],
)
def test_what_surrounds_a_title_is_taken_off(subject: str, title: str) -> None:
    assert called(subject).title == title


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=200))
def test_any_letter_has_a_title(subject: str, text: str, manuscript: str) -> None:
    assert called(subject, text, file=manuscript).title.strip()
