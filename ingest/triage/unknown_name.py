"""By which name that the roster does not know does a subject call its unit?

It stands alone at the subject's head: a unit that was renamed, a nickname, or a part of
a known unit (平罗县交通运输综合执法大队). Whose it is, is left to `placing`, whether it
is learnt to `office.use_cases.decisions`.
"""

import re

from ingest.letter.subject import parse_subject
from ingest.names.folding import TextSpan, fold_text
from ingest.names.naming import UNCLEAR, find_units
from ingest.names.unit_names import COMMON, GENERIC, RecognisedBy, UnitNames

# What stands alone at the head of a subject, in brackets or before a separator.
_FIRST_NAME = re.compile(
    r"\s*(?:[【《〖\[［(（「](?P<inside>[^】》〗\]］)）」]+)[】》〗\]］)）」]"
    r"|(?P<before>[^#＃=＝+＋﹢\-‐‑–—―－_＿:：;；|｜丨/／]+?)\s*[#＃=＝+＋﹢\-‐‑–—―－_＿:：;；|｜丨/／])"
)
_LIKE_A_NAME = re.compile(
    r"(?=.{3,30}$)[\u4e00-\u9fff]+?"
    r"(?:(?<![全大开新布格变破])局|(?<![到用实细高深难好])处|(?<![阶标])段|(?<![特督快好通专速])办|(?<![突击服务先锋])队"
    r"|[站校室委厅院所司科]|中心|集团|大学|中学|机场|指挥部|项目部|党支部|(?:委员|协|学|工|商|联合)会)"
)
# What a title says, and what joins two names.
_MORE_THAN_A_NAME = re.compile(
    r"关于|召开|开展|举行|举办|推动|加[强快]|落实|完成|做好|全[力面市县区省]|积极|深入|扎实|持续|强化|提升|助力|赋能"
    r"|参加|印发|部署|传达|慰问|打造|聚焦|筑牢|启动|开工|通车|报送|走进|来到|赴|联合(?!会)|会同|携手|[和与及暨的了我本该各]"
)
_SHORT_FOR_A_UNIT = re.compile(r"[市县区州]?(?:交运|交管|运管|路政|交投|海事)")
_ENDS_A_NAME = re.compile(r"[局处段办队站校室委厅院所司科]|中心|公司|集团|大学|会")
# Departments that every office has: they say which unit only together with the sender.
_EVERYBODY_S = re.compile(
    r"(?:人事|组织|财务|审计|政工|综合|行政|后勤|宣传|安全|安监|信息|党建)(?:人事|教育|监督|管理|监管)?[处科股室部]|"
    r"(?:[省市县区州盟旗乡镇]|自治区)?(?:[局处科室]|委员会|分局|支队|大队|公司)"
)
_PART = re.compile(
    r"(?:[省市县区州](?!.*[省市县州]))?(?=.*(?:交通|公路|道路|运输|路政|运管|农路|养护|海事|港航|水运|执法|治超|战备))"
    r"[\u4e00-\u9fff]{2,16}?(?:[大中支]队|办公室|服务[站所]|养护[站所]|管理[站所]|治超站|[科股室站所]|工会|党[总支]?支部|团支部)"
)
"""What a part of a unit is called behind the name of its place; no 局, no 中心: that
may be another unit.
"""
_OF_PLACE = ("市", "县", "区")
"""县交通战备办公室: that of the sender's own place."""
_OTHER_BODY = re.compile(r"[局委厅院校]|公司|集团|法院|公安|教育|应急管理")


def learnable_name(subject: str, unit_id: int, unit_names: UnitNames) -> str:
    """The name that `subject` begins with and that may be learnt for the unit; "" where
    it offers none.

    Never a name that every office has one of, one that another unit bears or may mean,
    one by which the unit is known already, nor one that a known name is a part of.
    """
    name = _name_at_head(subject, unit_names)
    known = unit_names.names.get(fold_text(name))
    if known is not None:
        # A name that leaves open who is meant may be learnt for the only unit that
        # bears it.
        return name if known.unit_ids == (unit_id,) and known.how in UNCLEAR else ""
    return unknown_name(subject, unit_names)


def unknown_name(subject: str, unit_names: UnitNames) -> str:
    """The name of a unit that `subject` begins with and of which the roster knows no
    part; "" if none.
    """
    return _unknown(_name_at_head(subject, unit_names), unit_names)


def unknown_name_span(body: str, unit_names: UnitNames) -> TextSpan | None:
    """Where such a name stands at the head of a subject's `body`, if what follows is
    surely the title.

    A colon may stand within a title (小车站：大民生): before one the name must begin
    with a known place.
    """
    head = _FIRST_NAME.match(body)
    if head is None:
        return None
    which = "inside" if head["inside"] else "before"
    is_plus = any(sign in "+＋﹢" for sign in body[head.end(which) : head.end() + 1])
    folded = fold_text(head[which])
    is_placed = folded[:1] in _OF_PLACE or any(
        folded.startswith(place) for place in unit_names.places
    )
    if not (is_plus or is_placed) or not _unknown(
        _name_in(head, unit_names), unit_names
    ):
        return None
    return TextSpan(*head.span(which))


def is_part_of(name: str, unit_id: int, unit_names: UnitNames) -> bool:
    """Whether an unknown `name` is that of a part of the unit: its place, and an office
    of such a unit.
    """
    folded = fold_text(name)
    if _OTHER_BODY.search(folded):
        return False
    own = [
        place
        for place, ids in unit_names.places.items()
        if unit_id in ids and folded.startswith(place)
    ]
    start = max(map(len, own), default=0)
    if not start and folded[:1] not in _OF_PLACE:
        return False
    return _PART.fullmatch(folded, start) is not None


def _unknown(name: str, unit_names: UnitNames) -> str:
    if not name or fold_text(name) in unit_names.names:
        return ""
    is_known = any(
        named.how is not RecognisedBy.MISSPELT
        for named in find_units(name, unit_names).named
    )
    return "" if is_known else name


def _name_at_head(subject: str, unit_names: UnitNames) -> str:
    """What stands alone at the head of `subject` and reads like a unit's own name; ""
    if nothing does.
    """
    head = _FIRST_NAME.match(parse_subject(subject).body)
    return "" if head is None else _name_in(head, unit_names)


def _name_in(head: re.Match[str], unit_names: UnitNames) -> str:
    name = "".join((head["inside"] or head["before"]).split())
    folded = fold_text(name)
    before, _, behind = folded.partition("和")
    # 建设和交通局 is one name, 交通局和水务局 are two.
    whole = folded if _ENDS_A_NAME.search(before) else before + behind
    is_like_one = _LIKE_A_NAME.fullmatch(folded) or any(
        # A unit's place and what such units are called for short: 盐池交运, 盐池县运管.
        folded.startswith(place) and _SHORT_FOR_A_UNIT.fullmatch(folded, len(place))
        for place in unit_names.places
    )
    if not is_like_one or _MORE_THAN_A_NAME.search(whole):
        return ""
    is_everybodys = (
        folded in COMMON or folded in GENERIC or _EVERYBODY_S.fullmatch(folded)
    )
    return "" if is_everybodys else name
