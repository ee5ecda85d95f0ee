"""Do the documents still tell the truth?

Every command, setting, file, test and column they name exists, and whatever must be
told is told.
"""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import click
import pytest

from ledger.circulars import CircularState
from ledger.entries.letters import MailboxEntryState
from ledger.entries.submissions import SubmissionState
from ledger.notice import NOTICES, OutboxState
from office.cli.main import program
from office.cli.session import StateWord
from office.settings.reading import CONFIG_VARIABLE, PREFIX, Settings
from office.use_cases.imports import records, units
from office.use_cases.imports.tables import Columns
from office.web import labels
from tests.house.pages import GENERATED, TEST, every_command, homes_of_tests, renewed
from tests.house.source import PACKAGES, ROOT, listed

README = Path("README.md")
PAGES = sorted(
    path.relative_to(ROOT)
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
)
TOLD_IN = [README, Path("docs/operations.md"), Path("docs/office.md")]
TOP = (*PACKAGES, "tests", "docs")
SPAN = re.compile(r"`([^`\n]+)`")
INDENTED = re.compile(r"^    (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([\w-]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CALL = re.compile(
    r"^(?:time |ExecStart=\S+/|docker compose run --rm (?=worker))?(?:yishiyibao|worker) ([a-z].*)"
)
PLACE = re.compile(rf"\b(?:{'|'.join(TOP)})/[\w./-]*")
SETTING = re.compile(rf"\b({'|'.join(Settings.model_fields)})\.([a-z_]+)\b(?!\.)")
VARIABLE = re.compile(rf"\b{PREFIX}([A-Z]+)__([A-Z_]+)\b")
PRESSED = re.compile(r"(?:点|勾|勾选|展开|选|或)(?:\*\*([^*→]+)\*\*|“([^”→]+)”)")
"""What the manual tells to press, tick, open or choose, in bold or between quotation
marks.
"""
WAY = re.compile(r"\*\*([^*\n]+ → [^*\n]+)\*\*")
"""From page to page, as **首页 → 名册缺项**."""
SEE = re.compile(r"[见看]((?:“[^”]+”[、和]?)+)")
PASSAGE = re.compile(r"^(?:#+ (.+)|\*\*(.+?)。?\*\*.*)$", re.MULTILINE)
"""A heading of the manual, or the words in bold with which a paragraph begins."""
MENU = re.compile(r'\("(\w+)", "(\w+)"\)')
IMPORTED: dict[str, Columns] = {
    "adoptions": records.ADOPTIONS,
    "instructions": records.INSTRUCTIONS,
    "forwardings": records.FORWARDINGS,
    "remarks": records.REMARKS,
    "commissions": records.COMMISSIONS,
    "history": records.HISTORY,
    "working-days": records.WORKING_DAYS,
}


@cache
def _text(page: Path) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _code(page: Path) -> Iterator[str]:
    """Yield what the page shows as code, between marks or indented."""
    yield from SPAN.findall(_text(page))
    yield from INDENTED.findall(_text(page))


# --- commands -------------------------------------------------------------------------


def _calls(page: Path) -> Iterator[list[str]]:
    """Yield the words after `yishiyibao` wherever the page shows it called."""
    for code in _code(page):
        found = CALL.match(code.partition(" #")[0])
        if found is not None:
            yield shlex.split(re.split(r" [|>&] ", found[1])[0])


def _mistake(words: list[str]) -> str:
    """Say what is wrong with a call; nothing if it could be made."""
    command: click.Command = program
    while words and isinstance(command, click.Group):
        if command.invoke_without_command and words[0].startswith("--"):
            break
        name, *words = words
        found = command.get_command(click.Context(command), name)
        if found is None:
            return f"no command {name}"
        command = found
    known = {name for option in command.params for name in option.opts} | {"--help"}
    unknown = [word for word in words if word.startswith("--") and word not in known]
    if unknown:
        return f"{command.name} has no {', '.join(unknown)}"
    for option in command.params:
        if isinstance(option.type, click.Choice | StateWord):
            for name, value in pairwise(words):
                try:
                    taken = [
                        option.type.convert(each, None, None)
                        for each in value.split("|")
                    ]
                except click.UsageError:
                    taken = []
                if name in option.opts and not taken:
                    return f"{command.name} {name} does not take {value}"
    return ""


def test_every_command_shown_can_be_called_as_it_stands() -> None:
    wrong = []
    for page in PAGES:
        for words in _calls(page):
            if mistake := _mistake(words):
                wrong.append(f"{page}: yishiyibao {shlex.join(words)}: {mistake}")
    assert not wrong, listed(wrong, "write the call as `yishiyibao --help` shows it")


def test_every_command_is_named_where_people_look() -> None:
    told = "\n".join(map(_text, TOLD_IN))
    untold = [
        name for name, _ in every_command() if not re.search(rf"[` ]{name}\b", told)
    ]
    assert not untold, listed(
        untold, f"say what the command is for in one of {', '.join(map(str, TOLD_IN))}"
    )


def test_a_wrong_command_or_option_would_be_noticed() -> None:
    assert _mistake(["units", "inport"]) == "no command inport"
    assert _mistake(["units", "import", "FILE", "--chek"]) == "import has no --chek"
    assert _mistake(["units", "import", "FILE", "--check"]) == ""
    assert _mistake(["letters", "list", "--state", "已登记"]) == ""
    assert (
        _mistake(["letters", "list", "--state", "待审"])
        == "list --state does not take 待审"
    )


def test_the_readme_names_the_two_commands_a_newcomer_needs() -> None:
    assert {"make demo", "make test"} <= {
        line.partition(" #")[0].strip() for line in _code(README)
    }


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", _text(Path("Makefile")), re.MULTILINE))
    unknown = []
    for page in PAGES:
        for code in _code(page):
            found = re.match(r"make ([a-z-]+)", code)
            if found is not None and found[1] not in targets:
                unknown.append(f"{page}: {found[0]}")
    assert not unknown, listed(unknown, "name a target that `make help` lists")


# --- settings -------------------------------------------------------------------------


def _keys(section: str) -> set[str]:
    annotation = Settings.model_fields[section].annotation
    assert annotation is not None
    fields = annotation.model_fields
    return {field.alias or name for name, field in fields.items()}


def test_every_setting_named_exists() -> None:
    unknown = [
        f"{page}: {setting}" for page in PAGES for setting in _unknown_settings(page)
    ]
    assert not unknown, listed(unknown, "name a key of office/settings/example.toml")


def _unknown_settings(page: Path) -> Iterator[str]:
    files = {"md", "toml", "py"}
    for code in _code(page):
        if "/" in code or code.startswith("yishiyibao"):
            continue
        for section, key in SETTING.findall(code):
            if key not in _keys(section) | files:
                yield f"{section}.{key}"
    for section, name in VARIABLE.findall(_text(page)):
        if name.lower() not in _keys(section.lower()):
            yield f"{PREFIX}{section}__{name}"


def test_the_example_shows_every_section() -> None:
    shown = re.findall(
        r"^\[(\w+)\]$", _text(Path("office/settings/example.toml")), re.MULTILINE
    )
    assert shown == list(Settings.model_fields)
    assert CONFIG_VARIABLE in _text(Path("docs/operations.md"))


# --- files, links and tests -----------------------------------------------------------


def test_every_place_named_exists() -> None:
    gone = []
    for page in PAGES:
        for code in _code(page):
            places = [found.rstrip(".") for found in PLACE.findall(code)]
            gone += [
                f"{page}: {place}" for place in places if not (ROOT / place).exists()
            ]
    assert not gone, listed(gone, "name the file or folder where it lies now")


def test_every_link_leads_somewhere() -> None:
    broken = []
    for page in PAGES:
        for target, heading in LINK.findall(_text(page)):
            if "://" in target:
                continue
            there = ((ROOT / page).parent / target).resolve() if target else ROOT / page
            if not there.exists() or (heading and heading not in _anchors(there)):
                broken.append(f"{page}: {target}#{heading}")
    assert not broken, listed(
        broken, "link a file that is there and, after #, a heading it has"
    )


@cache
def _anchors(page: Path) -> set[str]:
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in headings
    }


def test_every_test_named_exists() -> None:
    homes = homes_of_tests()
    lost = []
    for page in PAGES:
        for path, name in TEST.findall(_text(page)):
            if path not in homes.get(name, ()):
                lost.append(f"{page}: {path}::{name}")
    assert not lost, listed(
        lost, "if the test only moved, run: python -m tests.house.pages"
    )


def test_each_of_the_fourteen_promises_is_held_by_a_test() -> None:
    promises = (
        _text(Path("docs/architecture.md"))
        .partition("## Promises")[2]
        .partition("## Rooms")[0]
    )
    parts = re.split(r"^(\d+)\. ", promises, flags=re.MULTILINE)[1:]
    numbered = zip(parts[::2], parts[1::2], strict=True)
    held = {int(number): bool(TEST.search(words)) for number, words in numbered}
    assert held == dict.fromkeys(range(1, 15), True)


@pytest.mark.parametrize("page", GENERATED)
def test_what_is_made_from_the_source_is_up_to_date(page: str) -> None:
    assert _text(Path(page)) == renewed(page), "run: python -m tests.house.pages"


def test_every_decision_is_in_the_index_under_its_own_title() -> None:
    folder = Path("docs/decisions")
    index = _text(folder / "README.md")
    missing = []
    for path in sorted((ROOT / folder).glob("0*.md")):
        title = HEADING.findall(path.read_text(encoding="utf-8"))[0]
        row = f"| [{path.name[:4]}]({path.name}) | {title} |"
        if row not in index:
            missing.append(row)
    assert not missing, listed(missing, f"put the row into {folder}/README.md")


# --- what the office is told ----------------------------------------------------------


def test_every_kind_of_notice_has_its_three_templates() -> None:
    three = {"subject.txt", "body.txt", "body.html"}
    wrong = []
    for kind in NOTICES:
        names = {path.name for path in (ROOT / "notify/templates" / kind).glob("*")}
        if names != three:
            wrong.append(f"notify/templates/{kind}: {sorted(names)}")
    assert not wrong, listed(
        wrong, f"each folder holds {sorted(three)} and nothing else"
    )


@pytest.mark.parametrize("kind", IMPORTED)
def test_the_manual_shows_the_columns_of_every_file(kind: str) -> None:
    manual = _text(Path("docs/office.md"))
    row = next(
        line for line in manual.splitlines() if f"`yishiyibao {kind} import`" in line
    )
    columns = row.split("|")[2]
    assert set(re.findall(r"\*\*(\w+)\*\*", columns)) == set(IMPORTED[kind].needed)
    shown = set(re.findall(r"[a-z_]{2,}", columns))
    assert shown == {*IMPORTED[kind].needed, *IMPORTED[kind].allowed}


def test_the_manual_shows_every_column_of_many_decisions_and_the_sample_those_of_a_roster() -> (
    None
):
    manual = _text(Path("docs/office.md"))
    needed, allowed = records.DECISIONS.needed, records.DECISIONS.allowed
    assert all(re.search(rf"\b{column}\b", manual) for column in (*needed, *allowed))
    sample = (ROOT / "office/demo/units.csv").read_text(encoding="utf-8-sig")
    assert sample.partition("\n")[0].strip().split(",") == list(units.HEADING)


def test_the_manual_knows_every_page_of_the_console() -> None:
    manual = _text(Path("docs/office.md"))
    menu = MENU.findall(_text(Path("office/web/templates/base.html")))
    assert menu
    assert " · ".join(said for _, said in menu) in manual


def test_the_manual_uses_the_consoles_word_for_every_state() -> None:
    passing = {OutboxState.SENDING, OutboxState.DROPPED}
    manual = _text(Path("docs/office.md"))
    unsaid = []
    for state in [*SubmissionState, *MailboxEntryState, *OutboxState]:
        if state not in passing and labels.STATES[state] not in manual:
            unsaid.append(f"{state}: {labels.STATES[state]}")
    assert not unsaid, listed(
        unsaid, "say in docs/office.md what the word of office/web/labels.py means"
    )


def test_the_manual_tells_that_a_circular_is_approved_by_a_person() -> None:
    assert CircularState.APPROVED in labels.STATES
    assert "没有审定的，怎样都不会发出去" in _text(Path("docs/office.md"))


def _console() -> str:
    """What the pages say: templates, and the labels of forms."""
    files = (*ROOT.glob("office/web/templates/*.html"), *ROOT.glob("office/web/*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_whatever_the_manual_tells_to_press_tick_or_choose_is_on_a_page() -> None:
    pages = _console()
    named = [
        bold or quoted
        for bold, quoted in PRESSED.findall(_text(Path("docs/office.md")))
    ]
    assert len(named) > 40
    gone = [each for each in named if each not in pages]
    assert not gone, listed(gone, "name buttons, ticks and choices as the page does")


def test_every_way_through_the_console_that_the_manual_tells_leads_by_names_of_pages() -> (
    None
):
    pages = _console()
    ways = WAY.findall(_text(Path("docs/office.md")))
    assert len(ways) > 3
    gone = [way for way in ways if not all(step in pages for step in way.split(" → "))]
    assert not gone, listed(gone, "name each page as the link to it does")


def test_every_passage_to_which_the_manual_sends_its_reader_is_there() -> None:
    manual = _text(Path("docs/office.md"))
    passages = {heading or bold for heading, bold in PASSAGE.findall(manual)}
    sent = re.findall(r"“([^”]+)”", " ".join(SEE.findall(manual)))
    assert len(sent) > 8
    gone = [each for each in sent if each not in passages]
    assert not gone, listed(
        gone, "send to a heading, or to the words in bold at the head of a paragraph"
    )
