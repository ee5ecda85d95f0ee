"""Does a clerk get through a morning with a real browser and a real server?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ledger.database import Database
from ledger.entries.submissions import SubmissionState
from ledger.submissions import listing
from office.service.parts import Service
from office.web.app import serving
from tests.fixtures.sample.record import PASSWORD


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    with serving(service, "127.0.0.1", 0) as address:
        yield address


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser objects to: scripts that fail, and whatever the content policy
    forbids.
    """
    heard: list[str] = []
    page.on(
        "console",
        lambda said: heard.append(said.text) if said.type == "error" else None,
    )
    page.on("pageerror", lambda fault: heard.append(str(fault)))
    return heard


def test_a_clerk_signs_in_sifts_the_list_and_decides_what_waits(
    page: Page, address: str, database: Database, complaints: list[str]
) -> None:
    page.goto(address)
    page.get_by_label("用户名").fill("赵敏")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="等您办理")).to_be_visible()

    page.get_by_role("link", name="报送件", exact=True).click()
    page.get_by_label("状态").select_option("held")
    expect(page.get_by_text("共 2 条")).to_be_visible()
    assert "state=held" in page.url

    page.get_by_role("link", name="交通局扎实开展汛前道路隐患排查").click()
    page.get_by_role("link", name="核定").click()
    page.get_by_label("撰稿人").fill("马小军 0952-6012345")
    page.get_by_label("理由").fill("电话核实，系平罗县交通运输局所报")
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("已办理，并记入办理记录。")).to_be_visible()
    with database.reading() as conn:
        decided = listing.one(conn, "2026-0013")
    assert decided is not None
    assert decided.state is SubmissionState.RECORDED
    assert complaints == []


def test_p40_a_hostile_item_runs_nothing_in_the_browser(
    page: Page, address: str, complaints: list[str]
) -> None:
    page.goto(f"{address}sign-in?next=/submissions/2026-0015")
    page.get_by_label("用户名").fill("访客")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="=1+1<script>")).to_be_visible()
    assert page.title() == "2026-0015 · 一事一报"
    assert complaints == []


def test_no_page_is_wider_than_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    page.get_by_label("用户名").fill("王主任")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    addresses = [
        "",
        "submissions",
        "submissions/2026-0012",
        "submissions/2026-0013/decide",
        "letters",
        "letters/1",
    ]
    addresses += [
        "standings",
        "points",
        "points/2026Q1/1",
        "circulars/1",
        "outbox",
        "outbox/3",
    ]
    addresses += [
        "commissions",
        "commissions/new",
        "commissions/YG-2026-03",
        "issues",
        "contents",
        "roster",
    ]
    addresses += [
        "announcements",
        "addresses",
        "letters/19",
        "records/2026-0001",
        "points/2025Q4",
    ]
    addresses += ["letters/possible", "letters/21/words"]
    for path in addresses:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_the_whole_menu_is_seen_at_once_and_a_pile_of_hundreds_in_one_line(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    page.get_by_label("用户名").fill("王主任")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    menu = page.get_by_role("navigation", name="主菜单")
    assert menu.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    assert menu.get_by_role("link").count() == 9
    count = page.locator(".tasks b").first
    height = count.evaluate("e => e.offsetHeight")
    count.evaluate("e => e.textContent = '210'")
    assert count.evaluate("e => [e.offsetHeight, e.scrollWidth <= e.clientWidth]") == [
        height,
        True,
    ]


def test_enter_in_the_tick_box_of_a_possible_report_decides_nothing_and_its_button_does(
    page: Page, address: str
) -> None:
    page.goto(f"{address}sign-in?next=/letters/possible")
    page.get_by_label("用户名").fill("王主任")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("checkbox").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("什么也没有改动")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="勾选的，都不是报送").click()
    expect(page.get_by_role("status")).to_contain_text("1 封定为不是报送")
    expect(page.get_by_text("没有等您定的来件")).to_be_visible()


def test_a_page_is_printed_without_menu_and_buttons(page: Page, address: str) -> None:
    page.goto(f"{address}sign-in?next=/submissions/2026-0012")
    page.get_by_label("用户名").fill("王主任")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.emulate_media(media="print")
    expect(
        page.get_by_role("heading", name="石嘴山市开展货车超限超载联合治理")
    ).to_be_visible()
    for aside in ("link", "button"):
        assert page.locator(".top").get_by_role(aside).count() == 0
    expect(page.get_by_role("link", name="更正或处理")).to_have_count(0)
    expect(page.get_by_role("button", name="不采纳，照旧")).to_have_count(0)


def test_a_line_of_contents_is_settled_on_a_phone_without_scrolling_sideways(
    page: Page, address: str, tmp_path: Path
) -> None:
    printed = tmp_path / "目录.txt"
    printed.write_text("1．银川市全面推行“不见面”办理道路运输证照\n", encoding="utf-8")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}sign-in?next=/contents")
    page.get_by_label("用户名").fill("王主任")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("刊物", exact=True).fill("综合信息")
    page.get_by_label("目录文件").set_input_files(printed)
    page.get_by_role("button", name="导入并比对").click()
    expect(page.get_by_text("请逐行核对")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="登记采用", exact=True).click()
    expect(page.get_by_text("已登记采用")).to_be_visible()
