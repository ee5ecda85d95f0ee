"""Who is it that opens a page, and may they?

Signing in and out and one's own password. Refused guesses are counted in the journal,
so neither a restart nor a second console gives a guesser new tries, and the answer is
the same whether the name, the password or the moment was wrong. A session is bound to
the password's hash: a new password ends the others.
"""

import hashlib
import re
from datetime import timedelta

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user
from wtforms.validators import DataRequired, EqualTo, Length
from wtforms.widgets import PasswordInput

from ledger import users
from ledger.database import record_number
from ledger.journal import By
from ledger.users import SIGN_IN_REFUSED, SIGNED_IN, User, UserRole
from office.service.parts import Service
from office.use_cases.decisions.decision import DecisionContext
from office.use_cases.passwords import SHORTEST, hash_password, matches
from office.web.kept import forget_words, name_forms
from office.web.pages import OfficeForm, Route, TextField, done

GUESSES = 5
"""Refused tries in a `WINDOW` after which even the right password waits."""
WINDOW = timedelta(minutes=15)
SHIFT = timedelta(hours=12)
"""How long a session lasts: a working day."""

# Each role may do what those before it may.
_RANKS = (UserRole.VIEWER, UserRole.CLERK, UserRole.ADMIN)
_MISLEADING = re.compile(r"[\\\x00-\x1f\x7f]")
"""Browsers take a backslash for a slash and leave out tabs and line ends, so that a
path may lead out.
"""
_REFUSED = (
    "用户名或密码不对。连续输错 5 次后，须等 15 分钟再试；忘记密码请找管理员重设。"
)


class SignInForm(OfficeForm):
    """Name and password of whoever signs in."""

    name = TextField("用户名", [DataRequired("请填写用户名"), Length(max=64)])
    password = TextField(
        "密码", [DataRequired("请填写密码"), Length(max=200)], widget=PasswordInput()
    )


class PasswordForm(OfficeForm):
    """One's old password, and the new one twice."""

    old = TextField(
        "原密码",
        [DataRequired("请填写原密码"), Length(max=200)],
        widget=PasswordInput(),
    )
    new = TextField(
        "新密码",
        [
            DataRequired("请填写新密码"),
            Length(SHORTEST, 200, f"新密码至少 {SHORTEST} 位"),
        ],
        widget=PasswordInput(),
    )
    again = TextField(
        "再输一遍", [EqualTo("new", "两遍输入的新密码不一样")], widget=PasswordInput()
    )


class Visitor(UserMixin):  # type: ignore[misc]  # as above
    """A signed-in user, as Flask-Login wants one."""

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        """What the session remembers: the id, and a stamp of the password's hash."""
        # Enough to tell one hash from another, too little to learn anything of it.
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


def visitor_of(service: Service, remembered: str) -> Visitor | None:
    """The user of a session; None when the user is gone, disabled, or has another
    password since.
    """
    number = record_number(remembered.partition(".")[0])
    if number is None:
        return None
    with service.database.reading() as conn:
        user = users.with_id(conn, number)
    if user is None or user.disabled_at is not None:
        return None
    visitor = Visitor(user)
    return visitor if visitor.get_id() == remembered else None


def signed_in() -> User:
    """The user behind the present request; only for pages that ask for a role."""
    user: User = current_user.user
    return user


def decision_context(service: Service) -> DecisionContext:
    """The user behind the present request, about to decide at this moment."""
    return service.decision_context(signed_in().name, service.clock())


def sign_in(service: Service) -> ResponseReturnValue:
    """The form, and what it sends in."""
    form = SignInForm()
    if form.validate_on_submit():
        user = _authenticate(service, form.name.data.strip(), form.password.data)
        if user is not None:
            session.clear()  # nothing of a session from before may live on in that of a user
            session.permanent = True
            login_user(Visitor(user))
            name_forms(user.id)
            came_for = request.args.get("next", "")
            # Only a path of this console, so that a link cannot lead elsewhere after
            # signing in.
            inside = came_for.startswith("/") and not came_for.startswith("//")
            if not inside or _MISLEADING.search(came_for) is not None:
                came_for = url_for("home")
            return redirect(came_for)
        flash(_REFUSED, "bad")
    # The words are the same whatever was wrong, and so is the status: neither helps a
    # guesser.
    return render_template(
        "sign_in.html", form=form
    ), 401 if form.is_submitted() else 200


def sign_out(service: Service) -> ResponseReturnValue:  # noqa: ARG001 - every page takes it
    """Ends the session."""
    forget_words()
    logout_user()
    session.clear()
    return redirect(url_for("sign_in"))


def password(service: Service) -> ResponseReturnValue:
    """The form to change one's own password, and what it sends in."""
    form = PasswordForm()
    user = signed_in()
    if not form.validate_on_submit():
        return render_template("password.html", form=form)
    if not matches(user.password_hash, form.old.data):
        flash("原密码不对，未作更改。", "bad")
        return render_template("password.html", form=form)
    password_hash = hash_password(form.new.data)
    with service.database.writing() as conn:
        users.set_password(conn, user, password_hash, By(user.name, service.clock()))
    # The session is bound to the old hash; without this the user would be signed out by
    # the change.
    login_user(Visitor(user._replace(password_hash=password_hash)))
    return done("密码已更改。", "home")


def _authenticate(service: Service, name: str, text: str) -> User | None:
    """The user of that name if the password is theirs; each try of a user who may try
    is journalled.

    Refusing takes as long as accepting: a password is compared even where there is no
    such user, or one who may not try, so that the time of the answer does not tell
    which names exist.
    """
    now = service.clock()
    with service.database.reading() as conn:
        user = users.named(conn, name)
        refusals = 0 if user is None else users.refusals_since(conn, user, now - WINDOW)
    if user is None or user.disabled_at is not None or refusals >= GUESSES:
        matches("", text)
        return None
    right = matches(user.password_hash, text)
    with service.database.writing() as conn:
        users.note_sign_in(conn, user, SIGNED_IN if right else SIGN_IN_REFUSED, now)
    return user if right else None


ROUTES = (
    Route("/sign-in", "sign_in", sign_in, None),
    Route("/sign-in", "sign_in_sent", sign_in, None, "POST"),
    Route("/sign-out", "sign_out", sign_out, None, "POST"),
    Route("/password", "password", password),
    Route("/password", "password_sent", password, method="POST"),
)
