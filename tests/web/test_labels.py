"""Is there a Chinese word for every code the record can hold?"""

import itertools
from collections.abc import Iterable
from enum import StrEnum

import pytest

from ingest.screening.trust import SenderTrust
from ingest.triage.verdict import Flag, HeldBecause
from ledger.circulars import CircularState
from ledger.entries.letters import LetterRole, MailboxEntryState, SetAside
from ledger.entries.submissions import SubmissionState
from ledger.notice import NOTICES, Answering, OutboxState
from ledger.standing import Forecast
from ledger.users import UserRole
from office.use_cases.decisions.decision import Action
from office.web import labels
from office.web.deciding import ACTIONS

CODES: tuple[Iterable[StrEnum], ...] = (
    *(
        SubmissionState,
        MailboxEntryState,
        OutboxState,
        CircularState,
        LetterRole,
        SetAside,
    ),
    *(Forecast, UserRole, Flag, HeldBecause, SenderTrust),
)


def test_every_code_has_a_word() -> None:
    nameless = [
        code for code in itertools.chain(*CODES) if labels.word(code) == code.value
    ]
    assert nameless == []


def test_every_answering_state_is_explained_and_every_action_offered() -> None:
    assert set(labels.ANSWERING) == set(Answering)
    assert {action for action, _ in ACTIONS} == set(Action)


def test_a_code_without_a_word_is_shown_as_it_is() -> None:
    assert labels.word("brand-new-code") == "brand-new-code"
    assert labels.notice("brand-new-kind") == "brand-new-kind"
    assert labels.notice("receipt") == NOTICES["receipt"].caption


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("16", "第十六条"),
        ("11(1)", "第十一条（一）"),
        ("11(2)6", "第十一条（二）第6项"),
        ("20", "第二十条"),
        ("附则", "附则"),
    ],
)
def test_an_article_is_cited_as_the_rule_writes_it(code: str, said: str) -> None:
    assert labels.article(code) == said


def test_an_edition_is_named_by_its_date_an_issue_by_its_number_the_machine_as_such() -> (
    None
):
    assert labels.edition("some-office/2021-03-19") == "2021年3月19日版考核办法"
    assert labels.edition("trial") == "trial"
    assert (labels.issue("3"), labels.issue("增刊")) == ("第3期", "增刊")
    assert (labels.who("yishiyibao"), labels.who("赵敏")) == ("系统", "赵敏")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 字节"), (49_152, "48 KB"), (2_516_582, "2.4 MB")]
)
def test_sizes_are_said_in_the_unit_that_fits(count: int, said: str) -> None:
    assert labels.size(count) == said


def test_the_inbox_bears_the_name_it_has_on_a_mail_page() -> None:
    assert labels.folder("INBOX") == "收件箱"
    assert labels.folder("已归档") == "已归档"
