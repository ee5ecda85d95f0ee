"""What becomes of a mail that corrects or continues an earlier one, and what is its
unit told?
"""

from dataclasses import replace

from ledger import proposals
from ledger.entries.submissions import SubmissionState
from ledger.submissions import listing
from tests.walks.house import House, at, text_of
from tests.walks.letters import YINCHUAN, Mail

TITLE = "银川市全面推行不见面办理道路运输证照"
SLIDE = "国道109线山体塌方交通中断"


def test_f7_a_correction_is_told_in_its_receipt_and_counts_once_until_the_office_decides(
    house: House,
) -> None:
    first = Mail(f"{YINCHUAN}+{TITLE}")
    house.work(first.raw)
    corrected = replace(
        first,
        subject=f"{YINCHUAN}+{TITLE}（更正）",
        text=first.text + "更正：共办理1260件。",
    )
    (receipt,) = house.work(corrected.raw)

    words = text_of(receipt)
    assert f"来件注明更正，更正的是3月2日报送的“{TITLE}”（2026-0001）" in words
    assert "应报2篇，已报1篇（另有更正稿1篇，核定前与原件合计一篇）" in words
    states = [item.state for item in house.read(listing.listed)]
    assert states == [SubmissionState.RECORDED, SubmissionState.RECORDED]

    (found,) = house.read(lambda conn: proposals.about(conn, "2026-0002"))
    house.write(lambda conn: proposals.settle(conn, found.id, "dismissed", at(3, 10)))
    (receipt,) = house.work(
        replace(
            first, subject=f"{YINCHUAN}+公交线网优化调整", text="公交" + first.text
        ).raw
    )
    assert "已报3篇" in text_of(receipt)


def test_the_reports_of_one_event_form_a_chain(house: House) -> None:
    subjects = (
        f"{YINCHUAN}+{SLIDE}",
        f"{YINCHUAN}+{SLIDE}情况续报（一）",
        f"{YINCHUAN}+关于{SLIDE}的续报（二）",
        f"{YINCHUAN}+{SLIDE}处置终报",
    )
    for number, subject in enumerate(subjects):
        house.work(
            Mail(
                subject,
                f"第{number}次报告。" + "抢险人员昼夜值守，清理土石方，" * number,
            ).raw
        )

    items = house.read(listing.listed)
    assert [item.follows for item in items] == [
        None,
        "2026-0001",
        "2026-0001",
        "2026-0001",
    ]
    chains = house.read(lambda conn: [listing.chain_of(conn, item) for item in items])
    assert {tuple(each.serial for each in chain) for chain in chains} == {
        tuple(item.serial for item in items)
    }
