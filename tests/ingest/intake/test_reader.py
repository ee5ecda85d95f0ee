"""Does every letter of a batch come to an end, whatever the others do to their reading
children?
"""

import pickle
import threading
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest

from ingest.intake.reader import (
    Reader,
    ReadingStoppedError,
    Sealed,
    Unreadable,
    read_bounded,
    read_one,
)
from ingest.letter.read import HeadWords
from ledger.entries.letters import Letter

MARKS = ("绝密", "机密", "秘密")
NOW = datetime(2026, 1, 31, 15, 59, 59, tzinfo=UTC)


def eml(subject: str, text: str = "正文", head: str = "") -> bytes:
    lines = [
        "From: =?utf-8?B?5byg5LiJ?= <Zhang@Example.CN>",
        f"Subject: {subject}",
        head,
    ]
    mime = "Content-Type: text/plain; charset=utf-8"
    return "\r\n".join([*filter(None, lines), mime, "", text, ""]).encode()


def attached(content: bytes, name: str = "a.txt") -> bytes:
    return (
        b"From: a@example.cn\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
        b'--b\r\nContent-Type: application/octet-stream; name="%s"\r\n\r\n%s\r\n--b--\r\n'
        % (name.encode(), content)
    )


def zipped(members: dict[str, str]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(children=1, marks=MARKS) as opened:
        yield opened


def test_a_batch_comes_back_in_its_order(reader: Reader) -> None:
    outcomes = reader.read([(eml(f"第{number}件"), NOW) for number in range(20)])
    assert [outcome.subject for outcome in outcomes if isinstance(outcome, Letter)] == [
        f"第{number}件" for number in range(20)
    ]


def test_p14_letters_past_a_bound_are_unreadable_and_their_neighbours_are_read(
    reader: Reader,
) -> None:
    parts = b"--a\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000
    hostile = [
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + parts,
        b"Subject: " + b"=?" * 200_000 + b"\r\n\r\nx",
        b"Content-Type: message/rfc822\r\n\r\n" * 900 + b"x",
    ]
    batch = [(raw, NOW) for bad in hostile for raw in (bad, eml("好信"))]
    outcomes = reader.read(batch)
    assert [type(outcome) for outcome in outcomes] == [Unreadable, Letter] * 3
    assert [
        outcome.reason for outcome in outcomes if isinstance(outcome, Unreadable)
    ] == [
        "超过500个部分",
        "信头超过64KB",
        "嵌套超过30层",
    ]


def test_an_unreadable_letter_says_from_whom_and_of_what_it_was(reader: Reader) -> None:
    deep = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"
        for n in range(40)
    )
    head = "From: 张三 <zhang@units.example>\r\nSubject: 甲局+\t某事\r\n"
    (found,) = reader.read([((head + deep).encode(), NOW)])
    assert isinstance(found, Unreadable)
    assert found.head == HeadWords("zhang@units.example", "张三", "甲局+ 某事")


def test_a_head_too_long_to_be_read_is_read_as_far_as_it_goes(reader: Reader) -> None:
    raw = (
        "From: zhang@units.example\r\nSubject: 甲局+某事\r\nX-Long: "
        + "x" * 100_000
        + "\r\n\r\nx"
    )
    (found,) = reader.read([(raw.encode(), NOW)])
    assert isinstance(found, Unreadable)
    assert found.head == HeadWords("zhang@units.example", "", "甲局+某事")


def test_p14_a_letter_that_killed_its_child_says_from_whom_it_was(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.intake.reader.read_bounded", fatal)
    (dead,) = reader.read([(eml("甲局+某事"), NOW)])
    monkeypatch.undo()
    assert isinstance(dead, Unreadable)
    assert dead.head == HeadWords("zhang@example.cn", "张三", "甲局+某事")


def test_promise_13_an_unreadable_letter_whose_subject_bears_a_mark_is_sealed(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.intake.reader.read_bounded", fatal)
    (dead,) = reader.read([(eml("某项部署（机密★1年）"), NOW)])
    monkeypatch.undo()
    assert isinstance(dead, Sealed)
    assert (dead.mark.cls, dead.from_address) == ("机密", "zhang@example.cn")


def test_p14_a_child_that_dies_takes_only_its_own_letter_with_it(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.intake.reader.read_bounded", fatal)
    dead = reader.read([(b"x", NOW)])
    monkeypatch.undo()
    assert isinstance(dead[0], Unreadable)
    assert isinstance(reader.read([(eml("好信"), NOW)])[0], Letter)


def test_p14_a_child_that_sleeps_is_ended_in_time(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.intake.reader.read_bounded", slow)
    monkeypatch.setattr("ingest.intake.reader._WALL_SECONDS", 1)
    started = time.monotonic()
    late = reader.read([(b"x", NOW)])
    monkeypatch.undo()
    assert isinstance(late[0], Unreadable)
    assert late[0].reason == "读取超时"
    assert time.monotonic() - started < 50  # it sleeps for sixty
    assert isinstance(reader.read([(eml("好信"), NOW)])[0], Letter)


def test_p14_a_child_that_wants_too_much_memory_is_refused_it(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.intake.reader.read_bounded", greedy)
    fat = reader.read([(b"x", NOW)])
    monkeypatch.undo()
    assert isinstance(fat[0], Unreadable)
    assert fat[0].reason == "读取所需内存超过上限"


def test_p14_a_child_that_computes_for_ever_is_killed(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.intake.reader.read_bounded", endless)
    stuck = reader.read([(b"x", NOW)])
    monkeypatch.undo()
    assert isinstance(stuck[0], Unreadable)


def test_p14_a_reader_that_raises_costs_only_its_letter(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.intake.reader.read_bounded", raising)
    broken = reader.read([(b"x", NOW)])
    assert isinstance(broken[0], Unreadable)
    assert broken[0].reason == "读取时程序出错（KeyError）"


def test_p14_a_letter_that_breaks_the_whole_pool_is_told_from_its_neighbours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.intake.reader.read_bounded", fatal_for_bombs)
    with Reader(children=1, marks=()) as reader:
        for _ in range(5):
            outcomes = reader.read([(eml("一"), NOW), (b"bomb", NOW), (eml("二"), NOW)])
            assert [type(outcome) for outcome in outcomes] == [
                Letter,
                Unreadable,
                Letter,
            ]


def test_children_that_never_live_decide_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.intake.reader.bound_child", fatal)
    with (
        Reader(children=1, marks=()) as reader,
        pytest.raises(ReadingStoppedError, match="die at once"),
    ):
        reader.read([(eml("一"), NOW)])


def test_closing_a_reader_ends_the_batch_it_is_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.intake.reader.read_bounded", slow)
    with Reader(children=1, marks=()) as reader:
        threading.Timer(1, reader.close).start()
        started = time.monotonic()
        with pytest.raises(ReadingStoppedError, match="closed"):
            reader.read([(b"x", NOW)] * 3)
        assert time.monotonic() - started < 50  # each of the three sleeps for sixty


def test_a_reader_that_was_closed_starts_anew_with_the_next_batch() -> None:
    with Reader(children=1, marks=()) as reader:
        reader.read([(eml("一"), NOW)])
        reader.close()
        assert isinstance(reader.read([(eml("二"), NOW)])[0], Letter)


def test_the_same_letter_reads_the_same_with_and_without_a_child(
    reader: Reader,
) -> None:
    raw = attached("联系人：张三".encode("gbk"))
    assert reader.read([(raw, NOW)]) == [read_one(raw, NOW, MARKS)]


@pytest.mark.parametrize(
    "raw",
    [
        eml("[秘密]春运信息", "不能外传的内容"),
        eml("春运信息", "机密★10年\n不能外传的内容"),
        attached("机密★10年\n不能外传的内容".encode()),
        attached("不能外传的内容".encode(), "【绝密】不能外传的内容.txt"),
        attached(
            zipped({"说明.txt": "一\n" * 100, "（秘密）不能外传的内容.txt": "春运"})
        ),
        attached(
            zipped({"说明.txt": "一\n" * 100, "稿件.txt": "机密\n不能外传的内容"})
        ),
    ],
)
def test_a_sealed_letter_leaves_the_child_without_its_content(
    reader: Reader, raw: bytes
) -> None:
    outcome = reader.read([(raw, NOW)])[0]
    assert isinstance(outcome, Sealed)
    assert outcome.mark.cls in MARKS
    assert outcome.from_address.endswith("@example.cn")
    kept = pickle.dumps(outcome).decode("utf-8", "ignore") + repr(outcome)
    assert "不能外传" not in kept
    assert "春运" not in kept


def html(body: str, head: str = "") -> bytes:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return eml("春运信息", page).replace(b"text/plain", b"text/html")


def word(paragraphs: str) -> bytes:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return attached(
        zipped(
            {
                "word/document.xml": f'<w:document xmlns:w="{w}"><w:body>{paragraphs}</w:body></w:document>'
            }
        ),
        "春运.docx",
    )


def open_document(paragraphs: str, deleted: str) -> bytes:
    of = "urn:oasis:names:tc:opendocument:xmlns"
    names = f'xmlns:office="{of}:office:1.0" xmlns:text="{of}:text:1.0"'
    gone = f"<text:deletion><office:change-info>张三</office:change-info>{deleted}</text:deletion>"
    changes = f"<text:changed-region text:id='ct1'>{gone}</text:changed-region>"
    text = f"<text:tracked-changes>{changes}</text:tracked-changes>{paragraphs}"
    content = f"<office:document-content {names}><office:body><office:text>{text}</office:text></office:body>"
    mimetype = "application/vnd.oasis.opendocument.text"
    members = {
        "mimetype": mimetype,
        "content.xml": f"{content}</office:document-content>",
    }
    return attached(zipped(members), "春运.odt")


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    "raw",
    [
        html("<p><s>机密★10年</s></p><p>春运信息</p>"),
        html("<p><del>机密</del>★10年</p><p>春运信息</p>"),
        html('<p>春运信息</p><div style="display:none">密级：秘密</div>'),
        html('<p style="text-decoration:line-through">【秘密】春运信息</p><p>正文</p>'),
        html("<p>春运信息</p>", head="<title>【绝密】春运信息</title>"),
        eml(
            "春运信息",
            html("<p>正文</p><s>秘密★1年</s>").decode().partition("\r\n\r\n")[2],
        ).replace(b"text/plain", b"text/html"),
        attached(
            b"<html><body><p>x</p><strike>"
            + "机密★".encode()
            + b"</strike></body></html>",
            "a.html",
        ),
        word(f"<w:p>{run('机密★10年', '<w:strike/>')}</w:p><w:p>{run('春运')}</w:p>"),
        word(
            f"<w:p>{run('机', '<w:dstrike/>')}{run('密', '<w:dstrike/>')}</w:p><w:p>{run('春运')}</w:p>"
        ),
        word(
            f"<w:p><w:del><w:r><w:delText>秘密★6个月</w:delText></w:r></w:del></w:p><w:p>{run('春运')}</w:p>"
        ),
        word(
            f"<w:p>{run('密级：')}{run('秘密', '<w:strike/>')}</w:p><w:p>{run('春运')}</w:p>"
        ),
        open_document(
            "<text:p>密级：<text:change text:change-id='ct1'/></text:p>",
            "<text:p>秘密</text:p>",
        ),
        open_document(
            "<text:p><text:change text:change-id='ct1'/>春运</text:p>",
            "<text:p>机密★10年</text:p><text:p/>",
        ),
        open_document(
            "<text:h><text:change text:change-id='ct1'/></text:h><text:p>春运</text:p>",
            "<text:h>秘密</text:h>",
        ),
    ],
)
def test_f5_a_mark_that_was_struck_out_or_hidden_seals_all_the_same(raw: bytes) -> None:
    assert isinstance(read_one(raw, NOW, MARKS), Sealed)


def test_f5_a_mark_in_the_form_of_the_words_that_is_not_shown_seals() -> None:
    parts = "--b\r\nContent-Type: text/{}; charset=utf-8\r\n\r\n{}\r\n"
    head = b"From: a@example.cn\r\nSubject: x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    both = parts.format("plain", "春运信息") + parts.format(
        "html", "<p>机密★10年</p><p>春运信息</p>"
    )
    assert isinstance(read_one(head + f"{both}--b--\r\n".encode(), NOW, MARKS), Sealed)


@pytest.mark.parametrize(
    "raw",
    [
        html("<p>会议强调，涉密文件按照<s>秘密</s>分类管理。</p>"),
        html("<style>秘密</style><p>春运信息</p><script>机密★10年</script>"),
        html("<p>撰稿人：<s>张三</s>李四</p><p>商业秘密保护培训顺利举行</p>"),
        word(
            f"<w:p>{run('会议强调，涉密文件按照')}{run('秘密', '<w:strike/>')}{run('分类管理。')}</w:p>"
        ),
        word(f"<w:p>{run('撰稿人：')}{run('张三', '<w:strike/>')}{run('李四')}</w:p>"),
        open_document(
            "<text:p>会议强调，涉密文件按照<text:change text:change-id='ct1'/>分类管理。</text:p>",
            "<text:p>秘密</text:p>",
        ),
    ],
)
def test_a_struck_out_word_within_a_sentence_seals_nothing(raw: bytes) -> None:
    assert isinstance(read_one(raw, NOW, MARKS), Letter)


def test_a_sealed_head_is_told_before_any_file_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[bytes] = []
    monkeypatch.setattr("ingest.letter.read.read_attachment", opened.append)
    raw = attached(b"x").replace(b"Subject: x", "Subject: 【机密】x".encode())
    assert isinstance(read_one(raw, NOW, MARKS), Sealed)
    assert opened == []


def fatal(*_: object) -> None:
    """What a crash in a foreign library looks like."""
    import os  # noqa: PLC0415 - run in a child

    os._exit(139)


def raising(*_: object) -> None:
    """What an oversight in our own reading looks like."""
    raise KeyError


def fatal_for_bombs(raw: bytes, arrived_at: datetime, marks: tuple[str, ...]) -> object:
    """What a crash by one letter of several looks like."""
    if raw == b"bomb":
        fatal()
    return read_bounded(raw, arrived_at, marks)


def slow(*_: object) -> None:
    """What a parser that waits for ever looks like."""
    time.sleep(60)


def hungry(raw: bytes, arrived_at: datetime, _: tuple[str, ...]) -> Unreadable:
    """What a letter looks like that wants as many bytes as it says."""
    try:
        bytes(int(raw))
    except MemoryError:
        return Unreadable("not enough", arrived_at, "", 0, HeadWords())
    return Unreadable("enough", arrived_at, "", 0, HeadWords())


def greedy(*_: object) -> bytes:
    """What a bomb looks like."""
    return bytes(2**30)


def endless(*_: object) -> None:
    """What a catastrophic pattern looks like, under the processor time of a letter."""
    from ingest.intake.reader import _allow  # noqa: PLC0415 - run in a child

    _allow(1)
    while True:
        pass


def test_a_child_has_no_more_memory_than_it_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.intake.reader.read_bounded", hungry)
    with Reader(children=1, marks=(), child_bytes=256 * 2**20) as reader:
        (small,) = reader.read([(b"%d" % 2**20, NOW)])
        (large,) = reader.read([(b"%d" % (400 * 2**20), NOW)])
    assert isinstance(small, Unreadable)
    assert (small.reason, large.reason) == ("enough", "not enough")  # type: ignore[union-attr]
