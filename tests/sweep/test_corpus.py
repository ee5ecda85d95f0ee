"""Does the sweep see what it is there to see?"""

from pathlib import Path

from tests.sweep.corpus import swept, told

CHARACTERS = Path(__file__).parents[1] / "letters" / "characters"


def test_our_own_letters_of_one_fault_each_are_swept_without_a_fault_of_ours() -> None:
    found = list(swept(CHARACTERS))
    assert len(found) > 40
    assert [(file.path.name, file.faults) for file in found if file.faults] == []


def test_bounces_and_what_cannot_be_read_are_told_by_name(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.eml").write_bytes(
        b"From: MAILER-DAEMON@a.example\r\nSubject: failure notice\r\n\r\nno such user"
    )
    (corpus / "b.eml").write_bytes(b"From: a@b.example\r\nSubject: hello\r\n\r\nhello")
    (corpus / "c.ofd").write_bytes(b"PK\x03\x04 no zip")
    (corpus / "LICENSE").write_text("not a mail")
    page = told(tmp_path)
    assert "3 files, 0 faults of ours" in page
    assert "1 bounce" in page
    assert "1 a person's" in page
    assert "1 unread: 文件损坏，无法打开" in page
