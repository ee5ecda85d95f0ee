"""By which name, unknown so far, does a subject call the unit that the office confirmed?

Only what stands alone before the first separator may be one, and only if it can be nothing but a unit's name:
a wrong lesson would speak for a unit ever after. Whether it is learnt is left to
`office.use_cases.decisions`.
"""

import re

from ingest.letter.subject import parse_subject
from ingest.names.folding import fold
from ingest.names.matching import UNCLEAR
from ingest.names.naming import find_units
from ingest.names.unit_names import COMMON, GENERIC, RecognisedBy, UnitNames

_HEAD = re.compile(
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
# Departments that every office has: they say which unit only together with the sender.
_EVERYBODY_S = re.compile(
    r"(?:人事|组织|财务|审计|政工|综合|行政|后勤|宣传|安全|安监|信息|党建)(?:人事|教育|监督|管理|监管)?[处科股室部]|"
    r"(?:[省市县区州盟旗乡镇]|自治区)?(?:[局处科室]|委员会|分局|支队|大队|公司)"
)


def learnable_name(subject: str, unit_id: int, unit_names: UnitNames) -> str:
    """The name that `subject` begins with and that may be learnt for the unit; "" where it offers none.

    Never a name that every office has one of, one that another unit bears or may mean, one by which the
    unit is known already, nor one that a known name is a part of.
    """
    head = _HEAD.match(parse_subject(subject).body)
    if head is None:
        return ""
    name = "".join((head["inside"] or head["before"]).split())
    folded = fold(name).text
    if not _LIKE_A_NAME.fullmatch(folded) or _MORE_THAN_A_NAME.search(folded):
        return ""
    if folded in COMMON or folded in GENERIC or _EVERYBODY_S.fullmatch(folded):
        return ""
    known = unit_names.names.get(folded)
    if known is not None:
        # A name that leaves open who is meant may be learnt for the only unit that bears it.
        return name if known.unit_ids == (unit_id,) and known.how in UNCLEAR else ""
    for named in find_units(name, unit_names).named:
        if named.how is not RecognisedBy.MISSPELT:
            return ""
    return name
