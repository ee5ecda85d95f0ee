"""Which lines of the Ningxia edition say which sentence of articles 11 and 12?

The sentences come from the rule's text, the lines from the policy file beside it; only
which belongs to which stands here. `docs/policy.md` shows them side by side
(`tests.house.pages`).
"""

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

from scoring.language.citation import articles_of, number_of
from tests.house.source import ROOT

POLICY = ROOT / "scoring/policy/ningxia-transport/2021-03-19.toml"
RULE = POLICY.with_suffix(".md")
ARTICLES = ("11", "12")
PART = re.compile(r"\(([一二三四五六七八九十]+)\)")
ITEM = re.compile(r"\d")
HEADER = re.compile(r"\[([\w.]+)\]")
KEY = re.compile(r"(\w+) = ")

ROSTER = (
    "Who belongs to which group stands in the dated roster (`yishiyibao units import`)."
)
DUTIES = tuple(
    f"quota.{key}"
    for key in (
        "research.owed",
        "research.categories",
        "monthly.owed",
        "monthly.categories",
    )
)
SAID_IN: tuple[tuple[str, tuple[str, ...] | str], ...] = (
    ("政务信息量化考核制度", "The heading."),
    ("(一)政务信息报送单位实行分组考核制", ("groups",)),
    ("各单位按照业务工作特点", ("groups",)),
    ("第一组:", ROSTER),
    ("第二组:", f"{ROSTER} What is its own business the office ticks, item by item."),
    ("第一组考核单位", DUTIES),
    ("第二组考核单位", DUTIES),
    (
        "各单位要按照要求和时限完成",
        (
            "commission.title",
            "quota.monthly.commissioned",
            "quota.research.commissioned",
        ),
    ),
    ("各单位动态类、综合型政务信息完成", ("quota.monthly.on_met",)),
    (
        "每月“零报送”扣5分",
        (
            "quota.monthly.on_zero",
            *(
                f"silence.{key}"
                for key in ("named", "per", "joint_counts", "instruction_counts")
            ),
        ),
    ),
    (
        "考察调研类和约稿政务信息完成1次",
        (
            "quota.research.on_met",
            "quota.research.on_short",
            "commission.on_met",
            "commission.on_late",
            "commission.on_missed",
        ),
    ),
    ("(二)政务信息采用条目计分规则", ("forms.count_as",)),
    ("1.", ("publications.table[1]",)),
    ("2.", tuple(f"publications.table[{row}]" for row in (2, 3, 4))),
    ("3.", tuple(f"publications.table[{row}]" for row in (5, 6, 7, 8, 9))),
    ("4.", ("publications.table[10]", "publications.table[11]")),
    (
        "5.",
        (
            "instruction.levels",
            "instruction.aliases",
            "instruction.unlisted",
            "instruction.needs_adoption",
            "selection.instructed.of",
            "selection.instructed.keep",
        ),
    ),
    ("6.", ("selection.repeats.of", "selection.repeats.keep")),
    ("单条政务信息由2个以上单位报送的", ("joint.others", "joint.duty_of_all")),
    ("政务信息考核奖励规则", "The heading."),
    ("厅办公室每季度统计", ("landing.by",)),
    (
        "1.季度效能目标考核",
        ("conversion.per", "conversion.full", "conversion.decimals", "conversion.of"),
    ),
    ("2年度效能目标考核", ("conversion.year_article",)),
    (
        "厅办公室根据全年",
        "A person decides, by the ranking of the year (`yishiyibao candidates`).",
    ),
)
"""How each sentence begins → the keys that say it, or why none does; in the order of
the text.
"""


class Sentence(NamedTuple):
    """A sentence of the rule, and the place by which it is cited."""

    article: str
    text: str


class Line(NamedTuple):
    """A line of the policy file: its number, the table it stands in, and what it
    says.
    """

    number: int
    header: str
    code: str


def sentences() -> Iterator[Sentence]:
    """Yield the sentences of the two articles in the order of the text."""
    texts = {
        article.number: article.text
        for article in articles_of(RULE.read_text(encoding="utf-8"))
    }
    for number in ARTICLES:
        part = item = ""
        for text in re.findall(r"[^。;\n]+[。;:]?", texts[number]):
            if mark := PART.match(text):
                part, item = f"({number_of(mark[1])})", ""
            elif mark := ITEM.match(text):
                item = mark[0] if part else f"({mark[0]})"
            yield Sentence(f"{number}{part}{item}", text)


def lines() -> dict[str, Line]:
    """Return key path → its line; of a list of tables each row too."""
    found: dict[str, Line] = {}
    header = rows = ""
    count = 0
    for number, line in enumerate(POLICY.read_text(encoding="utf-8").splitlines(), 1):
        code = re.sub(r'\s+#[^"]*$', "", line)
        if mark := HEADER.match(code):
            header = mark[1]
        elif mark := KEY.match(code):
            path = f"{header}.{mark[1]}" if header else mark[1]
            found[path] = Line(number, header, code)
            rows, count = path, 0
        elif code.startswith("    {"):
            count += 1
            found[f"{rows}[{count}]"] = Line(
                number, header, code.strip().removesuffix(",")
            )
    return found


def side_by_side() -> str:
    """Return the sentences, each beside its lines and the readings that may change
    them, as Markdown.
    """
    rows = "\n".join(
        f"| {sentence.article} | {sentence.text} | {_shown(said)} | {_readings(said)} |"
        for sentence, (_, said) in zip(sentences(), SAID_IN, strict=True)
    )
    return f"| Article | The rule says | The file says | Readings |\n|---|---|---|---|\n{rows}"


def _shown(said: tuple[str, ...] | str) -> str:
    if isinstance(said, str):
        return said
    known, cells, header = lines(), list[str](), ""
    for path in said:
        line = known[path]
        if line.header != header:
            cells.append(f"`[{line.header}]`")
            header = line.header
        cells.append(f"`{line.code}`")
    return "<br>".join(cells)


def _readings(said: tuple[str, ...] | str) -> str:
    """The readings of which a changed key is one of those shown, or lies in one."""
    readings = tomllib.loads(POLICY.read_text(encoding="utf-8"))["reading"]
    shown = said if isinstance(said, tuple) else ()
    return ", ".join(
        name
        for name, reading in readings.items()
        if any(
            f"{changed}.".startswith(f"{path}.")
            for changed in reading["set"]
            for path in shown
        )
    )
