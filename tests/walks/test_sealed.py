"""What is left of a letter that bears a mark of secrecy (Art. 10, promise 13)?"""

import io
import tempfile
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from ingest.intake.again import NotAgainError, RejudgeRequest
from ingest.poll.unsealing import unseal
from ledger import originals
from ledger.entries.letters import MailboxEntry, MailboxEntryState
from ledger.tables.complete import metadata
from office.use_cases.decisions.deciding import decide
from office.use_cases.decisions.decision import Action, Decision
from tests.walks.house import OFFICE, House, text_of
from tests.walks.letters import BYLINE, STORY, YINCHUAN, YINCHUAN_OFFICER, Mail, report

SECRET = "贺兰山应急物资储备点坐标清单"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def manuscript(text: str) -> bytes:
    """The least .docx that says `text`."""
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines()
    )
    document = (
        f'<w:document xmlns:w="{NAMESPACE}"><w:body>{paragraphs}</w:body></w:document>'
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?>{document}'
        )
    return buffer.getvalue()


def with_file(raw: bytes, name: str, content: bytes) -> bytes:
    message = message_from_bytes(raw, policy=SMTP)
    assert isinstance(message, EmailMessage)
    main, _, sub = DOCX.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


LETTERS = {
    "in the subject": Mail(f"{YINCHUAN}+【机密】{SECRET}", f"{SECRET}如下。").raw,
    "in the text": Mail(f"{YINCHUAN}+{SECRET}", f"机密★10年\n\n{SECRET}如下。").raw,
    "in the manuscript": with_file(
        Mail(f"{YINCHUAN}+{SECRET}", "稿件见附件。").raw,
        f"{SECRET}.docx",
        manuscript(f"机密★1年\n{SECRET}"),
    ),
}


def written(house: House) -> bytes:
    """Everything the record holds, as bytes: the files of SQLite, the rows of
    PostgreSQL.
    """
    if house.database.dialect == "sqlite":
        url = house.service.settings.database.url
        file = Path(url.removeprefix("sqlite:///"))
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    with house.database.reading() as conn:
        rows = [
            conn.scalars(sa.text(f'SELECT t::text FROM "{table.name}" t')).all()  # noqa: S608 - our own tables
            for table in metadata.sorted_tables
        ]
    return "\n".join(str(row) for table in rows for row in table).encode()


@pytest.mark.parametrize("where", LETTERS)
def test_a_sealed_letter_leaves_its_place_sender_and_class_and_not_a_byte_of_its_content(
    house: House, where: str
) -> None:
    uid = house.deliver(LETTERS[where])

    house.poll()
    house.dispatch()

    (letter,) = house.letters()
    place = letter.place._replace(uid=uid)
    bare = MailboxEntry(
        letter.id, place, MailboxEntryState.SEALED, house.hands.now, YINCHUAN_OFFICER
    )
    assert letter.keyed_hash
    assert letter == replace(bare, mark="机密", keyed_hash=letter.keyed_hash)
    assert house.submissions() == ()
    everything = written(house)
    for text in (SECRET, SECRET[:6], "坐标清单", "稿件见附件"):
        assert text.encode() not in everything
        assert text.encode("utf-16-le") not in everything
    assert LETTERS[where][:400] not in everything
    digest = sha256(LETTERS[where]).hexdigest()
    assert digest.encode() not in everything
    assert house.read(lambda conn: originals.raw_of(conn, digest)) is None


def test_a_false_alarm_is_fetched_again_and_counts_from_its_arrival(
    house: House,
) -> None:
    house.deliver(LETTERS["in the text"])
    house.poll()
    (sealed,) = house.letters()
    later = RejudgeRequest(
        "王芳", house.hands.now + timedelta(days=1), "文中只是引用，不是密级标志"
    )

    with house.service.unmarked_poll_context() as context:
        now = unseal(context, sealed.id, later)

    assert (now.state, now.keyed_hash, now.mark) == (
        MailboxEntryState.RECORDED,
        None,
        None,
    )
    assert house.only().title == SECRET
    assert house.only().arrived_at == sealed.arrived_at
    assert house.journal(f"letter:{now.id}") == ["judged again: sealed to recorded"]
    assert house.reconcile().sound


def test_a_sealed_letter_that_left_the_mailbox_cannot_be_brought_back(
    house: House,
) -> None:
    uid = house.deliver(LETTERS["in the subject"])
    house.poll()
    (sealed,) = house.letters()
    house.imap.expunge(house.login.name, uid)

    with (
        house.service.unmarked_poll_context() as context,
        pytest.raises(NotAgainError, match="no longer lies"),
    ):
        unseal(context, sealed.id, RejudgeRequest("王芳", house.hands.now, "误报"))
    assert house.letters() == (sealed,)


def test_nothing_is_mailed_to_its_sender_and_the_office_is_told_where_it_lies(
    house: House,
) -> None:
    (alert,) = house.work(LETTERS["in the text"])

    assert alert["To"] == OFFICE
    words = text_of(alert) + str(alert["Subject"])
    assert SECRET[:6] not in words
    assert YINCHUAN_OFFICER in words
    assert house.login.name in words
    assert "机密" in words


def test_of_a_letter_that_is_secret_by_its_words_alone_the_office_is_told_in_words_of_its_own(
    house: House,
) -> None:
    words = f"附件为秘密级文件，请勿外传。\n{STORY}\n\n{BYLINE}"
    told = house.work(Mail(f"{YINCHUAN}+{SECRET}", words).raw)

    (alert,) = [mail for mail in told if "可能涉密" in str(mail["Subject"])]
    assert alert["To"] == OFFICE
    text = text_of(alert)
    assert "写明附件或文件为“秘密级”" in text
    assert SECRET[:6] not in text
    (item,) = house.submissions()
    assert item.serial in text
    assert "near-sealed" in item.flags


def test_the_letters_before_and_after_a_sealed_one_are_taken_as_ever(
    house: House,
) -> None:
    for raw in (report(1), LETTERS["in the subject"], report(2)):
        house.deliver(raw)

    tally = house.poll().tally

    assert (tally.seen, tally.recorded, tally.sealed) == (3, 2, 1)


def test_promise_13_sealing_by_hand_leaves_not_a_byte_in_record_log_or_temporary_files(
    house: House,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    words = f"{SECRET}如下。{STORY}\n\n{BYLINE}"
    house.deliver(
        with_file(
            Mail(f"{YINCHUAN}+{SECRET}", words).raw,
            f"{SECRET}.docx",
            manuscript(SECRET),
        )
    )
    house.poll()
    house.dispatch()
    for number in range(3):  # the log grows over older pages
        house.deliver(report(number))
        house.poll()
    if house.database.dialect == "sqlite":
        assert SECRET.encode() in written(house)
    (seen, *_) = house.letters()

    sealed = Decision("内容涉密", action=Action.SEAL)
    context = house.service.decision_context("王芳", house.hands.now)
    house.write(lambda conn: decide(conn, seen.serial or "", sealed, context))

    everything = written(house) + b"".join(
        p.read_bytes() for p in scratch.rglob("*") if p.is_file()
    )
    said = capfd.readouterr()
    everything += (said.out + said.err).encode()
    for text in (SECRET, "坐标清单", "贺兰山应急"):
        assert text.encode() not in everything
    digest = sha256(words.encode()).hexdigest()
    assert digest.encode() not in everything
