"""Does a decision change what it says, say who and why, and change nothing when it
makes no sense?
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ledger import journal, mailbox_entries, numbers, proposals, roster
from ledger.database import Connection, Database, open_database
from ledger.entries.letters import (
    Answerable,
    LetterRole,
    MailboxEntry,
    MailboxEntryState,
    Place,
)
from ledger.entries.people import Unit
from ledger.entries.submissions import (
    Author,
    Proposal,
    Submission,
    SubmissionState,
    SubmissionWords,
)
from ledger.outbox import listing as outbox
from ledger.outbox.queueing import Limits
from ledger.submissions import listing, recording
from ledger.submissions.recording import NewSubmission
from office.use_cases.decisions.deciding import decide
from office.use_cases.decisions.decision import (
    Action,
    Decision,
    DecisionContext,
    DecisionError,
)

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CITY, COUNTY, PRESS = "银川市交通运输局", "永宁县交通运输局", "自治区交通宣传事务中心"
STRANGER = "someone@mail.example"
CHAIR = DecisionContext(
    "李处",
    NOW,
    Limits(frozenset(), 30, 2, 2),
    ("动态", "调研"),
    lambda serial: f"{serial}-token",
)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    opened = open_database(migrated_url)
    with opened.writing() as conn:
        names = (CITY, COUNTY, PRESS)
        roster.save(
            conn, [Unit(0, name, "第一组", date(2021, 3, 19)) for name in names]
        )
    yield opened
    opened.close()


def unit_id(conn: Connection, name: str) -> int:
    unit = roster.unit_named(conn, name)
    assert unit is not None
    return unit.id


def enter(conn: Connection, item: Submission, *proposals: Proposal) -> Submission:
    """Records an item, whose serial is the next, with the letter it came with."""
    assert numbers.take_serials(conn, 2026, 1) == (item.serial,)
    number = int(item.serial[-4:])
    letter = MailboxEntry(
        id=number,
        place=Place("office@host", "INBOX", 7, number),
        state=MailboxEntryState.RECORDED,
        arrived_at=NOW,
        from_address=STRANGER,
        role=LetterRole.NEW,
        serial=item.serial,
        answerable=Answerable(may=True, to=STRANGER, because=""),
    )
    whole = replace(item, letter=number, token=f"{item.serial}-abcdefgh")
    recording.add(
        conn, [NewSubmission(whole, SubmissionWords("正文", ""), proposals)], NOW
    )
    mailbox_entries.add(conn, [letter], NOW)
    return whole


def held(serial: str = "2026-0001", because: str = "unit-unknown") -> Submission:
    state = SubmissionState.HELD
    return Submission(
        serial,
        NOW,
        "养护信息",
        state,
        held_because=because,
        flags=("address-unregistered",),
    )


def test_accepting_a_held_item_names_its_unit_learns_the_address_and_tells_the_sender(
    database: Database,
) -> None:
    with database.writing() as conn:
        enter(conn, held())
        decide(
            conn,
            "2026-0001",
            Decision("电话核实", action=Action.ACCEPT, unit=COUNTY),
            CHAIR,
        )
    with database.reading() as conn:
        after = listing.one(conn, "2026-0001")
        unit = roster.unit_named(conn, COUNTY)
        assert after is not None
        assert unit is not None
        assert (after.state, after.unit_id, after.held_because) == (
            SubmissionState.RECORDED,
            unit.id,
            "",
        )
        assert unit.owns_address(STRANGER)
        assert [(entry.kind, entry.to) for entry in outbox.listed(conn)] == [
            ("decided", STRANGER)
        ]
        entries = journal.about(conn, "submission:2026-0001")
        assert [(entry.who, entry.because) for entry in entries] == [
            ("李处", "电话核实")
        ]


def test_d6_an_item_of_the_press_centre_counts_once_its_own_business_is_ticked(
    database: Database,
) -> None:
    with database.writing() as conn:
        enter(conn, replace(held(because="own-business"), unit_id=unit_id(conn, PRESS)))
        decide(conn, "2026-0001", Decision("非本单位业务", own_business=False), CHAIR)
    with database.reading() as conn:
        after = listing.one(conn, "2026-0001")
        assert after is not None
        assert (after.state, after.own_business) == (SubmissionState.RECORDED, False)


def test_a_superseded_item_settles_the_proposal_between_the_two(
    database: Database,
) -> None:
    with database.writing() as conn:
        city = unit_id(conn, CITY)
        old = Submission(
            "2026-0001", NOW, "旱天岭隧道保通", SubmissionState.RECORDED, unit_id=city
        )
        new = replace(old, serial="2026-0002")
        enter(conn, old)
        enter(conn, new, Proposal("correction", "主题注明更正", "2026-0001"))
        superseded = Decision(
            "以更正稿为准", action=Action.SUPERSEDE, other="2026-0002"
        )
        decide(conn, "2026-0001", superseded, CHAIR)
    with database.reading() as conn:
        after = listing.one(conn, "2026-0001")
        assert after is not None
        assert (after.state, after.superseded_by) == (
            SubmissionState.SUPERSEDED,
            "2026-0002",
        )
        assert proposals.about(conn, "2026-0002") == ()


def test_a_split_in_error_is_undone_part_by_part_and_two_items_never_supersede_each_other(
    database: Database,
) -> None:
    with database.writing() as conn:
        city = unit_id(conn, CITY)
        for serial in ("2026-0001", "2026-0002"):
            enter(
                conn,
                Submission(
                    serial,
                    NOW,
                    f"旱天岭{serial}",
                    SubmissionState.RECORDED,
                    unit_id=city,
                ),
            )
        decide(
            conn, "2026-0002", Decision("两件事", action=Action.SPLIT, parts=2), CHAIR
        )
        decide(
            conn,
            "2026-0001",
            Decision("重复", action=Action.SUPERSEDE, other="2026-0003"),
            CHAIR,
        )
        with pytest.raises(DecisionError, match="2026-0001 已被 2026-0003 替代"):
            decide(
                conn,
                "2026-0003",
                Decision("重复", action=Action.SUPERSEDE, other="2026-0001"),
                CHAIR,
            )

        again = Decision("其实是一件", action=Action.ACCEPT)
        for part in ("2026-0003", "2026-0004"):
            with pytest.raises(DecisionError, match=part):
                decide(conn, "2026-0002", again, CHAIR)
            returned = decide(
                conn, part, Decision("其实是一件", action=Action.RETURN), CHAIR
            )
            # What this part had replaced counts no more either, unless somebody takes
            # it up again.
            told = "被它替代的 2026-0001、2026-0002 仍不计数" in "".join(
                returned.doubts
            )
            assert told == (part == "2026-0003")
        decide(conn, "2026-0001", again, CHAIR)
        with pytest.raises(
            DecisionError, match="2026-0003 已退回，以它为准就两件都不计数"
        ):
            decide(
                conn,
                "2026-0001",
                Decision("重复", action=Action.MERGE, other="2026-0003"),
                CHAIR,
            )
        decide(conn, "2026-0002", again, CHAIR)
    with database.reading() as conn:
        whole = listing.one(conn, "2026-0002")
        assert whole is not None
        assert (whole.state, whole.superseded_by) == (SubmissionState.RECORDED, None)


def test_f2_a_split_item_is_superseded_by_its_parts(database: Database) -> None:
    with database.writing() as conn:
        city = unit_id(conn, CITY)
        enter(
            conn,
            Submission(
                "2026-0001", NOW, "两条信息", SubmissionState.RECORDED, unit_id=city
            ),
        )
        decision = Decision(
            "一信两事", action=Action.SPLIT, parts=2, part_titles=("桥", "路")
        )
        done = decide(conn, "2026-0001", decision, CHAIR)
    with database.reading() as conn:
        found = listing.listed(conn)
        states = {item.serial: item.state for item in found}
        assert {item.title for item in found} == {"两条信息", "桥", "路"}
    assert len(done.parts) == 2
    assert states["2026-0001"] is SubmissionState.SUPERSEDED
    assert all(states[serial] is SubmissionState.RECORDED for serial in done.parts)


def test_d1_the_office_can_set_the_lead_of_a_joint_item(database: Database) -> None:
    with database.writing() as conn:
        city, county = unit_id(conn, CITY), unit_id(conn, COUNTY)
        joint = Submission(
            "2026-0001", NOW, "断头路打通", SubmissionState.RECORDED, unit_id=city
        )
        enter(conn, replace(joint, co_unit_ids=(county,)))
        decide(conn, "2026-0001", Decision("永宁首报", lead=COUNTY), CHAIR)
    with database.reading() as conn:
        after = listing.one(conn, "2026-0001")
        assert after is not None
        assert after.unit_ids == (county, city)


def test_who_decides_on_what_they_saw_is_refused_where_another_has_changed_it(
    database: Database,
) -> None:
    with database.writing() as conn:
        city = unit_id(conn, CITY)
        enter(
            conn,
            Submission(
                "2026-0001", NOW, "养护", SubmissionState.RECORDED, unit_id=city
            ),
        )
        authors = (Author("张三", "0951-6012345"), Author("", "139"))
        decide(
            conn,
            "2026-0001",
            Decision("来电", unit=COUNTY, authors=authors, version=0),
            CHAIR,
        )
    with pytest.raises(DecisionError) as refused, database.writing() as conn:
        decide(conn, "2026-0001", Decision("来电", title="桥", version=0), CHAIR)
    assert "又有改动（李处 2026年3月2日 09:00，现在的 version 是 1）" in str(
        refused.value
    )
    with database.reading() as conn:
        item = listing.one(conn, "2026-0001")
        assert item is not None
        assert (item.title, item.version) == ("养护", 1)
        (entry,) = recording.changes_since(conn, item, 0)
    said = ["张三（电话尾号2345）", "未署名（电话尾号139）"]
    assert entry.details["changes"] == {
        "unit_id": [CITY, COUNTY],
        "authors": [[], said],
    }
    assert "6012345" not in repr(entry)


def test_of_two_who_decide_at_the_same_moment_the_later_sees_what_the_earlier_did(
    database: Database,
) -> None:
    with database.writing() as conn:
        enter(
            conn,
            Submission(
                "2026-0001",
                NOW,
                "养护",
                SubmissionState.RECORDED,
                unit_id=unit_id(conn, CITY),
            ),
        )

    def decide_at_once(title: str) -> str:
        with database.writing() as conn:
            decide(conn, "2026-0001", Decision("来电", title=title, version=0), CHAIR)
        return title

    with ThreadPoolExecutor(4) as pool:
        tries = [
            pool.submit(decide_at_once, title) for title in ("桥", "路", "隧道", "车站")
        ]
    done = [one.result() for one in tries if one.exception() is None]
    refused = [one.exception() for one in tries if one.exception() is not None]
    assert len(done) == 1
    assert all(
        isinstance(fault, DecisionError) and "又有改动" in str(fault)
        for fault in refused
    )
    with database.reading() as conn:
        (item,) = listing.listed(conn)
    assert (item.title, item.version) == (done[0], 1)


def test_each_unit_of_an_item_it_did_not_send_hears_once_of_a_new_unit_title_or_day(
    database: Database,
) -> None:
    with database.writing() as conn:
        officers = {
            CITY: "city@units.example",
            COUNTY: "county@units.example",
            PRESS: "press@units.example",
        }
        for unit in roster.all_units(conn):
            roster.change(conn, unit, replace(unit, addresses=(officers[unit.name],)))
        city, county = unit_id(conn, CITY), unit_id(conn, COUNTY)
        by_phone = Submission(
            "2026-0001", NOW, "养护", SubmissionState.RECORDED, unit_id=city
        )
        recording.add(
            conn,
            [
                NewSubmission(
                    replace(by_phone, co_unit_ids=(county,)), SubmissionWords("", "")
                )
            ],
            NOW,
        )
        decide(conn, "2026-0001", Decision("来电", lead=COUNTY), CHAIR)
        decide(conn, "2026-0001", Decision("来电", unit=PRESS, co_units=()), CHAIR)
        decide(conn, "2026-0001", Decision("来电", category="调研"), CHAIR)
        decide(conn, "2026-0001", Decision("来电", counts_on=date(2026, 2, 28)), CHAIR)
    with database.reading() as conn:
        told = [
            (entry.to.partition("@")[0], entry.about["change"])
            for entry in outbox.listed(conn)
        ]
    assert sorted(told) == [
        *(("city", "kept"), ("city", "lost"), ("county", "kept"), ("county", "lost")),
        *(("press", "gained"), ("press", "kept")),
    ]


def test_sealing_by_hand_leaves_no_word_and_no_title(database: Database) -> None:
    with database.writing() as conn:
        named = replace(held(), authors=(Author("王小明", "13900000000"),))
        enter(conn, named)
        other = Submission("2026-0002", NOW, "另一件", SubmissionState.RECORDED)
        enter(conn, other, Proposal("alike", "与《断头路打通》相近", "2026-0001"))
        decide(
            conn, "2026-0001", Decision("《断头路打通》核实", category="调研"), CHAIR
        )
        decide(conn, "2026-0001", Decision("含涉密内容", action=Action.SEAL), CHAIR)
    with database.reading() as conn:
        after = listing.one(conn, "2026-0001")
        seen = mailbox_entries.one(conn, 1)
        assert after is not None
        assert seen is not None
        assert proposals.about(conn, "2026-0002") == ()
        entries = journal.about(conn, "submission:2026-0001")
        assert [(e.because, dict(e.details)) for e in entries] == [
            ("", {}),
            ("含涉密内容", {}),
        ]
        assert (after.title, after.authors, after.state) == (
            "",
            (),
            SubmissionState.RETURNED,
        )
        assert listing.words_of(conn, "2026-0001") == SubmissionWords("", "")
        assert seen.state is MailboxEntryState.SEALED


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision("", action=Action.ACCEPT), "理由"),
        (Decision("核实", action=Action.ACCEPT), "单位"),
        (Decision("核实", action=Action.ACCEPT, unit="不存在的局"), "不存在的局"),
        (Decision("核实", category="小说"), "小说"),
        (Decision("核实", action=Action.SUPERSEDE, other="2026-9999"), "2026-9999"),
        (Decision("核实", action=Action.MERGE, other="2026-0001"), "编号"),
        (Decision("核实", action=Action.SPLIT, parts=1), "两件"),
        (Decision("核实", commission="YG-9"), "YG-9"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_whole(
    migrated_sqlite: str, decision: Decision, said: str
) -> None:
    opened = open_database(migrated_sqlite)
    with opened.writing() as conn:
        roster.save(conn, [Unit(0, CITY, "第一组", date(2021, 3, 19))])
        enter(conn, held())
    with pytest.raises(DecisionError) as refused, opened.writing() as conn:
        decide(conn, "2026-0001", decision, CHAIR)
    assert str(refused.value).startswith("2026-0001：")
    assert said in str(refused.value)
    with opened.reading() as conn:
        after = listing.one(conn, "2026-0001")
        assert after is not None
        assert after.state is SubmissionState.HELD
        assert journal.about(conn, "submission:2026-0001") == ()
    opened.close()
