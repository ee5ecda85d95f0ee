"""Is every refusal of a row or a file said in both languages, with the same values?"""

from string import Formatter

from office.use_cases.imports.refusals import (
    NOTHING,
    Both,
    Refusal,
    Wrong,
    like,
    listed,
)

NO_USE_ON_A_PAGE = {"known", "detail", "limit"}
"""What a page leaves out of a refusal of a whole file: a library's words, a bound, and
all columns that there could be.
"""


def values_of(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name}


def test_each_refusal_has_both_wordings_and_every_value_is_named_in_both() -> None:
    wrong: list[str] = []
    for refusal in Refusal:
        english, chinese = refusal.value
        if values_of(english) - NO_USE_ON_A_PAGE != values_of(chinese):
            wrong.append(f"{refusal.name}: other values")
        if not english or not chinese:
            wrong.append(f"{refusal.name}: not said")
        if refusal is not Refusal.AS_SAID and not any(
            "一" <= c <= "鿿" for c in chinese
        ):
            wrong.append(f"{refusal.name}: no Chinese")
    assert wrong == []


def test_a_refusal_is_said_with_its_values_the_column_before_it_in_english() -> None:
    wrong = Wrong(Refusal.NO_DAY, {"said": "昨天"}, "on")
    assert wrong.english == "on: '昨天' is no day; write 2026-03-31"
    assert wrong.chinese == "“昨天”不是日期，请写成 2026-03-31"

    values = {
        "word": "消息",
        "near": like(("信息", "动态")),
        "allowed": listed(("a", "b")),
    }
    values |= {"kind": Both("form of the rule", "采用形式"), "way": NOTHING}
    wrong = Wrong(Refusal.UNKNOWN_WORD, values)
    assert wrong.english.endswith("信息 or 动态 is near; allowed: a, b")
    assert wrong.chinese.endswith("采用形式，是不是信息、动态？可选：a、b")
    assert Wrong(Refusal.AS_SAID, {"said": Both("no", "不")}).chinese == "不"
