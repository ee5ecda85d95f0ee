"""Is what the demo's office is asked about worth asking?"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from ingest.intake.reader import Sealed, Unreadable, read_one
from ingest.screening import robots
from ingest.triage.facts import ScreeningResult
from ingest.triage.judge import judge
from ingest.triage.verdict import NewItem
from office.demo.letters import letters_of_quarter
from tests.reading.judging import known_at_first


def test_of_a_quarter_made_of_ten_texts_only_what_a_unit_itself_repeats_is_proposed() -> (
    None
):
    known = known_at_first()
    known = replace(known, items=replace(known.items, within=timedelta(days=90)))
    kinds: Counter[str] = Counter()
    items: dict[str, NewItem] = {}
    for number, letter in enumerate(letters_of_quarter(known.unit_names.units)):
        read = read_one(letter.raw, letter.at, known.intake.marks)
        if isinstance(read, Sealed | Unreadable):
            continue
        answerable = robots.answerable(read, known.own_addresses)
        verdict = judge(
            read, known, ScreeningResult(robots.find_robot(read), None, answerable)
        )
        if not isinstance(verdict, NewItem):
            continue
        for proposal in verdict.proposals:
            kinds[proposal.kind] += 1
            if proposal.kind == "resend":
                assert (
                    items[proposal.other or ""].draft.unit_id == verdict.draft.unit_id
                )
        items[str(number)] = verdict
        known = known.with_item(str(number), verdict)
    # One in fifteen at most; it was three in four.
    assert sum(kinds.values()) * 15 <= len(items)
    assert kinds["joint"] == 0
    assert (kinds["correction"], kinds["second-item"]) == (1, 1)
