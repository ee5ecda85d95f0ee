"""Which places of a rule's text can be cited?

Splits the Markdown beside a policy file into its articles: 第十一条 is "11", its (二) is "11(2)", item 6
under that is "11(2)6"; items right under an article are "12(1)", "12(2)". Whether a datum cites rightly
is `edition`'s affair.
"""

import re
from collections.abc import Iterator

from ledger.rulebook import Article

_DIGITS = {character: number for number, character in enumerate("〇一二三四五六七八九")}
_HEADING = re.compile(r"#+ *第([一二三四五六七八九十百]+)条")
_PART = re.compile(r"[((]([一二三四五六七八九十]+)[))]")
_ITEM = re.compile(r"(\d{1,2})[..、]?(?=[^\d..])")


def number_of(chinese: str) -> int:
    """A Chinese numeral up to 999: 十一 is 11, 二十 is 20."""
    total = digit = 0
    for character in chinese:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def articles_of(markdown: str) -> tuple[Article, ...]:
    """Every article, paragraph and item in the order of the text; an article's words include its items'."""
    return tuple(_articles(markdown.splitlines()))


def main_article(citation: str) -> str:
    """The article a citation lies in: "11" of "11(2)6"."""
    return citation.partition("(")[0]


def cited_at(value: object, citation: str, path: str = "") -> str:
    """The path of the first key of a document that holds a citation; "" when there is none."""
    match value:
        case dict():
            within = [(f"{path}.{key}" if path else str(key), each) for key, each in value.items()]
        case list():
            within = [(f"{path}[{number}]", each) for number, each in enumerate(value, 1)]
        case _:
            return path if value == citation else ""
    return next((found for key, each in within if (found := cited_at(each, citation, key))), "")


def order_of(citation: str) -> tuple[int, ...]:
    """A key that sorts citations as the text runs."""
    return tuple(int(part) for part in re.findall(r"\d+", citation))


def _articles(lines: list[str]) -> Iterator[Article]:
    number, body = "", list[str]()
    for line in (*lines, "# "):
        heading = _HEADING.match(line)
        if line.startswith("#"):
            if number:
                yield Article(number, _joined(body))
                yield from _parts(number, body)
            number, body = (str(number_of(heading[1])), []) if heading else ("", [])
        else:
            body.append(line)


def _parts(number: str, body: list[str]) -> Iterator[Article]:
    part = ""
    found: dict[str, list[str]] = {}
    for line in body:
        if mark := _PART.match(line):
            part = f"{number}({number_of(mark[1])})"
            found[part] = [line]
        elif item := _ITEM.match(line):
            found[f"{part}{item[1]}" if part else f"{number}({item[1]})"] = [line]
        elif part:
            found[part].append(line)
    yield from (Article(citation, _joined(words)) for citation, words in found.items())


def _joined(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line.strip())
