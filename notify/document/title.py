"""Where does a long title turn to its next line?

GB/T 9704 7.3.1: lines that keep words whole and lie well in the middle, so before a word and as near to the
middle as may be.
"""

import re
import unicodedata

LINE = 20
"""Characters of 二号 on a line."""
_WORDS = re.compile(r"(?=政务信息|报送|采用|情况|工作|考核|征集|关于(?!.*关于)|[（《])")


def title_lines(title: str) -> tuple[str, ...]:
    """The title as it is, or in two lines where one will not do."""
    if wide(title) <= LINE:
        return (title,)
    places = [match.start() for match in _WORDS.finditer(title) if 0 < match.start() < len(title)]
    fitting = [at for at in places if max(wide(title[:at]), wide(title[at:])) <= LINE]
    if not fitting:
        return (title,)
    at = min(fitting, key=lambda place: abs(wide(title[:place]) - wide(title[place:])))
    return title[:at], title[at:]


def wide(text: str) -> float:
    """How many Chinese characters wide a text is."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)
