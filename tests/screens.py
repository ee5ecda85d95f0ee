"""What do the console and the messages look like?

`python -m tests.screens [FOLDER]` fills a database of its own with the invented record
of `tests.fixtures.sample`, opens it in Chromium and writes one picture a page
(docs/screens by default); the messages are those of the invented facts that `templates
preview` shows, in its folder mail; `--mail` takes these alone.
"""

import html
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from ledger.database import open_database
from ledger.notice import NOTICES
from ledger.tables.complete import metadata
from notify.compose import Composer
from notify.samples import SAMPLES, SENDER
from office.web.app import serving
from tests.fixtures.browser import FLAGS
from tests.fixtures.pictures import palettised
from tests.fixtures.questions import page as page_of_mail
from tests.fixtures.sample.record import PASSWORD, fill
from tests.fixtures.sample.service import sample_service
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
    Shot("possible", "letters/possible"),
    Shot("possible-phone", "letters/possible", 390, 844),
    Shot("possible-words", "letters/21/words"),
    Shot("beginning", "beginning"),
    Shot("imports", "imports"),
    Shot("imports-phone", "imports", 390, 844),
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
    Shot("withheld", "outbox/withheld"),
    Shot("withheld-phone", "outbox/withheld", 390, 844),
    Shot("addresses", "addresses"),
    Shot("addresses-phone", "addresses", 390, 844),
)
"""Every page, for looking at while working on them: `python -m tests.screens --every
FOLDER`.
"""


MAIL_PICTURES = {
    "phone": "手机",
    "desktop": "电脑",
    "dark": "手机夜间",
    "text": "纯文字",
}
"""Ending of a message's picture → what it shows; every kind of NOTICES has all four."""
_WIDTHS = {"phone": 390, "desktop": 820, "dark": 390, "text": 560}
_LONGEST = 1500
_HEAD = (
    '<div style="max-width:600px;margin:0 auto 14px;padding-bottom:8px;border-bottom:1px solid #9996;'
    'font-size:15px"><b>{subject}</b><br><span style="opacity:.7;font-size:13px">{sender}</span></div>'
)


def shoot_mail(browser: Browser, kind: str, ending: str, folder: Path) -> None:
    """Takes one picture of a message as its reader sees it, with the head a mail
    program puts above it.
    """
    words = Composer(SENDER).words(kind, SAMPLES[kind])
    page = browser.new_page(
        viewport={"width": _WIDTHS[ending], "height": 300},
        color_scheme="dark" if ending == "dark" else "light",
        locale="zh-CN",
    )
    head = _HEAD.format(
        subject=html.escape(words.subject),
        sender=html.escape(f"{SENDER.name} <{SENDER.address}>"),
    )
    if ending == "text":
        shown = f'<pre style="white-space:pre-wrap;font:15px/1.6 sans-serif">{html.escape(words.text)}</pre>'
        page.set_content(f'<body style="margin:16px">{head}{shown}')
    else:
        page.set_content(words.html)
        page.evaluate(
            "head => document.body.insertAdjacentHTML('afterbegin', head)", head
        )
    height = min(_LONGEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": _WIDTHS[ending], "height": height})
    (folder / f"{kind}-{ending}.png").write_bytes(palettised(page.screenshot()))
    page.close()


def shoot_all_mail(browser: Browser, folder: Path) -> None:
    """Every kind in every way, the page that shows them, and none of kinds there are no
    more.
    """
    for old in folder.glob("*.png"):
        old.unlink()
    for kind in NOTICES:
        for ending in MAIL_PICTURES:
            shoot_mail(browser, kind, ending, folder)
    (folder / "README.md").write_text(page_of_mail(MAIL_PICTURES), encoding="utf-8")


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
    shots = () if "--mail" in arguments else EVERY if "--every" in arguments else SHOTS
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
        with (
            sample_service(database) as service,
            serving(service, "127.0.0.1", 0) as address,
        ):
            for shot in shots:
                shoot(browser, address, shot, folder)
        shoot_all_mail(browser, folder / "mail")
        browser.close()
        database.close()


if __name__ == "__main__":
    main(sys.argv[1:])
