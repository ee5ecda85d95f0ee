"""What became of keys that policy files had before?

No office need find out by itself: `policy check` says of each former key what is
written now. A path is that of the key, with * for a name that the office chose and
without the numbers of rows.
"""

import re
from collections.abc import Mapping

FORMER: Mapping[str, str] = {
    "stacking": (
        'is [selection.NAME] now: article, of = ["adoption"] and '
        'keep = [{ highest = 1, per = "item" }]; keep = "any" is keep = [], and '
        'instructions_add = false is of = ["adoption", "instruction"]'
    ),
    "instruction.once_per": (
        'is a [selection.NAME] now: of = ["instruction"] and '
        'keep = [{ highest = 1, per = "leader" }], or "level" or "item"; '
        'for "each" write none'
    ),
}
_NAMED = ("quota", "calendar", "remark", "selection", "reading")
"""The tables whose keys are names that the office chooses."""


def became_of(path: str) -> str | None:
    """What is written now in place of the key at `path`; None where there never was
    such a key.
    """
    steps = re.sub(r"\[\d+\]", "", path).split(".")
    if len(steps) > 1 and steps[0] in _NAMED:
        steps[1] = "*"
    return FORMER.get(".".join(steps))
