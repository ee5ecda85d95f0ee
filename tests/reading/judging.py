"""What does the program read out of a labelled letter?

The letter's bytes go the way of every mail: read, sealed or not, asked for robots and
bounces, judged against the sample roster and the Ningxia rule. A letter that has
earlier ones (`after`) meets them on record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import resources

from ingest.intake.reader import Sealed, Unreadable, read_one
from ingest.names.unit_names import unit_names_of
from ingest.screening import robots
from ingest.screening.returned import read_returned
from ingest.triage.facts import JudgingFacts, ScreeningResult
from ingest.triage.judge import judge
from ingest.triage.verdict import Aside, Copy, NewItem, Verdict
from ledger.entries.people import Unit
from ledger.entries.submissions import SEVERAL_PHONES, SubmissionState
from ledger.periods import parse_period
from office.use_cases.imports.units import read_units
from scoring.language.editions import load_rulebook
from tests.reading.labelled import Label, Labelled
from tests.reading.making import made

ARRIVED = datetime.fromisoformat("2026-03-10T10:00:00+08:00")
COPY = "copy"
"""Instead of proposals: the letter was known for the same item, and made none."""
_APART = timedelta(hours=1)
_OWN = frozenset({"xinxi@office.example"})


def known_at_first() -> JudgingFacts:
    """The sample roster, numbered in its order, and the rule in force."""
    with resources.as_file(resources.files("office.demo") / "units.csv") as file:
        units = tuple(
            _numbered(unit, number) for number, unit in enumerate(read_units(file), 1)
        )
    edition = load_rulebook("ningxia-transport").for_period(parse_period("2026Q1"))
    return JudgingFacts(unit_names_of(units), edition.intake, own_addresses=_OWN)


def found_in(letters: Sequence[Labelled]) -> dict[str, Label]:
    """Id → what is read out of that letter."""
    by_id = {letter.id: letter for letter in letters}
    fresh = known_at_first()
    return {letter.id: _found(letter, by_id, fresh) for letter in letters}


def _found(
    letter: Labelled, by_id: Mapping[str, Labelled], known: JudgingFacts
) -> Label:
    for number, earlier in enumerate(letter.after):
        at = ARRIVED - (len(letter.after) - number) * _APART
        verdict = _verdict(by_id[earlier], known, at)
        if isinstance(verdict, NewItem):
            known = known.with_item(earlier, verdict)
    verdict = _verdict(letter, known, ARRIVED)
    return verdict if isinstance(verdict, Label) else _said(verdict, known)


def _verdict(letter: Labelled, known: JudgingFacts, at: datetime) -> Verdict | Label:
    read = read_one(made(letter, at), at, known.intake.marks)
    if isinstance(read, Sealed):
        return Label("sealed")
    if isinstance(read, Unreadable):
        return Label("quarantined")
    may = robots.answerable(read, known.own_addresses)
    return judge(
        read, known, ScreeningResult(robots.find_robot(read), read_returned(read), may)
    )


def _said(verdict: Verdict, known: JudgingFacts) -> Label:
    match verdict:
        case NewItem():
            return Label(
                "held" if verdict.draft.state is SubmissionState.HELD else "recorded",
                ""
                if verdict.draft.unit_id is None
                else known.unit(verdict.draft.unit_id).name,
                tuple(known.unit(number).name for number in verdict.draft.co_unit_ids),
                verdict.draft.title,
                ";".join(author.name for author in verdict.draft.authors),
                ";".join(
                    a.phone.replace(SEVERAL_PHONES, ";")
                    for a in verdict.draft.authors
                    if a.phone
                ),
                verdict.draft.category,
                frozenset(proposal.kind for proposal in verdict.proposals),
                frozenset(
                    flag.removeprefix("unsure-")
                    for flag in verdict.draft.flags
                    if flag.startswith("unsure-")
                ),
                follows=verdict.draft.follows is not None,
            )
        case Copy():
            return Label("recorded", proposals=frozenset({COPY}))
        case Aside():
            return Label("set-aside", possible=bool(verdict.possible))
        case _:
            return Label("set-aside")


def _numbered(unit: Unit, number: int) -> Unit:
    return replace(unit, id=number)
