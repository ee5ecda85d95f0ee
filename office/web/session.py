"""Who is it that opens a page, and may they?

Signing in and out and one's own password. Refused guesses are counted in the journal, so neither a restart
nor a second console gives a guesser new tries, and the answer is the same whether the name, the password or
the moment was wrong. A session is bound to the password's hash: a new password ends the others.
"""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user

from ledger import users
from ledger.journal import By
from ledger.users import SIGN_IN_REFUSED, SIGNED_IN, User, UserRole
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.passwords import hash_password, matches
from office.web.console import Console, Route
from office.web.forms import PasswordForm, SignInForm

GUESSES = 5
WINDOW = timedelta(minutes=15)
SHIFT = timedelta(hours=12)
"""How long a session lasts: a working day."""

_RANKS = (UserRole.VIEWER, UserRole.CLERK, UserRole.ADMIN)
_NOT_IN = "用户名或密码不对。连续输错 5 次后，须等 15 分钟再试；忘记密码请找管理员重设。"


class Visitor(UserMixin):  # type: ignore[misc]  # the library ships no types
    """A signed-in user, as Flask-Login wants one."""

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        """What the session remembers: the id, and a stamp of the password's hash."""
        stamp = hashlib.sha256(self.user.password_hash.encode()).hexdigest()[:16]
        return f"{self.user.id}.{stamp}"

    @property
    def decides(self) -> bool:
        """Whether pages offer this user anything but reading."""
        return may(self.user, UserRole.CLERK)

    @property
    def approves(self) -> bool:
        """Whether this user lets circulars go out."""
        return may(self.user, UserRole.ADMIN)


def may(user: User, least: UserRole) -> bool:
    """Whether the user's role reaches `least`."""
    return _RANKS.index(user.role) >= _RANKS.index(least)


def visitor_of(console: Console, remembered: str) -> Visitor | None:
    """Whom a session belongs to; None when the user is gone, disabled, or has another password since."""
    number = remembered.partition(".")[0]
    with console.database.reading() as conn:
        user = users.with_id(conn, int(number)) if number.isdecimal() else None
    if user is None or user.disabled_at is not None:
        return None
    visitor = Visitor(user)
    return visitor if visitor.get_id() == remembered else None


def signed_in() -> User:
    """The user behind the present request; only for pages that ask for a role."""
    user: User = current_user.user
    return user


def seated(console: Console) -> DecisionContext:
    """The user behind the present request, about to decide."""
    return console.decision_context(signed_in().name, console.clock())


def sign_in(console: Console) -> ResponseReturnValue:
    """The form, and what it sends in."""
    form = SignInForm()
    if form.validate_on_submit():
        user = _known(console, (form.name.data or "").strip(), form.password.data or "")
        if user is not None:
            session.clear()
            session.permanent = True
            login_user(Visitor(user))
            return redirect(_inside(request.args.get("next", "")) or url_for("home"))
        flash(_NOT_IN, "bad")
    return render_template("sign_in.html", form=form), 401 if form.is_submitted() else 200


def sign_out(console: Console) -> ResponseReturnValue:  # noqa: ARG001 - every page takes it
    """Ends the session."""
    logout_user()
    session.clear()
    return redirect(url_for("sign_in"))


def password(console: Console) -> ResponseReturnValue:
    """One's own password."""
    form = PasswordForm()
    user = signed_in()
    if form.validate_on_submit():
        if matches(user.password_hash, form.old.data or ""):
            _set_password(console, user, form.new.data or "")
            flash("密码已更改。", "good")
            return redirect(url_for("home"))
        flash("原密码不对，未作更改。", "bad")
    return render_template("password.html", form=form)


def _known(console: Console, name: str, text: str) -> User | None:
    """The user whose password it is; None, as slowly, for everybody else."""
    now = console.clock()
    with console.database.reading() as conn:
        user = users.named(conn, name)
        spent = 0 if user is None else users.refusals_since(conn, user, now - WINDOW)
    open_to = user is not None and user.disabled_at is None and spent < GUESSES
    right = matches(user.password_hash if user is not None and open_to else "", text)
    if user is None or not open_to:
        return None
    with console.database.writing() as conn:
        users.note_sign_in(conn, user, SIGNED_IN if right else SIGN_IN_REFUSED, now)
    return user if right else None


def _set_password(console: Console, user: User, text: str) -> None:
    password_hash = hash_password(text)
    with console.database.writing() as conn:
        users.set_password(conn, user, password_hash, By(user.name, console.clock()))
    login_user(Visitor(user._replace(password_hash=password_hash)))


def _inside(address: str) -> str:
    """A path of this console; empty for anything that would lead elsewhere."""
    parts = urlsplit(address)
    leads_out = parts.scheme or parts.netloc or "\\" in address or address.startswith("//")
    return "" if leads_out or not address.startswith("/") else address


ROUTES = (
    Route("/sign-in", "sign_in", sign_in, None),
    Route("/sign-in", "sign_in_sent", sign_in, None, "POST"),
    Route("/sign-out", "sign_out", sign_out, None, "POST"),
    Route("/password", "password", password),
    Route("/password", "password_sent", password, method="POST"),
)
