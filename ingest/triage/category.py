"""Which category does an item seem to belong to, and how long is it?

What the letter itself says comes first, then telling words of its title and first lines; the reason is given
with the proposal, because the office confirms or changes it (Art. 7). Categories are the rule's
(`IntakeRule.categories`): the words below propose one only if the rule has it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ledger.rulebook import IntakeRule

SUDDEN = "突发"
"""The category of emergencies, whose later reports continue the first (Art. 7)."""
FOLLOW_UP = "续报"
"""The tag of a subject that is marked as a later report of an emergency."""
_RESEARCH = "调研"
_GENERAL = "综合"
_USUAL = "动态"
_ENDING = 150
_BUILT = 3_000
_POINTS = 3
"""As many points one after the other make a text of its own kind."""
_OTHER = "其他"
_OTHER_TAGS = frozenset({"社情民意", "舆情信息", "问题建议"})
_FIRST_LINES = 5
_LOOKED_AT = 400
_TEXT_BOUND = 500_000


class Proposed(NamedTuple):
    """A category and why (Chinese)."""

    category: str
    because: str


class _Words(NamedTuple):
    """Words that speak for a category, and words beside which they do not."""

    category: str
    telling: re.Pattern[str]
    unless: re.Pattern[str] | None = None


# What says so at its very beginning is one, whatever else it speaks of (Art. 7(4)).
_BEGINNING = _Words(
    SUDDEN,
    re.compile(
        r"^\s*[\[【(]?(?:突发(?:事件|情况)?|紧急)(?:信息|报告|快报|情况|事项)?[\]】)]?\s*[:+\-—]"
        r"|^\s*[\[【(](?:突发(?:事件|情况)?|紧急)(?:信息|报告|快报|情况|事项)?[\]】)]"
        r"|^\s*[\[【(]?续报[一二三四五六七八九十\d]{0,3}[\]】)]?\s*:"
    ),
)
# In this order: a title with 调研报告 may well speak of an accident.
_TITLE_WORDS = (
    _BEGINNING,
    _Words(
        _RESEARCH,
        re.compile(
            r"调研报告|调查报告|研究报告|调研(?:与)?(?:分析|思考|启示)|专题调研$|的调研|的调查与思考|课题报告|专题调研报告|的思考(?:与建议)?$"
            r"|问题(?:的)?(?:调查|分析)$|(?:难点|问题|困境|短板)[及与和、](?:对策|建议)"
        ),
    ),
    _Words(
        SUDDEN,
        re.compile(
            r"突发事件|突发|事故|险情|灾情|坍塌|塌方|塌陷|滑坡|泥石流|水毁|侧翻|追尾|坠落|伤亡|中断|溃|火情|火灾|被困|抢险|疫情快报"
        ),
        re.compile(
            r"演练|演习|培训|预案|讲座|宣传|座谈|会议|部署|防范|预防|排查|防控|整治|警示|教育|隐患|修复|重建|恢复通行|恢复通车|便道|保险|理赔|通车|架设|建成|投用|完工|开工|零事故|无事故|遏制|做好|强化|提升|保障"
        ),
    ),
    _Words(
        _OTHER,
        re.compile(
            r"大事记|(?:群众|企业|司机|乘客|社会).{0,16}反映(?:强烈|突出|集中|较多|普遍)|引起重视|社情民意|值班情况|统计表$"
        ),
    ),
    _Words(
        _GENERAL,
        re.compile(
            r"(?:传达|贯彻|落实|学习).{0,24}精神|典型经验|经验做法|做法与成效|做法和成效|主要做法|工作做法|贯彻落实|学习贯彻|传达学习|综述|工作总结|情况的?(?:报告|汇报)$"
            r"|亮点工作|成效显著|工作纪实|经验$|的?做法$|探索[与和]实践|实践[与和]探索|落实.{0,14}批示|经验交流(?!会)|启示"
        ),
        re.compile(r"(?:学习|考察|借鉴|交流).{0,16}经验$"),
    ),
)
_TO_BE_CONTINUED = _Words(SUDDEN, re.compile(r"(?:后续|情况|进展|事态).{0,8}续报"))
_OPENING_WORDS = (
    _BEGINNING,
    _Words(
        _RESEARCH,
        re.compile(
            r"调研报告|开展了?(?:专题)?调研[,，].{0,40}(?:存在的?问题|对策|建议)|现将调研情况"
            r"|(?:组成|成立)(?:专题)?调研组.*(?:问题|困难|短板).*(?:建议|对策)",
            re.DOTALL,
        ),
    ),
    _Words(
        SUDDEN,
        re.compile(
            r"突发事件(?:信息|快报|报告)|(?:后续|情况|进展|事态).{0,8}续报|(?<!未)(?<!没有)(?<!无)(?<!易)(?<!不)(?<!再)发生(?:一起)?.{0,12}(?:事故(?!易发)|塌方|滑坡|险情|泥石流)|(?:伤亡|受伤|死亡)\d*人"
        ),
    ),
)
_FOUND = re.compile(r"(?:调研|调查|摸底|座谈|走访).{0,60}?(?:发现|显示|了解到|表明|反映|存在)", re.DOTALL)
_ADVISED = re.compile(r"(?:为此|对此|因此)?建议[:,一]|对策建议|(?:防治|工作)?对策[:：]|提出(?:以下|如下)建议")
_ENUMERATED = (
    re.compile(r"[一二三四五六七]是"),
    re.compile(r"^\s*[(（]?[一二三四五六七][)）、]\s*\S", re.MULTILINE),
    re.compile(r"^\s*[—–―-]{2}\s*\S", re.MULTILINE),
    re.compile(r"^\s*[\u4e00-\u9fff“”]{4,16}[。:]\s*\S", re.MULTILINE),
)
_WAY = re.compile(
    r"探索|工作法|做法|经验|样本|模式|路径|抓手|机制|新路|创新|提质增效|降本增效|见实效|以.{2,14}(?:推动|促进|提升|赋能)"
)
_LABELLED = r"(?:信息)?(?:类别|类型|分类)\s*[::]\s*(?P<said>\S{2,8})"
_EACH = (
    r"\u2e80-\u2fff\u3001-\u303f\u3040-\u30ff\u3105-\u312f\u31a0-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    r"\U00020000-\U0003ffff‘’“”…—·"
)
_COUNTED = re.compile(rf"[{_EACH}]|[^\s{_EACH}]+")


def propose(title: str, text: str, intake: IntakeRule, tags: Sequence[str] = (), note: str = "") -> Proposed:
    """The category of an item; `tags` are bracketed labels of the subject (`Subject.tags`), and `FOLLOW_UP`.

    `note` is the covering note that came with `text`: only what it says of the category itself is heard.

    With nothing to go by it is the usual one, 动态, or the rule's first category if it has none of that name.
    """
    for found in _signs(title, text, intake, tags, note):
        if found.category in intake.categories:
            return found
    if _USUAL in intake.categories or not intake.categories:
        return Proposed(_USUAL, "没有其他类别的标志，按动态类处理")
    return Proposed(intake.categories[0], "没有其他类别的标志，按规则的第一类处理")


def characters(text: str) -> int:
    """How long `text` is, counted as a word processor counts words (Art. 8).

    A Chinese character or Chinese punctuation mark is 1, a run of other signs between blanks is 1, blanks are
    0.
    """
    return len(_COUNTED.findall(text[:_TEXT_BOUND]))


def _signs(title: str, text: str, intake: IntakeRule, tags: Sequence[str], note: str) -> Iterator[Proposed]:
    """What speaks for a category, the weightiest first, whether the rule has that category or not."""
    opening = unicodedata.normalize("NFKC", text[:_LOOKED_AT])
    heading = unicodedata.normalize("NFKC", title)
    for tag in tags:
        if tag == FOLLOW_UP:
            yield Proposed(SUDDEN, f"主题注明“{tag}”")
        if tag in _OTHER_TAGS:
            yield Proposed(_OTHER, f"主题注明“{tag}”")
        for category in intake.categories:
            if tag.startswith(category):
                yield Proposed(category, f"主题注明“{tag}”")
    yield from _stated(opening, intake)
    yield from _stated(unicodedata.normalize("NFKC", note[:_LOOKED_AT]), intake)
    # What a covering note calls what it brings: 调研材料见附件, 综合信息一篇.
    for category in intake.categories:
        pattern = rf"{re.escape(category)}类?(?:信息|材料|文章|报告|稿件)(?=[一见如,，。:：]|$)"
        if found := re.search(pattern, note[:_LOOKED_AT]):
            yield Proposed(category, f"来件说明为“{found.group()}”")
    if found := re.search(r"(?:贯彻落实|典型经验|经验)类(?:信息|材料)", note[:_LOOKED_AT]):
        yield Proposed(_GENERAL, f"来件说明为“{found.group()}”")
    yield from _by_words(heading, _TITLE_WORDS, "标题")
    yield from _by_words(opening, _OPENING_WORDS, "正文")
    yield from _by_words(unicodedata.normalize("NFKC", text[-_ENDING:]), (_TO_BE_CONTINUED,), "正文")
    # How a text is built: findings and proposals are a study, points of one way of working a survey.
    built = unicodedata.normalize("NFKC", text[:_BUILT])
    if _FOUND.search(built) and _ADVISED.search(built):
        yield Proposed(_RESEARCH, "正文有调研情况和对策建议")
    points = max(len(pattern.findall(built)) for pattern in _ENUMERATED)
    if points >= _POINTS and (_WAY.search(heading) or _WAY.search(built)):
        yield Proposed(_GENERAL, f"正文分{points}点介绍做法")


def _stated(opening: str, intake: IntakeRule) -> Iterator[Proposed]:
    """A category that the text names itself: 类别:动态, or a line 综合信息 at its head."""
    if found := re.search(_LABELLED, opening):
        for category in intake.categories:
            if category in found["said"]:
                yield Proposed(category, f"正文注明类别为“{category}”")
    for line in opening.splitlines()[:_FIRST_LINES]:
        for category in intake.categories:
            ways = rf"[\[【(]?{re.escape(category)}(?:类|信息|类信息|报告|类政务信息)[\]】)]?"
            if re.fullmatch(ways, line.strip()):
                yield Proposed(category, f"正文开头注明“{line.strip()}”")


def _by_words(text: str, table: Sequence[_Words], where: str) -> Iterator[Proposed]:
    for words in table:
        found = words.telling.search(text)
        if found and not (words.unless and words.unless.search(text)):
            yield Proposed(words.category, f"{where}中有“{found.group()[:10]}”")
