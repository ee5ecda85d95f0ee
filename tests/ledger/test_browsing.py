"""Does a page of a long list hold what was sought, newest first, on both databases?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import browsing, mailbox_entries, roster
from ledger.browsing import SubmissionSearch, Window
from ledger.database import Connection, open_database
from ledger.entries.events import Adoption, Withdrawal
from ledger.entries.letters import MailboxEntry, MailboxEntryState, Place
from ledger.entries.people import Unit
from ledger.entries.submissions import (
    Author,
    Proposal,
    Submission,
    SubmissionState,
    SubmissionWords,
)
from ledger.events import adoptions
from ledger.journal import MACHINE, JournalEntry
from ledger.search import excerpt, folded, pieces_of
from ledger.submissions import recording
from ledger.submissions.listing import SubmissionFilter
from ledger.submissions.recording import NewSubmission
from ledger.submissions.sealing import seal

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ALL = Window(0, 50)
TITLES = (
    "石嘴山市开展治超联合执法",
    "沙坡头区农村公路养护见成效",
    "治超站点完成升级改造",
    "桥梁检测",
)


@pytest.fixture
def conn(migrated_url: str) -> Iterator[Connection]:
    database = open_database(migrated_url)
    with database.writing() as conn:
        roster.save(
            conn,
            [
                Unit(
                    0,
                    "中卫市交通运输局",
                    "第一组",
                    date(2021, 1, 1),
                    short_names=("卫局",),
                )
            ],
        )
        recording.add(
            conn, [item(number, title) for number, title in enumerate(TITLES)], NOW
        )
        mailbox_entries.add(conn, [letter(number) for number in range(5)], NOW)
        yield conn
    database.close()


def item(number: int, title: str) -> NewSubmission:
    state = SubmissionState.HELD if number == 1 else SubmissionState.RECORDED
    arrived_at = NOW + timedelta(hours=number)
    submission = Submission(
        f"2026-000{number}", arrived_at, title, state, token=f"t{number}"
    )
    proposals = (Proposal("resend", "标题相近"),) if number == 2 else ()
    words = SubmissionWords("", "")
    if number == 3:
        submission = replace(submission, authors=(Author("马 小云", "13900000000"),))
        words = SubmissionWords(
            "本报讯：阅海大桥Ｂ标段\n贯通，投资10%。", "附件：结构健康监\r\n测系统上线"
        )
    return NewSubmission(submission, words, proposals)


def letter(number: int) -> MailboxEntry:
    state = MailboxEntryState.QUARANTINED if number == 4 else MailboxEntryState.RECORDED
    place = Place("office@mail.example", "INBOX", 1, number + 1)
    return MailboxEntry(
        number + 1,
        place,
        state,
        NOW,
        f"unit{number}@units.example",
        subject=f"关于100%_{number}的报告",
    )


def serials(conn: Connection, sought: SubmissionSearch) -> list[str]:
    return [
        submission.serial
        for submission in browsing.submissions_page(conn, sought, ALL).rows
    ]


def test_a_page_holds_its_share_and_knows_the_whole(conn: Connection) -> None:
    leaf = browsing.submissions_page(conn, SubmissionSearch(), Window(1, 2))
    assert [submission.serial for submission in leaf.rows] == ["2026-0002", "2026-0001"]
    assert leaf.total == 4


def test_two_characters_of_a_title_find_it_wherever_they_stand(
    conn: Connection,
) -> None:
    assert serials(conn, SubmissionSearch(text="治超")) == ["2026-0002", "2026-0000"]


def test_a_single_character_and_a_serial_are_found_too(conn: Connection) -> None:
    assert serials(conn, SubmissionSearch(text="桥")) == ["2026-0003"]
    assert serials(conn, SubmissionSearch(text=" 2026-0001 ")) == ["2026-0001"]


def test_an_item_is_found_by_any_piece_of_its_words_its_manuscript_its_authors_and_its_serial(
    conn: Connection,
) -> None:
    words = (
        "阅海大桥",
        "海",
        "b标段贯通",
        "B标段",
        "健康监测",
        "0003 监测",
        "阅海　马小云",
        "小云",
    )
    for text in words:
        assert serials(conn, SubmissionSearch(text=text)) == ["2026-0003"], text
    assert len(serials(conn, SubmissionSearch(text="2026-00"))) == 4


def test_nothing_is_found_across_two_texts_nor_by_what_has_no_letter_nor_by_a_number_it_does_not_say(
    conn: Connection,
) -> None:
    for text in (
        "贯通投资附件",
        "马小云本报讯",
        "阅海 治超",
        "%",
        "《》",
        "13900000000",
    ):
        assert serials(conn, SubmissionSearch(text=text)) == [], text


def test_an_item_is_found_by_its_units_names_also_beside_other_words(
    conn: Connection,
) -> None:
    (unit,) = roster.all_units(conn)
    for number in (0, 2):
        before = item(number, TITLES[number]).submission
        after = (
            replace(before, unit_id=unit.id)
            if number
            else replace(before, co_unit_ids=(unit.id,))
        )
        recording.change(conn, before, after, JournalEntry(NOW, MACHINE, "test", ""))
    assert serials(conn, SubmissionSearch(text="卫局")) == ["2026-0002", "2026-0000"]
    assert serials(conn, SubmissionSearch(text="中卫市 治超站")) == ["2026-0002"]


def test_what_was_corrected_is_found_by_its_new_words_and_what_was_sealed_by_its_serial_alone(
    conn: Connection,
) -> None:
    before = item(3, TITLES[3]).submission
    entry = JournalEntry(NOW, MACHINE, "test", "")
    recording.change(
        conn,
        before,
        replace(before, title="隧道照明", authors=(Author("丁一"),)),
        entry,
    )
    for text in ("桥梁", "马小云"):
        assert serials(conn, SubmissionSearch(text=text)) == []
    assert serials(conn, SubmissionSearch(text="隧道 丁一 阅海")) == ["2026-0003"]
    seal(conn, before, "秘密", entry)
    assert (
        serials(conn, SubmissionSearch(text="阅海"))
        == serials(conn, SubmissionSearch(text="隧道"))
        == []
    )
    assert serials(conn, SubmissionSearch(text="0003")) == ["2026-0003"]


def test_a_page_of_what_was_found_knows_the_whole(conn: Connection) -> None:
    leaf = browsing.submissions_page(conn, SubmissionSearch(text="治超"), Window(1, 1))
    assert ([each.serial for each in leaf.rows], leaf.total) == (["2026-0000"], 2)


@given(st.text("治超路Ａa1１ \n，《-", min_size=1), st.data())
def test_whatever_is_typed_of_a_text_is_found_in_it_however_it_is_broken(
    text: str, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(text) - 1))
    past = data.draw(st.integers(first + 1, len(text)))
    assert all(piece in folded(text) for piece in pieces_of(text[first:past]))
    assert folded("\n".join(folded(text))) == folded(text)


def test_where_something_was_found_is_shown_with_what_stands_around_it() -> None:
    text = "近日，银川市组织养护力量对辖区县道逐段排查，阅海\n大桥Ｂ标段贯通，群众出行更加便捷。"
    assert (
        excerpt(text, "阅海大桥b标")
        == "…养护力量对辖区县道逐段排查,阅海 大桥B标段贯通,群众出行更加便捷。"
    )
    assert excerpt("阅海", "阅海") == "阅海"
    assert excerpt(text, "治超") == ""
    numbers = "王小明 139-0000 0000，2026-03-02"
    assert excerpt(numbers, "王小明") == "王小明 …,2026-03-02"
    assert excerpt(numbers, "13900000000") == ""


def test_lists_narrow_by_state_and_by_open_proposal(conn: Connection) -> None:
    assert serials(
        conn, SubmissionSearch(SubmissionFilter(state=SubmissionState.HELD))
    ) == ["2026-0001"]
    assert serials(conn, SubmissionSearch(asked_on=NOW.date())) == ["2026-0002"]


def test_a_list_narrows_to_what_a_publication_used_unless_that_was_taken_back(
    conn: Connection,
) -> None:
    used = Adoption(0, "2026-0001", "宁夏交通信息", "单条", NOW.date(), NOW)
    adoptions.add(
        conn, [used, used._replace(serial="2026-0002", publication="综合信息")]
    )
    assert browsing.publications_used(conn) == ("宁夏交通信息", "综合信息")
    assert serials(conn, SubmissionSearch(publication="宁夏交通信息")) == ["2026-0001"]
    (one,) = adoptions.of(conn, ["2026-0001"])
    entry = JournalEntry(NOW, MACHINE, "test", "")
    adoptions.withdraw(conn, one, Withdrawal(NOW, "test", "看错"), entry)
    assert serials(conn, SubmissionSearch(publication="宁夏交通信息")) == []
    assert browsing.publications_used(conn) == ("综合信息",)


def test_letters_are_found_by_state_and_by_a_literal_piece_of_their_subject(
    conn: Connection,
) -> None:
    quarantined = browsing.letters_page(conn, MailboxEntryState.QUARANTINED, "", ALL)
    assert [mailbox_entry.id for mailbox_entry in quarantined.rows] == [5]
    assert browsing.letters_page(conn, None, "100%_3", ALL).total == 1
    assert browsing.letters_page(conn, None, "UNIT2@", ALL).total == 1


def test_letters_are_counted_by_what_became_of_them(conn: Connection) -> None:
    assert browsing.letter_counts(conn) == {
        MailboxEntryState.RECORDED: 4,
        MailboxEntryState.QUARANTINED: 1,
    }
    assert browsing.letter_counts(conn, NOW + timedelta(seconds=1)) == {}
