"""Does a draft become the submission it was read as, and nothing else?"""

from dataclasses import fields
from datetime import UTC, datetime

from ledger.entries.submissions import (
    Author,
    Submission,
    SubmissionDraft,
    SubmissionState,
)

ARRIVED = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)


def test_every_field_of_a_draft_is_a_field_of_a_submission_of_the_same_kind_and_usual_value() -> (
    None
):
    of_submission = {
        field.name: (field.type, field.default) for field in fields(Submission)
    }
    for field in fields(SubmissionDraft):
        assert of_submission[field.name] == (field.type, field.default), field.name


def test_a_numbered_draft_is_a_submission_with_all_it_said() -> None:
    draft = SubmissionDraft(
        ARRIVED,
        "除雪保畅",
        SubmissionState.HELD,
        1,
        (2,),
        authors=(Author("张三"),),
        candidates=(1, 2),
    )
    expected = Submission(
        "2026-0001",
        ARRIVED,
        "除雪保畅",
        SubmissionState.HELD,
        1,
        (2,),
        authors=(Author("张三"),),
        candidates=(1, 2),
        letter=7,
        token="2026-0001-k7f3q9xw",
    )
    assert draft.numbered("2026-0001", 7, "2026-0001-k7f3q9xw") == expected
