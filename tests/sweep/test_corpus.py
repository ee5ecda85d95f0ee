"""Does the sweep see what it is there to see?"""

from pathlib import Path

import pytest

from tests.sweep.corpus import swept
from tests.sweep.page import sweep
from tests.sweep.truth import Truth, truth_of

CHARACTERS = Path(__file__).parents[1] / "letters" / "characters"


def test_our_own_letters_of_one_fault_each_are_swept_without_a_fault_of_ours() -> None:
    found = list(swept(CHARACTERS))
    assert len(found) > 40
    assert [(file.path.name, file.faults) for file in found if file.faults] == []


def test_bounces_and_what_cannot_be_read_are_told_by_name(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.eml").write_bytes(
        b"From: MAILER-DAEMON@a.example\r\nSubject: failure notice\r\n\r\n<c@d.example>: no such user"
    )
    (corpus / "b.eml").write_bytes(b"From: a@b.example\r\nSubject: hello\r\n\r\nhello")
    (corpus / "c.ofd").write_bytes(b"PK\x03\x04 no zip")
    (corpus / "LICENSE").write_text("not a mail")
    page = sweep(tmp_path)
    assert "2 letters, 1 documents; 0 faults of ours" in page
    assert "1 bounce failed" in page
    assert "1 a person's" in page
    assert "1 unread: 文件损坏，无法打开" in page


def test_a_letter_past_a_bound_and_a_reader_that_raises_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.eml").write_bytes(
        b"Subject: " + b"x" * 70_000 + b"\r\n\r\n"
    )
    assert "1 quarantined: 信头超过64KB" in sweep(tmp_path)
    monkeypatch.setattr("tests.sweep.corpus.read_one", _raising)
    assert "* FAULT a.eml: raised KeyError" in sweep(tmp_path)


def _raising(*_: object) -> None:
    raise KeyError


@pytest.mark.parametrize(
    ("name", "text", "truth"),
    [
        ("bsd/lhost-x-01.eml", "Subject: failure notice\n\nno such user", Truth.BOUNCE),
        ("bsd/lhost-x-02.eml", "Subject: Warning: could not send\n\n", Truth.DELAYED),
        (
            "bsd/rfc3464-01.eml",
            "Subject: x\n\nAction: delayed\n\nAction: delayed",
            Truth.DELAYED,
        ),
        (
            "bsd/rfc3464-02.eml",
            "Subject: x\n\nAction: failed\n\nAction: delayed",
            Truth.BOUNCE,
        ),
        ("bsd/arf-01.eml", "Subject: x\n\n", Truth.FEEDBACK),
        ("bsd/rfc3834-01.eml", "Subject: x\n\n", Truth.AUTO_REPLY),
        ("not/is-not-01.eml", "Subject: x\n\n", Truth.LOOK_ALIKE),
        (
            "bsd/lhost-x-03.eml",
            "Subject: Fwd: x\n\nBegin forwarded message:\n",
            Truth.LOOK_ALIKE,
        ),
    ],
)
def test_the_truth_of_a_corpus_of_bounces_is_taken_from_names_and_raw_bytes(
    tmp_path: Path, name: str, text: str, truth: Truth
) -> None:
    path = tmp_path / name
    path.parent.mkdir()
    path.write_text(text)
    assert truth_of(path) is truth


def test_what_is_told_otherwise_than_it_is_stands_in_the_table_by_name(
    tmp_path: Path,
) -> None:
    for part in ("bsd", "not"):
        (tmp_path / "bounces" / part).mkdir(parents=True)
    (tmp_path / "bounces" / "bsd" / "lhost-x-01.eml").write_text(
        "From: a@b.example\nSubject: hello\n\nhello"
    )
    (tmp_path / "bounces" / "not" / "is-not-01.eml").write_text(
        "From: a@b.example\nSubject: hi\n\nhello"
    )
    page = sweep(tmp_path)
    assert "| bounce | 1 | 0 | bsd/lhost-x-01.eml: a person's |" in page
    assert "| look-alike | 1 | 1 |  |" in page
