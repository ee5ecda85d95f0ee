"""What of a person is kept, and may it be handed out or erased?

个人信息, for administrators: looked up by name, number or address, saved as a file for
the person, and erased with a reason. What erasing does is
`office.use_cases.personal_data`'s affair.
"""

import json

from flask import Response, flash, render_template, request
from flask.typing import ResponseReturnValue

from ledger import roster
from ledger.database import Connection
from ledger.journal import By
from ledger.personal_data import PersonalData
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases import personal_data
from office.use_cases.personal_data import ErasuresFileError, UnknownPersonError
from office.web.pages import Route, done, sent
from office.web.session import signed_in

_LONGEST = 120
_LONGEST_REASON = 500


def show_person(service: Service) -> ResponseReturnValue:
    """The form to look somebody up, and all that is kept of who was asked about."""
    with service.database.reading() as conn:
        held = _asked_for(conn)
        return _page(service, conn, held)


def save_person(service: Service) -> ResponseReturnValue:
    """The same as a file for the person."""
    with service.database.reading() as conn:
        held = _asked_for(conn)
        if held is None:
            return _page(service, conn, None)
        found = personal_data.document(conn, held)
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    headers = {"Content-Disposition": 'attachment; filename="person.json"'}
    return Response(text, mimetype="application/json", headers=headers)


def erase_person(service: Service) -> ResponseReturnValue:
    """Erases how the person can be reached; an administrator says why, and that it is
    meant.
    """
    because = sent("because", "理由", _LONGEST_REASON)
    with service.database.writing() as conn:
        held = _asked_for(conn)
        if held is None:
            return _page(service, conn, None), 422
        refusal = ""
        if not because:
            refusal = "请写明理由，它会记入办理记录。"
        elif request.form.get("sure") != "yes":
            refusal = "删除不能恢复，请先勾选确认。"
        elif not held.is_one:
            units = "、".join(personal_data.units_of(conn, held))
            refusal = f"几个单位有同名的人（{units}），请先选单位，再查一次。"
        if refusal:
            flash(f"未作更改：{refusal}", "bad")
            return _page(service, conn, held), 422
        by = By(signed_in().name, service.clock(), because)
        try:
            erased = personal_data.erase(
                conn, held, by, service.settings.privacy.erasures_file
            )
        except ErasuresFileError:
            flash("未作更改：删除名单的文件读写不了，请找管理服务器的同事。", "bad")
            return _page(service, conn, held), 422
    said = (
        f"已删除联系方式：{erased.items} 件报送件，名册 {erased.roster} 处；"
        f"清除来信原件 {erased.originals} 封、发信原文 {erased.messages} 封。"
        "报送件、姓名和得分不变。以前的备份、邮箱里的原信、已寄出的信、下载的台账和导出的文件清不到，请另行处理。"
    )
    return done(said, "people")


def _asked_for(conn: Connection) -> PersonalData | None:
    """Whom the address or the form asks about; None, and it is said, where nobody is
    found.
    """
    who = request.values.get("who", "").strip()[:_LONGEST]
    unit = request.values.get("unit", "").strip() or None
    if not who:
        return None
    try:
        return personal_data.person(conn, who, unit)
    except UnknownPersonError:
        flash("没有查到。请照报送件或名册上的写法填姓名，或填电话、邮箱。", "bad")
        return None


def _page(service: Service, conn: Connection, held: PersonalData | None) -> str:
    return render_template(
        "people.html",
        who=request.values.get("who", ""),
        unit=request.values.get("unit", ""),
        because=request.form.get("because", ""),
        held=held,
        names=roster.unit_names(conn),
        kept=personal_data.cut_offs(service, service.clock()),
    )


ROUTES = (
    Route("/people", "people", show_person, UserRole.ADMIN),
    Route("/people/file", "people_file", save_person, UserRole.ADMIN),
    Route("/people", "people_erased", erase_person, UserRole.ADMIN, "POST"),
)
