"""Which other facts must the templates of a kind be able to say?

Made from the samples: what may be missing is missing, what may be many is many, each flag is set, each code
of a closed list is met. A template that only says what the sample says would else fail on the day a letter
differs. The facts themselves are `samples`'.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, is_dataclass, replace
from datetime import date
from typing import Any

from notify.facts import Facts, Understood
from notify.samples import CIRCULARS, SAMPLES

FLAGS = (
    *("incomplete-author", "incomplete-phone", "incomplete-subject", "address-unregistered", "on-behalf"),
    *("unit-inferred", "over-length", "low-confidence-text", "unread-attachment", "two-items", "no-signer"),
)
"""What `Understood.flags` may hold; a test holds them to the flags of intake."""
_MANY = 250
_WORDS = "改了两处，请以此为准"

CODES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "decided": (
        {"state": "returned", "standing": None},
        {"state": "superseded", "standing": None},
        {"state": "recorded", "counted": False},
        {"state": "recorded", "was": "returned"},
        {"state": "recorded", "was": "recorded", "changed": ("单位", "类别")},
        {"state": "recorded", "because": ""},
    ),
    "receipt-held": ({"because": "", "candidates": ()},),
    "office-item": ({"state": "recorded"}, {"state": "held", "because": ""}),
    "office-digest": ({"counts": dict.fromkeys(SAMPLES["office-digest"].counts, 0), "held": ()},),  # type: ignore[union-attr]
    "circular": tuple({"circular": each, "own": each.groups[0].rows[0]} for each in CIRCULARS),
    "commission": (
        {"change": "extended", "before": date(2026, 3, 12), "because": _WORDS},
        {"change": "withdrawn", "because": _WORDS},
        {"change": "poor", "because": _WORDS, "item": "冬季公路保畅"},
        {"overdue": True, "days_left": -1},
        {"days_left": 0},
    ),
}
"""Fields whose values are codes, or belong together."""


def variants(kind: str) -> Iterator[Facts]:
    """The sample of a kind, and what differs from it."""
    sample: Any = SAMPLES[kind]
    yield sample
    yield _bare(sample)
    for changes in CODES.get(kind, ()):
        yield replace(sample, **changes)
    for field in dataclasses.fields(sample):
        for other in _other_values(field, getattr(sample, field.name)):
            yield replace(sample, **{field.name: other})


def _other_values(field: Field[Any], value: object) -> Iterator[object]:
    """What else a field may hold."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, Understood):
        yield from _items(value)
    elif is_dataclass(value) and not isinstance(value, type):
        yield _bare(value)
    elif isinstance(value, tuple) and value and not hasattr(value, "_fields"):
        yield value[:1]
        yield value * (_MANY // len(value))
    missing = _default(field)
    if missing is not MISSING and value != missing:
        yield missing


def _items(item: Understood) -> Iterator[Understood]:
    """An item nobody understood, one with everything to say, and one with each flag."""
    nobody = replace(_bare(item), unit="", title="", category="")
    yield nobody
    yield replace(nobody, flags=FLAGS)
    files = tuple(file._replace(unread="文件已加密") for file in item.files) * 10
    yield replace(item, flags=FLAGS, co_units=(item.unit,) * 3, files=files, commission="保畅做法")
    for flag in FLAGS:
        yield replace(item, flags=(flag,))


def _bare(value: Any) -> Any:  # noqa: ANN401 - any of our frozen values
    """The value without whatever may be missing."""
    defaults: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        default = _default(field)
        if default is not MISSING:
            defaults[field.name] = default
    return replace(value, **defaults)


def _default(field: Field[Any]) -> Any:  # noqa: ANN401 - as above
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default
