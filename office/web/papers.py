"""What do the pages of circulars and announcements do alike?"""

from io import BytesIO

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ledger.circulars import CircularFile
from ledger.journal import By
from office.web.console import Console
from office.web.press import Done
from office.web.session import signed_in


def by(console: Console) -> By:
    """Who does something, and when."""
    return By(signed_in().name, console.clock())


def said(done: Done) -> None:
    """What came of it stands at the head of the next page."""
    flash(done.said, "good" if done.good else "bad")


def unread(page: str, number: int) -> ResponseReturnValue | None:
    """Back to the page of a draft that nobody says to have read through; None where somebody does."""
    if request.form.get("read") == "yes":
        return None
    flash("请先勾选“已通读”，再审定。", "bad")
    return redirect(url_for(page, number=number))


def download(file: CircularFile) -> ResponseReturnValue:
    """A file as it goes out."""
    return send_file(BytesIO(file.content), file.type, as_attachment=True, download_name=file.name)
