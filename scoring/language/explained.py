"""How does an edition read as sentences, article by article, for the office to check?

Beside the words of each article stand the sentences of all data that cite it, with what
another reading would change; what is not computed is said with the reason, and so is
what nobody accounts for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ledger.rulebook import Article, Edition, Reading
from scoring.language.citation import main_article, order_of
from scoring.language.sentences import SaidOfRule, sentences

_WORDS = 60
"""How many characters of an article are repeated, so that a reader finds the place."""
_MARK = re.compile(r"^\s*(?:[(\uff08]\S{1,3}[)\uff09]|\d{1,2}[.\uff0e、]?)")
"""What a paragraph or an item begins with; its place says it already."""
_DIGITS = "零一二三四五六七八九"


def explanation(edition: Edition, turned: Mapping[str, Edition]) -> Iterator[str]:
    """Line by line what the edition says; `turned` is the same file, each of its
    readings taken the other way, by id.
    """
    yield f"{edition.office}《{edition.title}》"
    yield f"编号：{edition.id}"
    said = [*sentences(edition), *_readings(edition, turned)]
    for place in edition.articles or _places_cited(said):
        yield from _of_place(edition, place, said)
    defaults = [each.text for each in said if not each.article]
    if defaults:
        yield ""
        yield "文件没有写的，程序按通例："
        yield from (f"  · {text}" for text in defaults)


def _readings(edition: Edition, turned: Mapping[str, Edition]) -> Iterator[SaidOfRule]:
    """Each sentence that can be read in two ways, and what the file would say then."""
    held = {each.text for each in sentences(edition)}
    for reading in edition.readings:
        other = sentences(turned[reading.id])
        instead = "".join(each.text for each in other if each.text not in held)
        yield SaidOfRule(reading.article, _two_ways(reading, instead))


def _two_ways(reading: Reading, instead: str) -> str:
    then = f"那样程序就改为：{instead}" if instead else "那样计分不变。"
    return (
        f"这里有两种读法（{reading.id}）。现在的读法：{reading.text}。"
        f"另一种读法：{reading.other}；{then}"
    )


def _places_cited(said: Sequence[SaidOfRule]) -> tuple[Article, ...]:
    """Where the rule's text is not at hand: the places that are cited, in order."""
    cited = {each.article for each in said if each.article}
    in_order = sorted(cited, key=lambda place: (order_of(place), place))
    return tuple(Article(place, "") for place in in_order)


def _of_place(
    edition: Edition, place: Article, said: Sequence[SaidOfRule]
) -> Iterator[str]:
    """One article, paragraph or item; nothing where all is said under its article."""
    here = [each.text for each in said if each.article == place.number]
    main = main_article(place.number)
    below = [each for each in said if main_article(each.article) == main]
    because = edition.uncomputed.get(place.number)
    if not (here or because) and place.number != main and not below:
        return
    yield ""
    name = _name(place)
    blank = "" if name.endswith("、") else "　"  # 一、对象 as the rule writes it
    yield f"{name}{blank}{_beginning(place, edition.articles)}".rstrip()
    if here:
        yield "  程序这样算："
        yield from (f"  · {text}" for text in here)
    if because is not None:
        yield f"  这一条没有数，由人掌握：{because}。"
    elif not here and below:
        yield "  这里没有数。" if place.number != main else "  数在下面各处。"
    elif not here:
        yield "  这一条没有登记：没有一个数依据它，也没有写明为什么不计算。"


def _beginning(place: Article, all_places: Sequence[Article]) -> str:
    """The first words of a place that are its own, not those of a place within it."""
    within = {
        each.text.partition("\n")[0]
        for each in all_places
        if each.number != place.number and each.number.startswith(place.number)
    }
    first = place.text.partition("\n")[0]
    if first in within:
        return ""
    first = _MARK.sub("", first).strip()
    return first if len(first) <= _WORDS else f"{first[:_WORDS]}……"


def _name(place: Article) -> str:
    """A place as an office writes it: 第十一条(二)第6项; 三、(二) by chapters."""
    numbers = order_of(place.number)
    if not place.number[0].isdigit():
        return f"“{place.number}”"
    numeral = _numeral(numbers[0])
    said = f"{numeral}、" if place.is_chapter else f"第{numeral}条"
    # Right under an article, "12(1)" may be a paragraph (一) or an item 1.
    if len(numbers) == 2 and place.text.lstrip()[:1].isdigit():
        return f"{said}第{numbers[1]}项"
    if len(numbers) > 1:
        said += f"({_numeral(numbers[1])})"
    return f"{said}第{numbers[2]}项" if len(numbers) > 2 else said


def _numeral(number: int) -> str:
    """A number up to 999 in Chinese: 11 is 十一, 105 is 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += f"{'' if tens == 1 and not hundreds else _DIGITS[tens]}十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones else "")
