"""Does every citation lead somewhere, and does something cite every entry?

Codes lead to their headings in docs/codes, promises to docs/architecture.md, decisions
to docs/decisions, articles to the text of the rule beside its policy file, RFCs to
standards.txt beside this file. How a citation looks is told in docs/codes/README.md.
"""

import ast
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from tests.house.source import PACKAGES, ROOT, listed, modules

CODES = ROOT / "docs/codes"
RULE = ROOT / "scoring/policy/ningxia-transport/2021-03-19.md"
STANDARDS = Path(__file__).with_name("standards.txt")

ENTRY = re.compile(r"^### ([A-FMPR]\d\d?b?) .+\n((?:(?!#).*\n?)*)", re.MULTILINE)
CASE = re.compile(r"^### Case (\d+) ", re.MULTILINE)
PROMISE_HELD = re.compile(r"^(\d+)\. \*\*", re.MULTILINE)
NOT_CITED = "Not cited:"

CODE = re.compile(r"\b([MPR])(\d\d)(b?)(?:-\1(\d\d))?\b")
READING = re.compile(r"\b([A-F])(\d\d?)()(?:-\1(\d\d?))?\b")
TEST_NAME = re.compile(r"\btest((?:_[a-fmpr]\d\d?b?)+)_")
PROMISE = re.compile(r"\bpromises? ((?:\d+(?:, | and )?)+)")
DECISION = re.compile(r"\bdecisions? (\d+)\b")
ARTICLE = re.compile(r"\b[Aa]rts?\. ?(\d+)(?:\((\d+)\))?")
RFC = re.compile(r"\bRFC (\d+)")
TEMPLATE = re.compile(r"(.*?)(\{#.*?#\}|\Z)", re.DOTALL)
PAGE = re.compile(r"[\w./-]*\w\.md\b")
SECTION = re.compile(r'\b(docs/[\w/-]+\.md), "([^"\n]+)"')

HEADING = re.compile(r"^#+\s*第([一二三四五六七八九十]+)条", re.MULTILINE)
PARAGRAPH = re.compile(r"^\(([一二三四五六七八九十]+)\)", re.MULTILINE)
ITEM = re.compile(r"^(\d)\.?(?=\D)", re.MULTILINE)


class Source(NamedTuple):
    """A file that may cite: all of it, and of that the words meant for readers, lines
    kept in place.

    The two differ where a file holds data: `A3` in a test may be a cell of a
    spreadsheet, in a comment it is a reading of the rule.
    """

    path: Path
    text: str
    words: str


class Citation(NamedTuple):
    """Where a code is cited."""

    place: str
    code: str


# --- what may cite --------------------------------------------------------------------


@cache
def _program() -> list[Source]:
    """Product code, tests, policy files, settings and templates."""
    found = []
    for module in modules(*PACKAGES, "tests"):
        if module.path.stem != "test_citations":  # its examples are no citations
            found.append(
                Source(module.path, module.text, _words(module.text, module.nodes))
            )
    for folder in (*PACKAGES, "tests/policies", "tests/cases"):
        found += [_whole(path) for path in sorted((ROOT / folder).rglob("*.toml"))]
    for folder in PACKAGES:
        found += [_template(path) for path in sorted((ROOT / folder).rglob("*.html"))]
    for name in ("pyproject.toml", "Makefile", "Dockerfile", "docker-compose.yml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        comments = "\n".join(line.partition("#")[2] for line in text.splitlines())
        found.append(Source(Path(name), text, comments))
    return found


@cache
def _pages() -> list[Source]:
    """Every page for readers."""
    return [
        _whole(path)
        for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
    ]


def _words(text: str, nodes: Iterable[ast.AST]) -> str:
    """Return the docstrings and comments of a module, each on its line and the other
    lines empty.
    """
    if not READING.search(text) and not PAGE.search(text):
        return ""  # nothing else is looked for in words alone, and reading tokens takes seconds in all
    kept: dict[int, str] = {}
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            kept.update(
                enumerate(str(node.value.value).splitlines(), start=node.lineno)
            )
    remarks = "\n".join(line.partition("#")[2] for line in text.splitlines())
    if READING.search(remarks) or PAGE.search(remarks):
        for token in tokenize.generate_tokens(StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                kept[token.start[0]] = token.string
    return "\n".join(kept.get(line, "") for line in range(1, text.count("\n") + 2))


def _whole(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT), text, text)


def _template(path: Path) -> Source:
    """A template's comments, each on its line; its markup may hold anything."""
    text = path.read_text(encoding="utf-8")
    words = ""
    for markup, comment in TEMPLATE.findall(text):
        words += "\n" * markup.count("\n") + comment
    return Source(path.relative_to(ROOT), words, words)


# --- what is cited --------------------------------------------------------------------


def _found(
    pattern: re.Pattern[str], path: Path, text: str
) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield each match with its place, as file:line."""
    for found in pattern.finditer(text):
        yield f"{path}:{text.count(chr(10), 0, found.start()) + 1}", found


def _codes(source: Source) -> Iterator[Citation]:
    """Yield every code that the source cites; a range cites its ends and every entry
    between them.
    """
    for pattern, text in ((CODE, source.text), (READING, source.words)):
        for place, found in _found(pattern, source.path, text):
            family, first, letter, last = found.groups()
            ends = {int(first), int(last or first)}
            for number in range(min(ends), max(ends) + 1):
                code = f"{family}{number:0{len(first)}d}{letter}"
                if number in ends or code in _entries():
                    yield Citation(place, code)
    for place, found in _found(TEST_NAME, source.path, source.text):
        for code in found[1].strip("_").split("_"):
            yield Citation(place, code[0].upper() + code[1:])


@cache
def _entries() -> dict[str, str]:
    """Return the words under the heading of each code."""
    found = [
        entry
        for page in sorted(CODES.glob("*.md"))
        for entry in ENTRY.findall(page.read_text("utf-8"))
    ]
    twice = [
        code for code, count in Counter(code for code, _ in found).items() if count > 1
    ]
    assert twice == [], "these codes have two headings in docs/codes"
    return dict(found)


def _number(numeral: str) -> int:
    """Read 一 … 九十九, as articles are counted."""
    tens, ten, ones = numeral.rpartition("十")
    digits = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}
    return (digits.get(tens, 1) * 10 if ten else 0) + digits.get(ones, 0)


def _articles() -> dict[int, set[int]]:
    """Return the numbered paragraphs of each article; one counts 1, 2 instead of (一),
    (二).
    """
    text = RULE.read_text(encoding="utf-8")
    _preface, *parts = HEADING.split(text)
    bodies = zip(parts[::2], parts[1::2], strict=True)
    return {_number(n): _paragraphs(body) for n, body in bodies}


def _paragraphs(body: str) -> set[int]:
    return {_number(p) for p in PARAGRAPH.findall(body)} or {
        int(item) for item in ITEM.findall(body)
    }


def _headings(page: Path) -> list[str]:
    """Return the headings of a page; none where there is no such page."""
    return (
        re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
        if page.exists()
        else []
    )


def _standards() -> set[int]:
    return {
        int(line.split()[0])
        for line in STANDARDS.read_text(encoding="utf-8").splitlines()
        if line
    }


# --- the tests ------------------------------------------------------------------------


def test_the_numerals_of_articles_are_read() -> None:
    assert [_number(n) for n in ("一", "九", "十", "十一", "二十", "三十四")] == [
        1,
        9,
        10,
        11,
        20,
        34,
    ]


def test_the_rule_has_its_seventeen_articles() -> None:
    assert sorted(_articles()) == list(range(1, 18))


def test_citations_are_found_in_names_ranges_and_words_alone() -> None:
    text = 'def test_p04_r44_reading() -> None:\n    """Kept (R36-R38, A13)."""\n    cell = "B7"  # C5\n'
    source = Source(Path("some.py"), text, _words(text, ast.walk(ast.parse(text))))
    found = sorted(f"{each.place} {each.code}" for each in _codes(source))
    assert found == [
        *(
            "some.py:1 P04",
            "some.py:1 R44",
            "some.py:2 A13",
            "some.py:2 R36",
            "some.py:2 R37",
        ),
        *("some.py:2 R38", "some.py:3 C5"),
    ]


def test_every_failure_and_every_mail_rule_has_an_entry() -> None:
    numbered = {f"P{number:02}" for number in range(1, 41)} | {
        f"R{number:02}" for number in range(1, 58)
    }
    assert sorted(numbered - set(_entries())) == []


def test_every_code_cited_has_an_entry() -> None:
    citations = [each for source in (*_program(), *_pages()) for each in _codes(source)]
    assert len(citations) > 500
    lost = [
        f"{each.place} {each.code}" for each in citations if each.code not in _entries()
    ]
    assert not lost, listed(lost, "write an entry in docs/codes, or mend the citation")


def test_every_entry_is_cited_by_code_or_test_or_says_why_not() -> None:
    cited = {each.code for source in _program() for each in _codes(source)}
    uncited = [
        code
        for code, words in _entries().items()
        if code not in cited and NOT_CITED not in words
    ]
    assert not uncited, listed(
        uncited, f"cite it where it acts or is tested, or say {NOT_CITED!r} and why"
    )
    stale = [
        code
        for code, words in _entries().items()
        if code in cited and NOT_CITED in words
    ]
    assert not stale, listed(
        stale, f"is cited by now: take {NOT_CITED!r} out of its entry"
    )


def test_every_worked_case_has_its_entry() -> None:
    files = {int(path.name[:2]) for path in (ROOT / "tests/cases").glob("*.toml")}
    told = {
        int(number)
        for number in CASE.findall((CODES / "readings.md").read_text("utf-8"))
    }
    assert files == told


def test_every_promise_and_decision_cited_is_there() -> None:
    architecture = (ROOT / "docs/architecture.md").read_text("utf-8")
    promises = architecture.partition("## Promises")[2].partition("\n## ")[0]
    held = {int(number) for number in PROMISE_HELD.findall(promises)}
    settled = {int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("0*.md")}
    lost = []
    for source in (*_program(), *_pages()):
        for place, found in _found(PROMISE, source.path, source.text):
            for number in re.findall(r"\d+", found[1]):
                if int(number) not in held:
                    lost.append(f"{place} promise {number}")
        for place, found in _found(DECISION, source.path, source.text):
            if int(found[1]) not in settled:
                lost.append(f"{place} {found[0]}")
    assert not lost, listed(lost, "mend the citation")


def test_every_article_cited_stands_in_the_rule() -> None:
    articles = _articles()
    lost = []
    for source in (*_program(), *_pages()):
        for place, found in _found(ARTICLE, source.path, source.text):
            article, paragraph = int(found[1]), found[2]
            if article not in articles or (
                paragraph and int(paragraph) not in articles[article]
            ):
                lost.append(f"{place} {found[0]}")
    assert not lost, listed(lost, "mend the citation")


def test_every_rfc_cited_is_in_the_index() -> None:
    known = _standards()
    lost = []
    for source in (*_program(), *_pages()):
        for place, found in _found(RFC, source.path, source.text):
            if int(found[1]) not in known:
                lost.append(f"{place} {found[0]}")
    assert not lost, listed(
        lost, "add its number and title to tests/house/standards.txt"
    )


def test_every_page_named_is_in_the_repository() -> None:
    pages = {page.path for page in _pages()} | {RULE.relative_to(ROOT)}
    names = {path.name for path in pages}
    lost = []
    for source in (*_program(), *_pages()):
        for place, found in _found(PAGE, source.path, source.words):
            if Path(found[0]).name not in names:
                lost.append(f"{place} {found[0]}")
        for place, found in _found(SECTION, source.path, source.words):
            if found[2] not in _headings(ROOT / found[1]):
                lost.append(f"{place} {found[0]}")
    assert not lost, listed(
        lost, "what stands outside the repository cannot be looked up: say it here"
    )
