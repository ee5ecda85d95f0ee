"""What may a letter still do whose sender is forged, or not vouched for (P39,
R36-R38)?
"""

from dataclasses import replace

import pytest

from ingest.letter.thread import OurMessage
from ingest.screening.robots import find_robot
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.judge import judge, judge_as_report
from ingest.triage.verdict import Aside, Completion, Flag, HeldBecause, NewItem, Verdict
from ledger.entries.letters import Letter
from ledger.entries.submissions import SubmissionState
from ledger.rulebook import RequiredTrust
from tests.ingest.roster import INTAKE, MAY, STORY, YINCHUAN, letter, unit_names

SERVER = "mx.office.example"
SENDER = "yinchuan@units.example"
KNOWN = JudgingFacts(unit_names(), INTAKE, authserv_ids=frozenset({SERVER}))


def arrived(
    result: str, subject: str = "银川市交通运输局+除雪保畅", text: str = STORY
) -> Letter:
    """A letter of the roster's address with what the office's own server found out
    about it.
    """
    found = (
        ()
        if not result
        else (
            (
                "authentication-results",
                f"{SERVER}; dmarc={result} header.from=units.example",
            ),
        )
    )
    return replace(letter(subject, SENDER, text), headers=found)


def judged(
    given: Letter, needed: RequiredTrust, known: JudgingFacts = KNOWN
) -> Verdict:
    known = replace(known, intake=replace(INTAKE, trust=needed))
    return judge(given, known, ScreeningResult(find_robot(given), None, MAY))


@pytest.mark.parametrize(
    ("result", "needed", "held"),
    [
        ("pass", RequiredTrust.VERIFIED, None),
        ("", RequiredTrust.VERIFIED, HeldBecause.UNTRUSTED),
        ("fail", RequiredTrust.VERIFIED, HeldBecause.UNTRUSTED),
        ("pass", RequiredTrust.NOT_FAILED, None),
        ("", RequiredTrust.NOT_FAILED, None),
        ("fail", RequiredTrust.NOT_FAILED, HeldBecause.UNTRUSTED),
        ("pass", RequiredTrust.ANY, None),
        ("", RequiredTrust.ANY, None),
        ("fail", RequiredTrust.ANY, None),
    ],
)
def test_p39_the_policy_says_what_trust_an_item_needs_to_count(
    result: str, needed: RequiredTrust, held: HeldBecause | None
) -> None:
    found = judged(arrived(result), needed)
    assert isinstance(found, NewItem)
    assert found.draft.held_because == (held or "")
    assert found.draft.state is (
        SubmissionState.RECORDED if held is None else SubmissionState.HELD
    )
    assert found.draft.unit_id == YINCHUAN.id


def test_p39_a_forged_sender_is_not_the_roster_address_it_claims_to_be() -> None:
    found = judged(arrived("fail"), RequiredTrust.ANY)
    assert isinstance(found, NewItem)
    assert Flag.ADDRESS_UNREGISTERED in found.draft.flags
    unnamed = judged(arrived("fail", "除雪保畅"), RequiredTrust.ANY)
    assert isinstance(unnamed, NewItem)
    assert (unnamed.draft.state, unnamed.draft.unit_id) == (SubmissionState.HELD, None)


def test_p39_a_forged_reply_mends_nothing() -> None:
    token = "2026-0001-k7f3q9xw"
    known = replace(
        KNOWN, sent={token: OurMessage("2026-0001", SENDER, "receipt", (YINCHUAN.id,))}
    )
    subject, text = f"回复：自动回执：除雪保畅 [{token}]", "撰稿人：张三 13900000000"
    assert isinstance(
        judged(arrived("pass", subject, text), RequiredTrust.NOT_FAILED, known),
        Completion,
    )
    assert isinstance(
        judged(arrived("fail", subject, text), RequiredTrust.NOT_FAILED, known), Aside
    )


def test_a_person_who_takes_a_letter_as_a_report_vouches_for_it() -> None:
    assert judge_as_report(arrived("fail"), KNOWN).draft.held_because == ""
