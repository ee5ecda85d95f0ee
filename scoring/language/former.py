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
    "heads": 'is a [measure.NAME] now: article and units = { "某局" = 5 }',
    "quota.*.owed.*.a_head": 'is times = "NAME" now, of a [measure.NAME] with units',
    "conversion.tiers.below": "is left out now: a tier ends where the next begins",
    "quota.*.per_head": (
        'is a [scale.NAME] now, of a [measure.NAME] with ratio = ["采用", "人数"]: '
        "norm and points"
    ),
    "quota.*.on_over": (
        "is a [scale.NAME] now, of a [measure.NAME] that counts: norm = the count, "
        "points, whole = true, least = 0"
    ),
    "instruction.further": (
        "is a [worth.NAME] now: of, when = { nth = { least = 2 } } and points"
    ),
    "joint.each": (
        'is a [worth.NAME] now: of, when = { form = ["综合"], joint = true } and points'
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
    if len(steps) > 3 and steps[2] == "owed":
        steps[3] = "*"
    return FORMER.get(".".join(steps))
