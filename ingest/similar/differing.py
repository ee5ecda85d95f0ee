"""Do two titles that look alike tell of different things?

Titles share templates: 开展冬季养护专项行动 and 开展夏季养护专项行动, 春运保障提质增效 and 执法培训提质增效,
one month's report and the next one's. What tells them apart is what one says *instead* of the other's words;
what is merely added (今日, 通, a mark) tells nothing else. What follows for a proposal is left to `likeness`.
"""

import re
from difflib import SequenceMatcher

from ingest.similar.known_items import letters_of

_BOUND = 120
"""Characters of a title that are compared; comparing takes the square of them."""
# What is counted or numbered: digits anywhere, and Chinese numerals before the word they count.
_NUMBER = re.compile(
    r"\d+|[〇零一二两三四五六七八九十百千万]+"
    r"(?=个?[月季年期次批周号届轮阶标场条起例站座处辆人名家户项篇件天]|半年)"
)
_FUNCTION_WORDS = frozenset("的了地得着在于和与及暨等并再又已将被把")
"""Words that say nothing of the matter."""
_TEMPLATE = 4
"""Characters at the head or the end that two titles of one template have in common."""


def share_template(one: str, other: str) -> bool:
    """Whether two titles begin or end with the same words."""
    ours, theirs = letters_of(one[:_BOUND]), letters_of(other[:_BOUND])
    return ours[:_TEMPLATE] == theirs[:_TEMPLATE] or ours[-_TEMPLATE:] == theirs[-_TEMPLATE:]


def tell_apart(one: str, other: str) -> bool:
    """Whether each title says something in place of what the other says: another number, place or matter."""
    ours, theirs = letters_of(one[:_BOUND]), letters_of(other[:_BOUND])
    if _NUMBER.findall(ours) != _NUMBER.findall(theirs):
        return True
    # The same words in another order are no other words.
    only_ours, only_theirs = _own_words(*sorted((ours, theirs)))
    return bool(only_ours and only_theirs and sorted(only_ours) != sorted(only_theirs))


def _own_words(ours: str, theirs: str) -> tuple[str, str]:
    """The characters that only the one has, and only the other, without what says nothing of the matter."""
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    only_ours: list[str] = []
    only_theirs: list[str] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            only_ours += [sign for sign in ours[i1:i2] if sign not in _FUNCTION_WORDS]
            only_theirs += [sign for sign in theirs[j1:j2] if sign not in _FUNCTION_WORDS]
    return "".join(only_ours), "".join(only_theirs)
