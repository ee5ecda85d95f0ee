"""What do the console and the messages look like?

`python -m tests.screens [FOLDER]` fills a database of its own with the invented record of
`tests.fixtures.sample`, opens it in Chromium and writes one picture a page (docs/screens by default); the
messages are those of the invented facts that `templates preview` shows, in its folder mail.
"""

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from ledger.database import open_database
from ledger.tables.complete import metadata
from notify.compose import Composer
from notify.samples import SAMPLES, SENDER
from office.web.serving import serving
from tests.fixtures.browser import FLAGS
from tests.fixtures.sample.console import console_over
from tests.fixtures.sample.record import PASSWORD, fill
from tests.fixtures.servers import program


class Shot(NamedTuple):
    """One picture: its name, the page, and on what screen."""

    name: str
    path: str
    width: int = 1366
    height: int = 768
    scheme: str = "light"


SHOTS = (
    Shot("console-home", ""),
    Shot("console-item", "submissions/2026-0012"),
    Shot("console-standings-phone", "standings", 390, 844, "dark"),
)
EVERY = (
    *SHOTS,
    Shot("sign-in", "sign-in"),
    Shot("list", "submissions"),
    Shot("list-phone", "submissions", 390, 844),
    Shot("home-phone", "", 390, 844),
    Shot("home-dark", "", scheme="dark"),
    Shot("held", "submissions/2026-0013"),
    Shot("decide", "submissions/2026-0013/decide"),
    Shot("decide-phone", "submissions/2026-0013/decide", 390, 844),
    Shot("item-phone", "submissions/2026-0001", 390, 844, "dark"),
    Shot("letters", "letters"),
    Shot("letter", "letters/19"),
    Shot("standings", "standings"),
    Shot("points", "points"),
    Shot("lines", "points/2026Q1/1"),
    Shot("lines-phone", "points/2026Q1/1", 390, 844),
    Shot("record", "records/2026-0001"),
    Shot("revisions", "points/2025Q4"),
    Shot("commissions", "commissions"),
    Shot("commission", "commissions/YG-2026-03"),
    Shot("commission-new", "commissions/new"),
    Shot("issues", "issues"),
    Shot("contents", "contents"),
    Shot("circular", "circulars/1"),
    Shot("announcements", "announcements"),
    Shot("outbox", "outbox"),
    Shot("message", "outbox/3"),
    Shot("addresses", "addresses"),
    Shot("addresses-phone", "addresses", 390, 844),
)
"""Every page, for looking at while working on them: `python -m tests.screens --every FOLDER`."""


MAIL = (
    Shot("receipt-phone", "receipt", 390, 844),
    Shot("reminder-desktop", "reminder", 800, 560),
    Shot("circular-desktop", "circular", 900, 900),
    Shot("commission-phone", "commission", 390, 844),
    Shot("circular-phone", "circular", 390, 844),
    Shot("announcement-desktop", "announcement", 800, 560),
)
"""Messages as their readers see them; the path is the kind of notice."""


def shoot_mail(browser: Browser, shot: Shot, folder: Path) -> None:
    """Takes one picture of a message's html."""
    page = browser.new_page(viewport={"width": shot.width, "height": shot.height}, locale="zh-CN")
    page.set_content(Composer(SENDER).words(shot.path, SAMPLES[shot.path]).html)
    page.screenshot(path=folder / f"{shot.name}.png")
    page.close()


def shoot(browser: Browser, address: str, shot: Shot, folder: Path) -> None:
    """Takes one picture as the clerk sees it."""
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    if shot.name != "sign-in":
        sign_in(page, address)
    page.goto(address + shot.path)
    page.screenshot(path=folder / f"{shot.name}.png")
    page.close()


def sign_in(page: Page, address: str) -> None:
    """As the one who may do everything."""
    page.goto(address)
    page.get_by_label("用户名").fill("王主任")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def main(arguments: list[str]) -> None:
    """Fills, serves, shoots."""
    shots = EVERY if "--every" in arguments else SHOTS
    named = [argument for argument in arguments if not argument.startswith("--")]
    folder = Path(named[0] if named else "docs/screens")
    (folder / "mail").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        database = open_database(f"sqlite:///{temporary}/sample.sqlite")
        with database.writing() as conn:
            metadata.create_all(conn)
        fill(database)
        browser = playwright.chromium.launch(
            executable_path=program("chromium", said="Chromium"), args=list(FLAGS)
        )
        with serving(console_over(database), "127.0.0.1", 0) as address:
            for shot in shots:
                shoot(browser, address, shot, folder)
        for shot in MAIL:
            shoot_mail(browser, shot, folder / "mail")
        browser.close()
        database.close()


if __name__ == "__main__":
    main(sys.argv[1:])
