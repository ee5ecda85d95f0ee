"""Is what earns nothing for its words listed, and can it be mapped to a name of the
rule in one act?
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from ledger import roster
from ledger.database import Database, open_database
from ledger.entries.events import Adoption, Instruction
from ledger.entries.people import Unit
from ledger.entries.submissions import Submission, SubmissionState, SubmissionWords
from ledger.events import Which, adoptions, instructions
from ledger.journal import By
from ledger.submissions import recording
from ledger.submissions.recording import NewSubmission
from office.service.parts import Service
from office.use_cases.events import EventError
from office.use_cases.unscored import UnscoredWord, map_word, unscored_words
from tests.fixtures.sample.service import sample_service

NOW = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)
BY = By("李处", NOW, "核对了原件")
ON = date(2026, 3, 9)
SERIALS = ("2026-0001", "2026-0002")


@pytest.fixture
def service(migrated_url: str) -> Iterator[Service]:
    """Two items; on record are words chosen to be kept, and words entered before such
    were refused.
    """
    database: Database = open_database(migrated_url)
    items = [
        Submission(
            serial,
            NOW,
            f"养护信息{serial}",
            SubmissionState.RECORDED,
            unit_id=1,
            token=serial,
        )
        for serial in SERIALS
    ]
    with database.writing() as conn:
        roster.save(conn, [Unit(0, "银川市交通运输局", "第一组", date(2021, 3, 19))])
        recording.add(
            conn,
            [NewSubmission(item, SubmissionWords("", ""), ()) for item in items],
            NOW,
        )
        chosen = Instruction(
            0, SERIALS[0], "某厅领导", "厅领导", ON, NOW, unscored=True
        )
        instructions.add(conn, [chosen, chosen._replace(serial=SERIALS[1])])
        adoptions.add(
            conn,
            [
                Adoption(0, SERIALS[0], "宁夏交通信", "单条", ON, NOW),
                Adoption(0, SERIALS[1], "宁夏交通信", "单条", ON, NOW),
                Adoption(0, SERIALS[1], "宁夏交通信息", "单条", ON, NOW),
            ],
        )
    with sample_service(database) as made:
        yield made
    database.close()


def listed(service: Service) -> dict[str, UnscoredWord]:
    with service.database.reading() as conn:
        return {each.key: each for each in unscored_words(conn, service.rulebook)}


def mapped(service: Service, key: str, name: str | None) -> int:
    with service.database.writing() as conn:
        return map_word(service, conn, listed(service)[key], name, None, BY).rows


def test_what_nobody_chose_stands_first_and_each_word_once(service: Service) -> None:
    words = listed(service)
    assert list(words) == ["publication:宁夏交通信", "level:厅领导"]
    assert [(each.not_chosen, len(each.events)) for each in words.values()] == [
        (2, 2),
        (0, 2),
    ]
    assert words["publication:宁夏交通信"].word.near == ("《宁夏交通信息》",)


def test_all_that_says_a_word_is_mapped_in_one_act_and_stands_as_corrected(
    service: Service,
) -> None:
    assert mapped(service, "publication:宁夏交通信", "综合信息") == 2
    assert mapped(service, "level:厅领导", "部领导") == 2
    assert listed(service) == {}
    with service.database.reading() as conn:
        standing = adoptions.of(conn, SERIALS)
        assert sorted(one.publication for one in standing) == [
            "《综合信息》",
            "《综合信息》",
            "宁夏交通信息",
        ]
        assert [one.replaces for one in instructions.of(conn, SERIALS)] == [1, 2]
        assert {one.unscored for one in instructions.of(conn, SERIALS)} == {False}
        assert len(instructions.of(conn, SERIALS, Which.ALL)) == 4


def test_what_was_entered_before_may_be_kept_without_points_too(
    service: Service,
) -> None:
    assert mapped(service, "publication:宁夏交通信", None) == 2
    assert listed(service)["publication:宁夏交通信"].not_chosen == 0
    with pytest.raises(EventError, match="已经是不计分"):
        mapped(service, "publication:宁夏交通信", None)


def test_a_name_that_the_rule_has_not_is_refused_with_those_it_has_and_nothing_changes(
    service: Service,
) -> None:
    before = listed(service)
    with pytest.raises(
        EventError, match="没有“市领导”这个级别。可选：自治区领导、交通运输部领导"
    ):
        mapped(service, "level:厅领导", "市领导")
    assert listed(service) == before
