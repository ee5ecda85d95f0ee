"""Which word does the office read for a code?

One table per list of codes. A code no table knows is shown as it is, so that nothing is
ever hidden by a missing word; a test holds the tables to the lists in `ledger.entries`
and beside.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from ledger.circulars import CircularState
from ledger.entries.letters import LetterRole, MailboxEntryState, SetAside
from ledger.entries.submissions import STATE_WORDS
from ledger.journal import MACHINE, JournalEntry
from ledger.mailbox_entries import DISMISSED, NOT_GIVEN
from ledger.notice import NOTICES, Answering, OutboxState
from ledger.periods import OFFICE_ZONE, parse_period
from ledger.personal_data import ERASED_CONTACT
from ledger.standing import Forecast
from ledger.submissions.recording import CHANGES
from notify.chinese import full_day, period_in_words, period_name

STATES: Mapping[str, str] = {
    **STATE_WORDS,
    MailboxEntryState.SET_ASIDE: "非报送件",
    MailboxEntryState.SEALED: "涉密封存",
    MailboxEntryState.OVERSIZE: "过大未收",
    MailboxEntryState.QUARANTINED: "未能读取",
    MailboxEntryState.GONE: "已不在邮箱",
    OutboxState.QUEUED: "待发",
    OutboxState.SENDING: "发送中",
    OutboxState.SENT: "已发出",
    OutboxState.REFUSED: "被拒收",
    OutboxState.UNKNOWN: "结果不明",
    OutboxState.SHOWN: "仅供查看",
    OutboxState.WITHHELD: "暂扣",
    OutboxState.DROPPED: "不再发送",
    CircularState.DRAFT: "草稿",
    CircularState.APPROVED: "已审定",
}

ROLES: Mapping[str, str] = {
    LetterRole.NEW: "新报送件",
    LetterRole.COPY: "重复来件",
    LetterRole.COMPLETION: "补正",
    LetterRole.CORRECTION: "更正",
    "viewer": "只读",
    "clerk": "经办",
    "admin": "管理员",
}

REASONS: Mapping[str, str] = {
    NOT_GIVEN: "邮箱没有给全",
    SetAside.ROBOT: "自动邮件",
    SetAside.BOUNCE: "退信",
    SetAside.CORRESPONDENCE: "往来邮件",
    SetAside.OWN: "本系统所发",
    SetAside.BEFORE_START: "启用前来件",
    "own-business": "待核实是否与本单位业务有关",
    "not-kin": "发件单位与主题所写单位无隶属关系",
    "unit-unclear": "单位名称不清，有几个可能",
    "unit-unknown": "看不出报送单位",
    "untrusted": "发件人未通过邮件认证",
    "manuscript-missing": "没有读到稿件文字",
    "maybe-correspondence": "可能是往来文书，不是报送件",
    "name-unknown": "登记地址来件，单位名称不在名册上",
}

FLAGS: Mapping[str, str] = {
    "incomplete-author": "缺撰稿人",
    "incomplete-phone": "缺联系电话",
    "incomplete-subject": "主题未按格式",
    "address-unregistered": "地址未登记",
    "on-behalf": "代报",
    "unit-inferred": "单位系推定",
    "over-length": "超过规定字数",
    "low-confidence-text": "文字可能有误",
    "unread-attachment": "附件未能读取",
    "two-items": "疑有两件",
    "no-signer": "未见签发人",
    "unsure-author": "撰稿人没有读准",
    "unsure-title": "标题没有读准",
    "unsure-category": "类别请核定",
    "near-sealed": "请看是否涉密",
    "sealed": "涉密封存",
}

PROPOSALS: Mapping[str, str] = {
    "resend": "疑似重复报送",
    "correction": "疑似更正稿",
    "follow-up": "疑似续报",
    "joint": "疑似联合报送",
    "second-item": "疑有第二件",
    "commission": "疑似约稿稿件",
}

ANSWERS: Mapping[str, str] = {
    "done": "按时交稿",
    "late": "逾期交稿",
    "waiting": "待核",
    "open": "未交，期限内",
    "missed": "未交，已过期",
    "poor": "不合格",
    "excused": "免报",
    "withdrawn": "已撤回",
}
"""How a unit stands with a commission."""

ANSWER_LOOKS: Mapping[str, str] = {
    "done": "done",
    "late": "short",
    "waiting": "held",
    "missed": "missed",
    "poor": "missed",
}
"""The state in whose colours an answer is shown; the others have none."""

DEEDS: Mapping[str, str] = {
    "commission: add": "写下",
    "commission: send": "寄给单位",
    "commission: extend": "延期",
    "commission: withdraw": "撤回",
    "commissions import": "用表格改动",
    "issue: new": "新编",
    "issue: place": "编入",
    "issue: move": "调序",
    "issue: edit": "修改",
    "issue: take-out": "取出",
    "issue: publish": "编发",
    "issue: withdraw": "撤回",
    ERASED_CONTACT: "删除联系方式",
    DISMISSED: "定为不是报送",
    "edited a circular": "改了文字",
    "edited an announcement": "改了文字",
    "drafted a circular": "按当时的记录重新结算、重拟",
}

FORECASTS: Mapping[str, str] = {
    Forecast.DONE: "已完成",
    Forecast.ON_COURSE: "进度正常",
    Forecast.SHORT: "尚欠",
    Forecast.MISSED: "未完成",
}

FIELDS: Mapping[str, str] = {
    "adoption": "采用",
    "instruction": "批示",
    "forwarding": "上报",
    "title": "标题",
    "unit_id": "单位",
    "co_unit_ids": "联合单位",
    "category": "类别",
    "authors": "撰稿人",
    "signer": "签发人",
    "counts_on": "计入日期",
    "state": "状态",
    "flags": "标记",
    "held_because": "待核缘由",
    "candidates": "可能的单位",
    "own_business": "与本单位业务有关",
    "quality": "质量合格",
    "lateness_waived": "免计逾期",
    "commission": "约稿",
    "follows": "续报于",
    "superseded_by": "被替代于",
    "number": "文号",
    "dated": "成文日期",
    "covering": "正文",
    "body": "正文",
    "because": "更正原因",
    "to": "发给",
    "heading": "标题",
    "text": "正文",
    "form": "形式",
}

ANSWERING: Mapping[str, tuple[str, str]] = {
    Answering.OFF: (
        "静默",
        "只登记，不发信。拟好的邮件都在发件箱里，可先看一看写得是否妥当。",
    ),
    Answering.OFFICE: ("仅本办", "只给本办发提醒，还不答复报送单位。"),
    Answering.ON: ("已启用", "正在向报送单位发回执和催报。"),
}

ATTEMPTS: Mapping[str, str] = {
    "sending": "正在投递",
    "sent": "已收下",
    "refused": "拒收",
    "later": "暂时没收，稍后再试",
    "throttled": "对方限流，稍后再试",
    "unknown": "没等到答复",
    "barred": "服务器不接受本系统发信",
}
"""What became of one try to hand a message over."""

TRUST: Mapping[str, str] = {
    "verified": "发件地址经邮件系统验证",
    "failed": "发件地址未通过验证，请留意是否冒名",
    "unverified": "发件地址未经验证",
}

_IN_CODES = frozenset({"state", "flags", "held_because"})
"""The fields of an item whose values are codes."""
_KIB = 2**10
_MIB = 2**20
_DIGITS: tuple[str, ...] = ("", *"一二三四五六七八九")
_ARTICLE = re.compile(r"(\d{1,2})(?:\((\d{1,2})\))?(\d{1,2})?")
"""An article, its section and the item of that: 16, 11(1), 11(2)6."""
_DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
"""The end of an edition's code, such as ningxia-transport/2021-03-19."""
# The tables in which `word` looks, in this order. PROPOSALS, ANSWERS and ATTEMPTS stand
# apart: some of their codes, such as correction, missed or sent, mean another thing
# elsewhere.
_TABLES: tuple[Mapping[str, str], ...] = (
    STATES,
    ROLES,
    REASONS,
    FLAGS,
    FORECASTS,
    FIELDS,
    TRUST,
)


def word(code: object) -> str:
    """The office's word for a code; the code itself where there is none."""
    text = str(code)
    for table in _TABLES:
        if text in table:
            return table[text]
    return text


def notice(kind: str) -> str:
    """The office's word for a kind of notice."""
    return NOTICES[kind].caption if kind in NOTICES else kind


def answer_look(state: str) -> str:
    """The state in whose colours it is shown how a unit stands with a commission; ""
    for none.
    """
    return ANSWER_LOOKS.get(state, "")


def who(name: str) -> str:
    """Who did it: a person by name, the machine as 系统."""
    return "系统" if name == MACHINE else name


def day(value: date) -> str:
    """A day as 3月2日."""
    return f"{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """A moment as 2026-03-02 09:15, in the office's zone."""
    return f"{value.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"


def short_moment(value: datetime) -> str:
    """A moment as 03-02 09:15, in the office's zone."""
    return f"{value.astimezone(OFFICE_ZONE):%m-%d %H:%M}"


def month(code: str) -> str:
    """The month of a code: 2026-03 as 3月."""
    return f"{parse_period(code).first.month}月"


def article(code: str) -> str:
    """An article as the rule writes it: 11(2)6 as 第十一条（二）第6项; any other
    citation stays as it is.
    """
    found = _ARTICLE.fullmatch(code)
    if found is None:
        return code
    number, section, item = found.groups()
    text = f"第{_numeral(int(number))}条"
    if section:
        text += f"（{_numeral(int(section))}）"
    if item:
        text += f"第{item}项"
    return text


def edition(code: str) -> str:
    """A dated edition by its date, 2021年3月19日版考核办法; without a date its own
    name.
    """
    found = _DATED.search(code)
    if found is None:
        return code
    return f"{int(found[1])}年{int(found[2])}月{int(found[3])}日版考核办法"


def issue(code: str) -> str:
    """An issue of a publication: a bare number as 第3期."""
    return f"第{code}期" if code.isdigit() else code


def folder(name: str) -> str:
    """A folder of the mailbox as its web page calls it: INBOX as 收件箱."""
    return "收件箱" if name.upper() == "INBOX" else name


def _numeral(number: int) -> str:
    """A number below a hundred as 三, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones]}"


def size(count: int) -> str:
    """How large a file is: 312 字节, 48 KB, 2.4 MB."""
    if count < _KIB:
        return f"{count} 字节"
    if count < _MIB:
        return f"{count / _KIB:.0f} KB"
    return f"{count / _MIB:.1f} MB"


def _word_in(table: Mapping[str, str]) -> Callable[[str], str]:
    """A filter that gives the word of one table for a code; the code itself where there
    is none.
    """
    return lambda code: table.get(code, code)


def changes(entry: JournalEntry) -> list[str]:
    """What an entry changed in an item, a line for each field: 标题：甲 → 乙."""
    found: Any = entry.details.get(CHANGES, {})
    lines: list[str] = []
    # A database may keep the fields of an entry in an order of its own.
    for name in dict.fromkeys((*FIELDS, *found)):
        if name in found:
            before, after = found[name]
            lines.append(
                f"{word(name)}：{_value(name, before)} → {_value(name, after)}"
            )
    return lines


def _value(name: str, value: Any) -> str:  # noqa: ANN401 - whatever the journal holds
    """One value of a field as the office says it; what the journal holds in codes in
    words.
    """
    match value:
        case bool():
            return "是" if value else "否"
        case list():
            return "、".join(_value(name, each) for each in value) or "无"
        case None if name == "counts_on":
            return "收到那天"
        case None if name == "dated":
            return "审定那天"
        case None | "":
            return "无"
        case str() if name in {"counts_on", "dated"}:
            return full_day(date.fromisoformat(value))
        case str() if name in _IN_CODES:
            return word(value)
        case _:
            return str(value)


FILTERS = {
    "changes": changes,
    "word": word,
    "attempt": _word_in(ATTEMPTS),
    "notice": notice,
    "proposal": _word_in(PROPOSALS),
    "answer": _word_in(ANSWERS),
    "answer_look": answer_look,
    "deed": _word_in(DEEDS),
    "day": day,
    "moment": moment,
    "short_moment": short_moment,
    "period": period_in_words,
    "period_code": period_name,
    "size": size,
    "who": who,
    "month": month,
    "article": article,
    "edition": edition,
    "issue": issue,
    "folder": folder,
}
"""The filters that templates may use."""
