"""Does a receipt name every file that could not be read, and why?"""

from dataclasses import replace

import pytest

from notify.compose import Composer
from notify.facts import FileFact, HeldFacts, ReceiptFacts
from notify.samples import SAMPLES, SENDER

COMPOSER = Composer(SENDER)


@pytest.mark.parametrize("kind", ["receipt", "receipt-held"])
@pytest.mark.parametrize(
    "unread",
    [
        "扫描件，没有可读取的文字",
        "文件已加密，请发送未加密的文件",
        "此种压缩格式未读取，请改用.zip或直接发送文件",
        "超大附件，只有下载链接（2026年4月9日前有效），没有收到文件，请改用普通附件重发",
    ],
)
def test_p21_a_file_that_could_not_be_read_is_named_with_its_reason(
    kind: str, unread: str
) -> None:
    read = (FileFact("照片.txt"),) * 9
    given = SAMPLES[kind]
    assert isinstance(given, ReceiptFacts | HeldFacts)
    words = COMPOSER.words(
        kind,
        replace(
            given,
            item=replace(given.item, files=(*read, FileFact("纪实.docx", unread))),
        ),
    )
    for text in (words.text, words.html):
        assert f"附件“纪实.docx”未能读取：{unread}。" in text


def test_more_unread_files_than_one_would_read_are_counted() -> None:
    given = SAMPLES["receipt"]
    assert isinstance(given, ReceiptFacts)
    files = tuple(
        FileFact(f"{number}.jpg", "图片，未识别其中文字") for number in range(11)
    )
    text = COMPOSER.words(
        "receipt", replace(given, item=replace(given.item, files=files))
    ).text
    assert text.count("未能读取：") == 8
    assert "另有3个附件未能读取。" in text
