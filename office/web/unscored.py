"""What is on record that earns nothing because the rule does not name it, and what is
meant by it?

不计分的记录: word by word, with everything that says it, and a choice among the names
that the rule has. What may be mapped is `office.use_cases.unscored`'s affair.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ledger.journal import By
from ledger.submissions import listing
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases import withdrawing
from office.use_cases.events import EventError
from office.use_cases.unscored import map_word, unscored_words
from office.use_cases.withdrawal_effects import PublishedEffect
from office.use_cases.withdrawing import WayNeededError, WithdrawalError
from office.web.pages import Route, done, or_404
from office.web.session import signed_in
from office.web.withdrawals import ReasonForm, way_chosen, what_was_done
from scoring.without import name_of

KEPT = "-"
"""What the page sends in the place of a name where all shall be kept without points."""


def show_list(service: Service) -> ResponseReturnValue:
    """Every word, and what may be done about it."""
    return _page(service, ReasonForm(formdata=None))


def put_right(service: Service) -> ResponseReturnValue:
    """Puts the chosen name in the place of a word, or keeps it without points."""
    form = ReasonForm()
    if not form.validate():
        return _page(service, form), 422
    by = By(signed_in().name, service.clock(), form.because.data.strip())
    name = request.form.get("name", "").strip()
    if not name:
        return _page(service, form, "请选一个名称"), 422
    kept = name == KEPT
    try:
        with service.database.writing() as conn:
            listed = {each.key: each for each in unscored_words(conn, service.rulebook)}
            word = or_404(listed.get(request.form.get("key", "")))
            result = map_word(
                service, conn, word, None if kept else name, way_chosen(), by
            )
    except WayNeededError as refusal:
        return _page(service, form, str(refusal), refusal.effect), 422
    except (EventError, WithdrawalError) as refusal:
        return _page(service, form, str(refusal)), 422
    what = "记为不计分" if kept else f"改为“{name}”，按办法计分"
    return done(f"{result.rows} 笔已{what}。{what_was_done(result)}", "unscored")


def _page(
    service: Service,
    form: ReasonForm,
    refused: str = "",
    effect: PublishedEffect | None = None,
) -> str:
    """The page; `effect` is what mapping the word sent in would change of published
    quarters.
    """
    with service.database.reading() as conn:
        words = unscored_words(conn, service.rulebook)
        serials = {event.serial for each in words for event in each.events}
        titles = {item.serial: item.title for item in listing.several(conn, serials)}
    return render_template(
        "unscored.html",
        words=words,
        titles=titles,
        name_of=name_of,
        kept=KEPT,
        said=lambda event: withdrawing.words_of(service.rulebook, event),
        form=form,
        sent=request.form,
        refused=refused,
        effect=effect,
        way=request.form.get("way", ""),
    )


ROUTES = (
    Route("/unscored", "unscored", show_list),
    Route("/unscored", "unscored_mapped", put_right, UserRole.CLERK, "POST"),
)
