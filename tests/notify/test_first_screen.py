"""Does the first screen of a phone hold the verdict, what is missing and what to do?

A phone of 390 x 844 of which a mail program takes some 280 for its own head and
buttons; whatever stands above the table of the item must fit into the rest, in the
worst case there is.
"""

from dataclasses import replace

import pytest
from playwright.sync_api import Page

from ledger.entries.submissions import Author
from ledger.notice import NOTICES
from notify.compose import ANSWER_BYTES, Composer
from notify.facts import (
    CircularFacts,
    CompletedFacts,
    DecidedFacts,
    Facts,
    FileFact,
    HeldFacts,
    ReceiptFacts,
    YearSoFar,
)
from notify.mime import MessageEnvelope
from notify.samples import CIRCULARS, ITEM, SAMPLES, SENDER
from tests.notify.test_compose import NOW

ROOM = 844 - 280
_LONG = "宁夏回族自治区交通运输综合执法监督局固原分局"
WORST = replace(
    ITEM,
    unit=_LONG,
    co_units=(_LONG,) * 3,
    title="关于"
    + "进一步做好冬春季节农村公路安全隐患排查整治和保通保畅工作" * 2
    + "的情况报告",
    authors=(Author("", ""),),
    files=tuple(
        FileFact(f"附件{n}：{_LONG}报送材料（最终稿）.wps", "加密的文件无法打开")
        for n in range(8)
    ),
    flags=(
        *(
            "incomplete-author",
            "incomplete-phone",
            "incomplete-subject",
            "address-unregistered",
            "on-behalf",
        ),
        *("over-length", "no-signer", "two-items"),
    ),
)
GARBLED = replace(WORST, flags=(*WORST.flags, "low-confidence-text"))
_RECEIPT = SAMPLES["receipt"]
assert isinstance(_RECEIPT, ReceiptFacts)
assert _RECEIPT.standing is not None
_STANDING = _RECEIPT.standing
CASES: dict[str, tuple[str, Facts]] = {
    "a receipt": ("receipt", ReceiptFacts(f"{_LONG}+情况", WORST)),
    "a receipt of broken text": ("receipt", ReceiptFacts(f"{_LONG}+情况", GARBLED)),
    "a held one": (
        "receipt-held",
        HeldFacts("情况", WORST, "发件单位与主题中的单位不一致", (_LONG, _LONG[:12])),
    ),
    "a decision": (
        "decided",
        DecidedFacts(
            "情况", WORST, "recorded", "电话核实，系该局代分局报送，请以后用分局邮箱"
        ),
    ),
    "a completion": ("completed", CompletedFacts("情况", WORST, ("标题", "签发人"))),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_missing_and_what_to_do_stand_above_the_item_in_the_first_screen(
    page: Page, case: str
) -> None:
    kind, facts = CASES[case]
    words = Composer(SENDER).words(kind, facts)
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content(words.html)
    top = page.evaluate("document.querySelector('table').getBoundingClientRect().top")
    assert top <= ROOM
    above = page.evaluate(
        "[...document.querySelector('table').parentElement.children]"
        ".filter(e => e.getBoundingClientRect().bottom <= "
        "document.querySelector('table').getBoundingClientRect().top).map(e => e.innerText).join('|')"
    )
    for wanted in ("还缺", "直接回复本邮件", "撰稿人：姓名，联系电话：号码"):
        assert wanted in above
        assert wanted in words.text.partition("编号：")[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_bad_letter_of_a_busy_unit_is_still_answered_in_full_dress_within_the_size_of_an_answer() -> (
    None
):
    year = YearSoFar(2026, 48, 21, 3, tuple((f"2026Q{n}", "117.5") for n in (1, 2, 3)))
    flags = (
        "incomplete-author",
        "incomplete-phone",
        "incomplete-subject",
        "over-length",
        "no-signer",
    )
    item = replace(
        ITEM,
        unit=_LONG,
        flags=flags,
        files=(FileFact("冬季养护情况.wps", "加密的文件无法打开"),),
    )
    parcel = Composer(SENDER).compose(
        "receipt",
        ReceiptFacts(f"{_LONG}+情况", item, _STANDING, year),
        MessageEnvelope("a@unit.example"),
        NOW,
    )
    assert len(parcel.content) <= ANSWER_BYTES
    assert b"text/html" in parcel.content


@pytest.mark.parametrize("kind", NOTICES)
def test_no_message_is_wider_than_a_phone(page: Page, kind: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content(Composer(SENDER).words(kind, SAMPLES[kind]).html)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("number", range(len(CIRCULARS) + 1))
def test_the_tables_of_a_circular_fit_a_phone_and_are_whole_on_a_desk(
    page: Page, number: int
) -> None:
    facts = SAMPLES["circular"]
    assert isinstance(facts, CircularFacts)
    shown = (facts.circular, *CIRCULARS)[number]
    page.set_viewport_size({"width": 360, "height": 800})
    page.set_content(
        Composer(SENDER).words("circular", replace(facts, circular=shown)).html
    )
    cut = page.evaluate(
        "[...document.querySelectorAll('table')]"
        ".filter(e => e.scrollWidth > e.parentElement.clientWidth).map(e => e.innerText)"
    )
    assert cut == []
    heads = page.locator("h3:has-text('第一组') + div th:visible")
    assert heads.first.inner_text() == "单位"
    assert shown.own in heads.all_inner_texts()
    assert page.get_by_text("各栏齐全的表见附件").is_visible()
    page.set_viewport_size({"width": 900, "height": 800})
    assert tuple(heads.all_inner_texts()) == shown.head
    assert not page.get_by_text("各栏齐全的表见附件").is_visible()
