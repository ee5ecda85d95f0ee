"""Is a person's data shown, handed out, erased, forgotten in time, and erased again
after an old copy?
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger import journal, originals, personal_data, roster
from ledger.database import Connection
from ledger.entries.contact import ERASED
from ledger.entries.people import Person, Role
from ledger.entries.submissions import Submission, SubmissionState
from ledger.journal import MACHINE, By, JournalEntry
from ledger.notice import OutboxState
from ledger.periods import parse_period
from ledger.personal_data import Erased, PersonalData
from ledger.scoresheet import as_json
from ledger.submissions import listing, recording
from ledger.tables.complete import metadata
from ledger.tables.submissions import submissions
from office.use_cases.personal_data import (
    SUBJECT,
    ErasuresFileError,
    UnknownPersonError,
    cut_offs,
    document,
    erase,
    forget,
    pending,
    person,
    replay,
)
from scoring.close import scored
from tests.walks.house import House, at
from tests.walks.letters import AUTHOR, PHONE, YINCHUAN, YINCHUAN_OFFICER, Mail, report
from tests.walks.remembered import walk_once

OWN = "wangxiaoming@163.example"
Q1 = parse_period("2026Q1")


@pytest.fixture
def told(house: House) -> House:
    """王小明 wrote two items of Yinchuan's, stands on the roster, and wrote once from
    his own address.
    """
    return walk_once(house, write_and_stand_on_roster)


def write_and_stand_on_roster(house: House) -> None:
    house.assess_only(8)

    def put_on_roster(conn: Connection) -> None:
        unit = house.unit(YINCHUAN)
        mine = Person(Role.OFFICER, AUTHOR, OWN, "139 0000 0000")
        roster.save(conn, [replace(unit, people=(*unit.people, mine))])

    house.write(put_on_roster)
    for number in (1, 2):
        house.deliver(report(number), at(3, 2))
    own = Mail(f"{YINCHUAN}+第3批养护工程", sender=OWN, message_id="<own@163.example>")
    house.deliver(own.raw, at(3, 3))
    house.hands.now = at(3, 4)
    house.poll()
    house.dispatch()
    house.new_mail()


def held(house: House, said: str = AUTHOR, unit: str | None = None) -> PersonalData:
    return house.read(lambda conn: person(conn, said, unit))


def file_of(house: House) -> Path:
    return house.service.settings.privacy.erasures_file


def erased(house: House, said: str = AUTHOR) -> Erased:
    by = By("王主任", at(3, 10), "本人要求")
    return house.write(
        lambda conn: erase(conn, person(conn, said, None), by, file_of(house))
    )


def everything_kept(conn: Connection) -> Iterator[str]:
    """Every text and every row of bytes of the whole record."""
    for table in metadata.sorted_tables:
        for row in conn.execute(sa.select(table)):
            for value in row:
                if isinstance(value, bytes):
                    yield value.decode("latin-1")
                elif value is not None:
                    yield str(value)


def words_of(house: House, item: Submission) -> str:
    return house.read(lambda conn: listing.words_of(conn, item.serial)).text


def sheet(house: House) -> dict[str, object]:
    return house.read(
        lambda conn: as_json(scored(conn, house.service.rulebook, Q1, at(4, 1)))
    )


def test_all_that_is_held_of_a_person_is_shown_by_name_number_or_address(
    told: House,
) -> None:
    for said in (AUTHOR, "139-0000-0000", OWN):
        found = held(told, said)
        assert PHONE in found.contact.phones or said == OWN
        assert found.letters
    by_name = held(told)
    assert len(by_name.items) == 3
    assert by_name.contact.addresses == {OWN}
    assert by_name.units_own == frozenset()
    shown = told.read(lambda conn: document(conn, by_name))
    assert shown["phones"] == [PHONE]
    assert [line["unit"] for line in shown["roster"]] == [YINCHUAN]
    assert len(shown["items"]) == 3
    assert len(shown["letters"]) == 3
    with pytest.raises(UnknownPersonError, match="nothing of 查无此人"):
        held(told, "查无此人")


def test_erasing_leaves_no_writing_of_number_and_address_and_every_item_and_point(
    told: House,
) -> None:
    before = sheet(told)
    item = told.submissions()[0]
    moved = replace(item, authors=(item.authors[0]._replace(phone="13700008888"),))
    for old, new in (
        (item, moved),
        (moved, item),
    ):  # put right twice: the journal tells both by their ends
        entry = JournalEntry(at(3, 9), "赵敏", "decide: keep", "", "改电话")
        told.write(partial(recording.change, before=old, after=new, entry=entry))
    assert [
        text
        for text in told.read(lambda conn: list(everything_kept(conn)))
        if "尾号8888" in text
    ]
    done = erased(told)
    assert (done.items, done.roster, done.originals) == (3, 1, 3)
    assert done.beyond_reach
    kept = told.read(lambda conn: list(everything_kept(conn)))
    assert not [
        text for text in kept if PHONE in text or "139 0000 0000" in text or OWN in text
    ]
    assert not [text for text in kept if "尾号" in text]
    assert [text for text in kept if f"{AUTHOR}（电话已删）" in text]
    assert sheet(told) == before
    for item in told.submissions():
        assert item.state is SubmissionState.RECORDED
        assert [author.name for author in item.authors] == [AUTHOR]
        assert ERASED in words_of(told, item)
    # The unit's own mailbox is nobody's, and stays.
    assert YINCHUAN_OFFICER in told.unit(YINCHUAN).addresses
    (entry,) = told.read(lambda conn: journal.about(conn, SUBJECT))
    assert (entry.who, entry.because) == ("王主任", "本人要求")
    assert entry.did == f"删除{AUTHOR}的联系方式：3 件，原件 3 封，名册 1 处"


def test_erasing_by_an_address_or_a_number_keeps_neither_in_the_list(
    told: House,
) -> None:
    erased(told, OWN)
    erased(told, PHONE)
    said = file_of(told).read_text(encoding="utf-8")
    assert said.count("\n") == 2
    assert OWN not in said
    assert PHONE not in said
    assert file_of(told).stat().st_mode & 0o077 == 0
    assert not [
        text
        for text in told.read(lambda conn: list(everything_kept(conn)))
        if PHONE in text
    ]


def test_what_waits_for_an_address_that_was_erased_is_not_sent(told: House) -> None:
    told.deliver(
        Mail(
            f"{YINCHUAN}+第4批养护工程", sender=OWN, message_id="<four@163.example>"
        ).raw,
        at(3, 9),
    )
    told.hands.now = at(3, 9)
    told.poll()
    assert [entry.state for entry in told.outbox() if entry.to == OWN][
        -1
    ] is OutboxState.QUEUED
    erased(told)
    told.dispatch()
    assert told.new_mail() == []
    assert [entry for entry in told.outbox() if entry.to == OWN] == []


def test_an_erasure_is_done_again_on_an_older_copy_and_on_letters_taken_in_again(
    told: House,
) -> None:
    older = told.read(_dump)
    erased(told)
    assert told.read(lambda conn: pending(conn, file_of(told))) == ()

    told.write(lambda conn: _restore(conn, older))
    assert held(told).contact.phones == {PHONE}
    assert len(told.read(lambda conn: pending(conn, file_of(told)))) == 1
    assert told.write(lambda conn: replay(conn, file_of(told), at(3, 12))) == 1
    assert held(told).contact.phones == frozenset()
    assert not [
        text
        for text in told.read(lambda conn: list(everything_kept(conn)))
        if PHONE in text
    ]
    assert told.write(lambda conn: replay(conn, file_of(told), at(3, 12))) == 0
    (entry,) = told.read(lambda conn: journal.about(conn, SUBJECT))
    assert entry.because == "本人要求"


def test_an_erasure_is_done_again_where_an_older_copy_has_the_item_with_another_unit(
    told: House,
) -> None:
    (item, *_) = held(told).items
    other = next(unit for unit in told.read(roster.all_units) if unit.name != YINCHUAN)

    def stands_with(unit_id: int) -> None:
        mine = submissions.update().where(submissions.c.serial == item.serial)
        told.write(lambda conn: conn.execute(mine.values(unit_id=unit_id)))

    stands_with(other.id)
    older = told.read(_dump)
    stands_with(item.unit_id or 0)
    by = By("王主任", at(3, 10), "本人要求")
    told.write(
        lambda conn: erase(conn, person(conn, AUTHOR, YINCHUAN), by, file_of(told))
    )

    told.write(lambda conn: _restore(conn, older))
    assert held(told, unit=other.name).contact.phones == {PHONE}
    assert told.write(lambda conn: replay(conn, file_of(told), at(3, 12))) == 1
    assert held(told).contact.phones == frozenset()
    assert not [
        text
        for text in told.read(lambda conn: list(everything_kept(conn)))
        if PHONE in text
    ]
    assert told.read(lambda conn: pending(conn, file_of(told))) == ()
    (noted,) = told.read(personal_data.noted)
    assert noted.serials == tuple(each.serial for each in held(told).items)


def test_a_list_that_was_lost_is_written_anew_from_the_record(told: House) -> None:
    erased(told)
    said = file_of(told).read_text(encoding="utf-8")
    file_of(told).unlink()
    told.write(lambda conn: replay(conn, file_of(told), at(3, 12)))
    assert file_of(told).read_text(encoding="utf-8") == said


def test_who_reports_again_after_an_erasure_is_on_record_again(told: House) -> None:
    erased(told)
    told.deliver(report(7), at(3, 20))
    told.hands.now = at(3, 20)
    told.poll()
    assert held(told).contact.phones == {PHONE}
    assert told.read(lambda conn: pending(conn, file_of(told))) == ()


@pytest.mark.parametrize("content", [b"no erasure\n", b"\xff\xfe\n", b"{}\n"])
def test_a_list_that_cannot_be_read_or_written_is_refused_and_nothing_is_changed(
    told: House, content: bytes
) -> None:
    file_of(told).write_bytes(content)
    with pytest.raises(ErasuresFileError, match="nothing was erased"):
        told.read(lambda conn: pending(conn, file_of(told)))
    file_of(told).unlink()
    file_of(told).mkdir()
    with pytest.raises(ErasuresFileError, match="cannot be written"):
        erased(told)
    assert held(told).contact.phones == {PHONE}


def _dump(conn: Connection) -> dict[str, list[dict[str, object]]]:
    return {
        table.name: [dict(row._mapping) for row in conn.execute(sa.select(table))]  # noqa: SLF001
        for table in metadata.sorted_tables
    }


def _restore(conn: Connection, dump: dict[str, list[dict[str, object]]]) -> None:
    for table in reversed(metadata.sorted_tables):
        conn.execute(table.delete())
    for table in metadata.sorted_tables:
        if dump[table.name]:
            conn.execute(table.insert(), dump[table.name])


# --- how long anything is kept --------------------------------------------------------


def keeping(house: House, **months: int) -> House:
    """The same house whose office has chosen for how many months things are kept."""
    told = house.service.settings
    privacy = told.privacy.model_copy(update=months)
    service = replace(
        house.service, settings=told.model_copy(update={"privacy": privacy})
    )
    return replace(house, service=service)


def test_until_the_office_chooses_nothing_is_forgotten(told: House) -> None:
    assert not forget(told.service, at(3, 4) + timedelta(days=4000))
    assert set(cut_offs(told.service, at(3, 4)).values()) == {None}
    assert held(told).contact.phones == {PHONE}


def test_each_kind_is_forgotten_after_its_own_months_and_points_stay(
    told: House,
) -> None:
    before = sheet(told)
    house = keeping(told, author_contact_months=12, original_months=3, sent_months=1)
    assert cut_offs(house.service, at(5, 31))["originals"] == date(2026, 2, 28)
    assert forget(house.service, at(4, 3)).messages == 0  # what is a month old today
    first = forget(house.service, at(4, 6))
    assert (first.authors, first.originals, first.messages > 0) == (0, 0, True)
    second = forget(house.service, at(7, 1))
    assert (second.authors, second.originals) == (0, 3)
    third = forget(house.service, at(7, 1) + timedelta(days=300))
    assert third.authors == 3
    # Who has an item's form open is told who changed it meanwhile.
    for item in told.submissions():
        (deed,) = told.read(
            partial(recording.changes_since, item=item, version=item.version - 1)
        )
        assert (deed.who, deed.because) == (MACHINE, "按保存期限清除")
    assert not forget(house.service, at(7, 1) + timedelta(days=300))
    assert all(PHONE not in words_of(told, item) for item in told.submissions())
    assert sheet(told) == before
    said = [entry.did for entry in told.read(lambda conn: journal.about(conn, SUBJECT))]
    assert (
        said[-1] == "按保存期限清除：3 件的撰稿人联系方式，0 封来信原件，0 封发信原文"
    )


def test_a_letter_that_waits_for_a_person_keeps_its_original(told: House) -> None:
    told.deliver(report(9, "石嘴山市交通运输局", YINCHUAN_OFFICER), at(3, 5))
    told.hands.now = at(3, 5)
    told.poll()
    house = keeping(told, original_months=1)
    assert forget(house.service, at(9, 1)).originals == 3
    (waiting,) = [letter for letter in told.letters() if letter.serial == "2026-0004"]
    assert (
        told.read(lambda conn: originals.raw_of(conn, waiting.sha256 or "")) is not None
    )


def test_what_the_record_knows_of_erasures_survives_being_stored(told: House) -> None:
    erased(told)
    (known,) = told.read(personal_data.noted)
    assert (known.said, known.at, known.because) == (AUTHOR, at(3, 10), "本人要求")
