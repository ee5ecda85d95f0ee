"""Which category does an item seem to belong to, and how long is it?

What the letter itself says of its category is taken at its word (a tag, 类别：…). Else
evidence is weighed: what speaks for a category (`category_signs`, and how the text is
built) adds up, the usual one has something from the start, and the best is proposed
with its weightiest reasons, because the office confirms or changes it (Art. 7). Where
the next comes near, the proposal says so.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.triage.category_signs import (
    GENERAL,
    OTHER,
    READ_SIGNS,
    SUDDEN,
    USUAL,
    SignPlace,
)
from ledger.rulebook import IntakeRule
from ledger.width import nfkc

FOLLOW_UP = "续报"
"""The tag of a subject that is marked as a later report of an emergency."""
_OTHER_TAGS = frozenset({"社情民意", "舆情信息", "问题建议"})
_LOOKED_AT = 400
"""Characters of a text or note in which it says what it is."""
_FIRST_LINES = 5
_OPENING = 320
"""Characters in which an emergency has said what happened, when, and what is done."""
_BUILT = 1_500
_CLAUSED = 800
_ENDING = 150
_TEXT_BOUND = 500_000
_REASONS = 3
_SHOWN = 12
"""Characters of a sign that a reason shows."""
_HEAD = len("坚持")
_POINTS = 3
"""As many points one after the other make a text of its own kind."""
_AT_FIRST = 5
"""What the usual category weighs before anything is read: most items belong to it."""
_URGED = 3
"""What 紧急 weighs: where nothing else speaks for an emergency, the office is asked."""
_NEAR = 3
"""Categories that are fewer points apart are both possible."""


class Proposed(NamedTuple):
    """A category, why, and why it may be another one ("" if nothing much speaks for
    one); both Chinese.
    """

    category: str
    because: str
    unsure: str = ""


class _Evidence(NamedTuple):
    """How much speaks for a category, and what (Chinese)."""

    category: str
    weight: int
    because: str


_MOMENT = re.compile(
    r"[\d凌今昨深夜](?:(?<=\d)\d?[时点](?:\d{1,2}分?)?(?:许|左右|,)?"
    r"|(?<=凌)晨|(?<=今)[晨日]|(?<=昨)[夜晚]|(?<=深)夜|(?<=夜)间)"
)
"""When a sudden thing happened is said to the hour."""
_SUDDEN_SORT = (
    r"(?:突发(?:事件|情况)?|紧急(?=[信报快情事]))(?:信息|报告|快报|情况|事项)?"
)
_BEGINNING = re.compile(
    rf"^\s*[\[【(]?{_SUDDEN_SORT}[\]】)]?\s*[:+\-—]"
    rf"|^\s*[\[【(]{_SUDDEN_SORT}[\]】)]"
    r"|^\s*[\[【(]?续报[一二三四五六七八九十\d]{0,3}[\]】)]?\s*:?"
)
_URGENT = re.compile(r"^\s*(?:[\[【(]紧急[\]】)]|紧急\s*[:+—])")
"""【紧急】 says how fast a mail is to be read: a sign of an emergency, no more."""
_FORMULA = re.compile(
    r"“(?:[^”]{0,4}[二三四五六七八九十两2-9][^一二三四五六七八九十两\d”][^”]{1,8}|[^”]{1,10}[+·、][^”]{1,10})”"
)
"""A way of working under a name: “四个延伸”, “三抓三促”, “信用+养护”."""
_POINT = re.compile(r"[一二三四五六七]是")
_POINT_OF_ITS_OWN = (
    re.compile(r" *[(（]?[一二三四五六七][)）、] *\S"),
    re.compile(r" *[—–―-]{2} *\S"),
    re.compile(r" *[\u4e00-\u9fff“”]{4,16}[。:] *\S"),
)
"""How lines begin that tell a point each."""
_KIND = re.compile(
    r"(?:事件|情况)?类?(?:政务)?(?:信息|报告|快报|材料|稿件?|文章|专报)?"
)
"""What may follow a category in a tag that names it."""
_AROUND = " \n:+-—[]【】()"
_CLAUSES = re.compile(r"[。;:、,\n]")
_LABELLED = re.compile(r"(?:信息)?(?:类别|类型|分类)\s*[::]\s*(?P<said>\S{2,8})")
_EACH = (
    r"\u2e80-\u2fff\u3001-\u303f\u3040-\u30ff\u3105-\u312f\u31a0-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    r"\U00020000-\U0003ffff‘’“”…—·"
)
_EACH_RUN = re.compile(rf"[{_EACH}]+")
_OTHER_RUN = re.compile(rf"[^\s{_EACH}]+")


def propose(
    title: str, text: str, intake: IntakeRule, tags: Sequence[str] = (), note: str = ""
) -> Proposed:
    """The category of an item; `tags` are bracketed labels of the subject
    (`Subject.tags`), and `FOLLOW_UP`.

    `note` is the covering note that came with `text`: only what it says of the category
    itself is heard.

    With nothing to go by it is the usual one, 动态, or the rule's first category if it
    has none of that name.
    """
    heading = nfkc(title)
    built = nfkc(text[:_BUILT])
    covering = nfkc(note[:_LOOKED_AT]) if note != text else ""
    said = _said(heading, built[:_LOOKED_AT], covering, tags, intake)
    if said:
        unsure = _possible(said[1].category, said[1:2]) if len(said) > 1 else ""
        return Proposed(said[0].category, said[0].because, unsure)

    usual = (
        USUAL
        if USUAL in intake.categories or not intake.categories
        else intake.categories[0]
    )
    weights = Counter({usual: _AT_FIRST})
    found: dict[str, list[_Evidence]] = {usual: []}
    signs = [*_signs(heading, built, nfkc(text[-_ENDING:]))]
    if any(map(_URGENT.match, (heading, built, *(f"【{tag}】" for tag in tags)))):
        signs.append(_Evidence(SUDDEN, _URGED, "注明“紧急”"))
    for evidence in signs:
        if evidence.category in intake.categories:
            weights[evidence.category] += evidence.weight
            found.setdefault(evidence.category, []).append(evidence)
    (best, most), *others = weights.most_common()
    because = _reasons(found[best])
    if not because:
        how = "动态类" if usual == USUAL else "规则的第一类"
        because = f"没有其他类别的标志，按{how}处理"
    unsure = ""
    if others and most - others[0][1] < _NEAR:
        second = others[0][0]
        unsure = _possible(second, found[second])
    return Proposed(best, because, unsure)


def characters(text: str) -> int:
    """How long `text` is, counted as a word processor counts words (Art. 8).

    A Chinese character or Chinese punctuation mark is 1, a run of other signs between
    blanks is 1, blanks are 0.
    """
    text = text[:_TEXT_BOUND]
    return sum(map(len, _EACH_RUN.findall(text))) + len(_OTHER_RUN.findall(text))


def _possible(category: str, found: Sequence[_Evidence]) -> str:
    return f"也可能是{category}类（{_reasons(found) or '多数来件属此类'}）"


def _reasons(found: Sequence[_Evidence]) -> str:
    """The weightiest reasons (Chinese), "" if there are none."""
    ordered = sorted(found, key=lambda each: -each.weight)
    return "；".join(each.because for each in ordered[:_REASONS])


def _said(
    heading: str, opening: str, covering: str, tags: Sequence[str], intake: IntakeRule
) -> list[_Evidence]:
    """What the letter itself says of its category, once for each category that it
    names, the first first.

    Subject tags come first, then labels of the text and of the covering note, then a
    beginning that calls it an emergency: what says so is one, whatever else it speaks
    of (Art. 7(4)).
    """
    said: dict[str, _Evidence] = {}
    for category, because in (
        *_tagged(tags, intake),
        *_stated(opening, intake),
        *_stated(covering, intake),
        *_covered(covering or opening, intake),
        *_begun(heading, "标题"),
        *_begun(opening, "正文"),
    ):
        if category in intake.categories:
            said.setdefault(category, _Evidence(category, 0, because))
    return list(said.values())


def _tagged(tags: Sequence[str], intake: IntakeRule) -> Iterator[tuple[str, str]]:
    for tag in tags:
        if tag == FOLLOW_UP or _BEGINNING.match(f"【{tag}】"):
            yield SUDDEN, f"主题注明“{tag}”"
        if tag in _OTHER_TAGS:
            yield OTHER, f"主题注明“{tag}”"
        for category in intake.categories:
            if tag.startswith(category) and _KIND.fullmatch(
                tag, len(category)
            ):  # never 综合执法
                yield category, f"主题注明“{tag}”"


def _stated(opening: str, intake: IntakeRule) -> Iterator[tuple[str, str]]:
    """A category that the text names itself: 类别:动态, or a line 综合信息 at its
    head.
    """
    if "类" in opening and (found := _LABELLED.search(opening)):
        for category in intake.categories:
            if category in found["said"]:
                yield category, f"正文注明类别为“{category}”"
    for line in opening.splitlines()[:_FIRST_LINES]:
        for category in intake.categories:
            if category not in line:
                continue
            ways = rf"[\[【(]?{re.escape(category)}(?:类|信息|类信息|报告|类政务信息)[\]】)]?"
            if re.fullmatch(ways, line.strip()):
                yield category, f"正文开头注明“{line.strip()}”"


def _covered(covering: str, intake: IntakeRule) -> Iterator[tuple[str, str]]:
    """What a covering note calls what it brings: 调研材料见附件, 综合信息一篇."""
    for category in intake.categories:
        if category not in covering:
            continue
        pattern = (
            rf"{re.escape(category)}类?(?:信息|材料|文章|报告|稿件)(?=[一见如,。:]|$)"
        )
        if found := re.search(pattern, covering):
            yield category, f"来件说明为“{found.group()}”"
    if found := re.search(r"(?:贯彻落实|典型经验|经验)类(?:信息|材料)", covering):
        yield GENERAL, f"来件说明为“{found.group()}”"


def _begun(text: str, where: str) -> Iterator[tuple[str, str]]:
    if found := _BEGINNING.search(text):
        yield SUDDEN, f"{where}开头注明“{found.group().strip(_AROUND)}”"


def _signs(heading: str, built: str, ending: str) -> Iterator[_Evidence]:
    """What speaks for each category in a title, a text's beginning and end, and in how
    the text is built.
    """
    places = {
        SignPlace.TITLE: heading,
        SignPlace.OPENING: built[:_OPENING],
        SignPlace.TEXT: built,
        SignPlace.ENDING: ending,
    }
    unread = heading
    for sign, words, unless in READ_SIGNS:
        in_title = sign.place is SignPlace.TITLE
        found = words.search(unread if in_title else places[sign.place])
        if found is None or unless.search(places[sign.place]):
            continue
        yield _Evidence(
            sign.category,
            sign.weight,
            f"{sign.place.value}中有“{found.group()[:_SHOWN]}”",
        )
        if in_title:
            unread = unread[: found.start()] + "\n" + unread[found.end() :]
    if moment := _MOMENT.search(built[:_OPENING]):
        yield _Evidence(SUDDEN, 1, f"开头写明时刻“{moment.group()}”")
    if formula := _FORMULA.search(heading):
        yield _Evidence(GENERAL, 2, f"标题概括为{formula.group()}")
    lines = built.split("\n")
    points = len(_POINT.findall(built))
    for pattern in _POINT_OF_ITS_OWN:
        points = max(points, sum(pattern.match(line) is not None for line in lines))
    if points >= _POINTS:
        yield _Evidence(GENERAL, 2, f"正文分{points}点")
    else:
        # The two characters with which three clauses begin: 坚持…；坚持…；坚持….
        clauses = _CLAUSES.split(built[:_CLAUSED])
        heads = Counter([clause[:2] for clause in clauses if len(clause) > _HEAD])
        for head, times in heads.most_common(1):
            if times >= _POINTS and head.isalpha():
                yield _Evidence(GENERAL, 2, f"正文几句都以“{head}”开头")
