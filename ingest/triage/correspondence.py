"""Is a letter correspondence: a letter, a form, a list, a notice, an enquiry?

Set-aside needs positive evidence, and this is it. A title is taken apart from its end:
what is put behind it, then the word that says what the paper is (…的函, …备案表,
…名单); a title that tells of such a paper (公布名单, 入选) is news all the same. A text
is known by what it asks of its reader. Whoever labels an author means a report: then it
is doubtful, and the office decides. What a stranger sells is left to
`screening.robots`.
"""

import re
from typing import NamedTuple

from ingest.letter.label_words import is_label
from ingest.letter.subject import remainder
from ingest.triage.manuscript import tells_of_emergency
from ingest.triage.reading import LetterReading
from ingest.triage.report_text import ManuscriptKind
from ledger.entries.letters import Letter

_TEXT_BOUND = 20_000
_SHOWN = 12
"""Characters of a letter that a reason quotes."""
_TITLE_SHOWN = 30

_PICTURES = "照片"
_SPEECHES = "讲话材料"
_PLANS = "方案或制度"
_EXPLANATIONS = "说明或告知"
_MAY_BE_ITEM = (_SPEECHES, _PLANS, _EXPLANATIONS)
"""The office may make an item of one: it waits."""
_CIRCULAR = "通报"
_PAPERS = {
    "函件": """
        函 复函 商函 邀请函 商请函 征求意见函 咨询函 确认函 回复函 介绍信 证明 承诺书 委托书 协议 协议书 合同
    """,
    "请示或申请": "请示 申请 申请书 申请报告 批复",
    "表格": """
        备案表 登记表 申请表 申报表 审批表 审核表 报名表 推荐表 统计表 统计报表 报表 月报表 季报表 汇总表
        明细表 一览表 调查表 反馈表 信息表 情况表 任务表 问卷 调查问卷 台账 值班表 排班表 评分表 自评表 表格
    """,
    "名册": "名单 花名册 名册 通讯录 通信录 联系方式 联系表 联系人 信息员变更 信息员调整 人员变动"
    " 信息员更换 信息员交接 联络员变更 联络员调整 联系人变更 联系方式变更 经办人变更 电话变更 号码变更",
    "回执": "回执 参会回执 参会人员 参训人员 报名信息",
    "通知": f"{_CIRCULAR} 通知 会议通知 培训通知 放假通知 开会通知 通知书 会议议程 议程",
    _EXPLANATIONS: "说明 情况说明 告知书 公告 通告 启事 声明",
    "意见反馈": "反馈意见 意见反馈 修改意见 征求意见稿 会签意见 回复意见 意见回复 无意见 审核意见",
    "票据": "发票 报价 报价单 账单 对账单 收据",
    "问候": "贺信 贺卡 慰问信 感谢信 春节快乐 新春快乐 新年快乐 节日快乐 中秋快乐 国庆快乐",
    _SPEECHES: "讲话 讲话稿 致辞 发言 发言稿 发言材料 主持词",
    _PLANS: """
        工作方案 实施方案 行动方案 整治方案 活动方案 方案 应急预案 预案 管理制度 工作制度 制度 管理办法
        实施办法 考核办法 办法 实施细则 细则 管理规定 规定 工作规则 规则 规程 工作要点 要点 工作计划 计划
        责任清单 任务清单 任务分解表 责任书
    """,
    _PICTURES: "照片 图片 相片 截图",
}
_KIND_OF_PAPER = {
    word: kind for kind, words in _PAPERS.items() for word in words.split()
}
_LONGEST_PAPER = max(map(len, _KIND_OF_PAPER))
# What a report tells of such papers: 入选示范县名单, 公布路长名单, 传达学习…通知,
# 收到感谢函.
_TOLD_OF = re.compile(
    r"入[选围列库]|列入|进入|纳入|登上|登榜|跻身|上榜|荣[获登膺]|获[得评]?|公[布示开告]|发布|印发|出台|下发|收到|收获|送[来上]|发[出放]|开[出具]|首[张份件例笔次]|达成|取得|受理|就.*征求|完成|实现|启用|上线|赠|宣读|退出|移出|[红黑]榜|黑$"
    r"|传达|学习(?!班)|贯彻|落实|解读|推[行广出]|实[行施]|建[立好]|完善|规范|优化|简化|取消|精简|清理|编[制印]|审[查议]|签[订署发]|签约"
)
_SURVEYS = frozenset({"问卷", "调查问卷", "调查表"})
_SURVEYED = re.compile(r"开展|组织|启动|发起|推出")
"""开展…满意度调查问卷 tells of a survey; a form to be filled in is none that anybody
carried out.
"""
_OF_PLAN = re.compile(
    r"^[ \t\u3000]*(?:第[一二三四五六七八九十]{1,3}[章条]"
    r"|[（(]?[一二三四五六七八九十]{1,2}[)）、.．]{1,2}[ \t\u3000]*"
    r"(?:(?:工作|总体|活动|整治|主要|重点)?(?:目标|任务|要求|步骤|安排|原则|内容|措施)(?:[及和与].{1,6})?"
    r"|指导思想|时间(?:安排|步骤|节点)|组织领导|领导小组|[实方][施法]步骤|[职责][责任]分工|保障措施|适用范围"
    r"|编制(?:目的|依据)|总则|附则)[:：。]?[ \t]*$)",
    re.MULTILINE,
)
"""The headings of a plan or a rule itself; news of one has none."""
_LEAST_HEADINGS = 2
_OFFICIAL = re.compile(r"关于.*的")
"""关于…的函, 关于…的通知: the paper itself, whatever it is about."""
_COVERS_REPORTS = re.compile(
    r"(?:报送|上报|呈报|报来|报).{0,16}(?:信息(?!员|化|系统|公开|中心|平台)|稿件|稿子|简报)"
)
"""关于报送3月份政务信息的函 covers a report and is none of these."""
_BEHIND = re.compile(
    r"(?:\.(?:docx?|xlsx?|wps|et|pdf|zip|rar)|[\s。.，,；;！!、]+|[（(【\[][^（）()【】\[\]]{0,24}[)）】\]]"
    r"|[一二三四五\d]{1,2}份|请查收|见附件|已?更新|的?告知|事宜)\Z"
)
_MOST_BEHIND = 6
_LIST_OF_ITEMS = re.compile(
    r"(?P<items>.+?)(?:的|工作|选题|题目|任务|分工|采用|录用|得分|计分|完成|情况)*"
    r"(?:计划|安排|打算|要点|选题|题目|目录|清单|一览表?|统计表?|汇总表?|分工|台账|进度|排期)[。！!\s]*"
)
"""What is planned, asked for or counted: 12月份信息报送计划, 三季度信息采用情况统计."""

_PROPOSES = re.compile(
    r"(?:推荐|推选|选派|申报|报名).{0,40}(?:人选|对象|个人|集体|单位|名额|代表|工作者)的?"
    r"(?:报告|请示|函|意见|材料|情况)?[。\s]*"
)
"""Who is proposed for an honour or a seat: 关于推荐先进个人的报告."""
_NOT_OURS = re.compile(
    r"(?:不是|并非|非)[我本]?[局处厅站校单位部门中心]{0,3}的?(?:投稿|来稿|报送|稿件|信息)"
    r"|转给?.{0,8}参阅"
)
"""What is passed on to be read, and not handed in: 转给厅办参阅，不是我局投稿."""
_TAKES_BACK = re.compile(
    r"请.{0,8}(?:撤[下回稿销]|作废)|撤[下回销].{0,24}稿|撤稿|请?(?:暂|先|暂时)不(?:要|予|再)?(?:采用|刊发|编发)"
)
"""What takes back a report that was sent: 请撤下…一稿, 请暂不采用."""

_GREETS = re.compile(r"谢|祝|快乐|问候|致敬|您好|你好")
_ONLY_GREETS = re.compile(
    r"(?:再次|非常|衷心|万分|十分|特此|表示|深表|由衷的?|向.{1,8})?(?:感谢|谢谢|多谢|致谢|鸣谢|谢意|道谢|谢忱|谢)(?:您|你们?|老师|领导|贵[厅处办]|信|.{0,6}(?:支持|指导|帮助|关照|修改|采用))?[!！。~～]*"
    r"|(?:恭?祝|顺祝|预祝)?.{0,6}(?:快乐|安康|顺利|如意)[!！。]*|(?:节日|新年|新春)?(?:问候|祝福|祝贺|致敬)|[您你]好[!！。]*"
)
_THANKS_FOR = re.compile(
    r"[+＋:：\s]*(?:再次|衷心|非常|特此)?(?:感谢|谢谢|致谢|多谢)(?!信(?!息))"
)
"""感谢信息写作培训, and not 感谢信送到工地."""
_GREETING = re.compile(
    r"\s*[^\n。]{0,16}(?:老师|领导|同志|您好|你好|办公室|同事)们?[：:！!，,]"
)
_ENQUIRY = re.compile(
    r"请问|请教|想问|问一下|问下|咨询一?下|请示一下|求助|求教|何时截止|(?:什么|啥)时[候间]|几号截止|怎么(?:报|填|算|办理)|能不能|可不可以|能否(?:再?发|给|提供|告知|转)|叫什么"
)
_DOUBTS = re.compile(
    r"(?:不知|不知道|不清楚|不确定|是否|核实|辨别)[^。\n]{0,6}(?:真实|真假|属实|真的|诈骗|可信|可靠)|(?:真的|真实)(?:吗|么)"
    r"|(?:是不是|疑似|像是?|谨防|小心)[^。\n]{0,4}(?:诈骗|骗子|垃圾邮件|钓鱼|病毒|广告)"
)
"""Whether a mail that somebody else sent is genuine."""
_ENQUIRY_SUBJECT = re.compile(
    r"请问|请教|咨询$|的咨询|^咨询|求助|求教|有个?问题|一个问题|问题咨询"
)
_REQUESTS = re.compile(
    r"特此(?:函[告达复询]|申请|说明|请示|通知)|专此(?:函[达复]|报告)|此[函复]|[妥当可]否，?请(?:予)?(?:批[示复准]|指示|函复|答复|回复)|请(?:予)?批[示复准]"
    r"|请(?:贵[厅处办局]|协助|帮忙|帮助|尽快)?(?:予以?)?(?:登记|备案|变更|更新|更换|开通|增加|添加|核[对实准]|答复|转告|删除|盖章|办理)"
    r"|请(?:贵[厅处办局]|予以?|给予)(?:修改|回复|确认|协助|支持|指导|告知)"
    r"|(?:恳请|望|盼)(?:贵[厅处办局])?(?:予以?)?(?:批准|支持|答复|协助|回复)|为[盼荷]"
    r"|请.{0,16}(?:准时|按时|派员|安排.{0,8}|届时)(?:参加|参会|出席|到会)|(?:回执|报名表|参会人员)[^。\n]{0,16}(?:报|发|交|反馈)"
    r"|请(?:各单位|你单位|贵单位|你局)?于.{1,16}前"
)
_OWN_SERVICE = re.compile(
    r"(?:[我本][局处办厅站校]|[我本](?:单位|中心|部门))[^。\n，,]{0,8}(?:办公(?:室|楼|地点|地址)?|值班|联系|传真|固定|座机|政务|公务)?"
    r"(?:电话|座机|传真机?|邮箱|网络|内网|外网|公文系统|地址|地点|公章|印章)[^。\n]{0,24}?"
    r"(?:停用|停机|停止使用|暂停|中断|无法(?:接通|使用|收发)|故障|检修|维修|变更|更换|改为|改成|更改|搬[迁至到]|启用|作废|注销)"
)
"""How the office itself is reached, which is no news: 我局办公电话…停用."""
_NOT_YET_SENT = re.compile(
    r"(?:[改修审定][完好了]|(?:审定|定稿|同意|把关|过目)后|没问题|定了)[^。\n]{0,8}?(?:我?再(?!次)|才)[^。\n]{0,8}(?:报|发|交|送|写|上传)"
    r"|(?:正文|稿件|稿子|信息)(?:下[周月]|[随稍]后|另行|到时)[^。\n]{0,4}(?:报|发|交|送|补)"
)
"""A draft that went astray, a report to come: 改完我再往厅里报, 正文下月报送."""
_COMPLAINT = re.compile(
    r"投诉|举报|维权|讨薪|欠薪|给个?(?:答复|说法)|管一管|反映.{0,10}(?:问题|情况)"
)
_MYSELF = re.compile(r"(?<!自)我(?![局处厅市县区省校国中单院站])|本人")


class Correspondence(NamedTuple):
    """What speaks for correspondence (Chinese); `firm` unless something also speaks for
    a report.
    """

    because: str
    firm: bool


def find_correspondence(
    letter: Letter,
    reading: LetterReading,
    *,
    is_stranger: bool,
    signed: bool,
    passed: str = "",
) -> Correspondence | None:
    """What says that `letter` is no report but correspondence, or None.

    `is_stranger`: its sender is nobody on the roster; of such a one a complaint is
    correspondence too. `signed`: a label names who wrote it. `passed` are the words at
    its end of a mail that it passes on.
    """
    manuscript = reading.manuscript
    kind = None if manuscript is None else manuscript.kind
    rest = remainder(reading.subject.body, reading.naming.spans)
    for title in (reading.title, rest):
        if lists_items(title):
            return Correspondence(
                f"标题是“{title[:_TITLE_SHOWN]}”，讲的是怎样报送信息，不是信息",
                firm=not signed,
            )
        proposed = _PROPOSES.search(title)
        if proposed and proposed.end() == len(title):
            return Correspondence(
                f"标题是“{title[:_TITLE_SHOWN]}”，像推荐或申报，不像信息",
                firm=not signed,
            )
    note = letter.text.removesuffix(passed)[:_TEXT_BOUND]
    is_passed_on = bool(passed) or reading.subject.is_forward
    if is_passed_on and (found := _first(_NOT_OURS, note)):
        return Correspondence(f"转来别处的文章供阅看（“{found}”）", firm=False)
    if kind is not ManuscriptKind.FULL:
        # The office must see it: what was recorded before may have to be returned.
        found = _first(_TAKES_BACK, reading.subject.body) or _first(_TAKES_BACK, note)
        if found:
            return Correspondence(f"来件请求撤下已报的稿件（“{found}”）", firm=False)
        if not passed and (found := _first(_NOT_YET_SENT, note)):
            return Correspondence(f"来件说稿件还要改（“{found}”）", firm=False)
    paper = paper_of(reading.title)
    if not (reading.subject.is_reply and signed and kind is ManuscriptKind.FULL):
        paper = paper or paper_of(
            reading.subject.body
        )  # of an answer the matter that is answered
    if (
        paper
        and _KIND_OF_PAPER[paper] == _EXPLANATIONS
        and tells_of_emergency(letter.text)
    ):
        paper = ""
    if paper and _KIND_OF_PAPER[paper] == _PLANS:
        # A text is a plan or a rule itself if it has the headings of one.
        headings = (
            _OF_PLAN.findall(manuscript.text[:_TEXT_BOUND])
            if manuscript is not None
            else []
        )
        paper = paper if len(headings) >= _LEAST_HEADINGS else ""
    if paper and not (
        _KIND_OF_PAPER[paper] == _PICTURES and kind is ManuscriptKind.FULL
    ):
        is_firm = not signed and _KIND_OF_PAPER[paper] not in _MAY_BE_ITEM
        return Correspondence(
            f"标题是“{paper}”，像{_KIND_OF_PAPER[paper]}，不像信息", firm=is_firm
        )
    if signed:
        return None
    in_document = manuscript is not None and bool(manuscript.documents)
    own_words = letter.text[:_TEXT_BOUND]
    # A report may come with a question or a request: then it waits.
    is_report = kind in (ManuscriptKind.FULL, ManuscriptKind.BRIEF)
    # Whoever writes 请查收 meant to send something, and is told how to report if
    # nothing came.
    thanks = rest or "".join(reading.subject.tags)
    only_greets = (
        thanks
        and _GREETS.search(reading.subject.text)
        and _ONLY_GREETS.fullmatch(thanks)
    )
    if only_greets and "查收" not in own_words:
        return Correspondence(
            f"主题只写“{thanks}”，像问候，不像信息", firm=not is_report
        )
    if _THANKS_FOR.match(rest) and (
        kind is not ManuscriptKind.FULL
        and _GREETING.match(own_words)
        and (found := _question_in(own_words))
    ):
        return Correspondence(f"主题是致谢，正文是询问（“{found}”）", firm=True)
    if _ENQUIRY_SUBJECT.search(reading.subject.body):
        # What else a few words say that ask something belongs to the question.
        is_asked = kind is not ManuscriptKind.FULL and bool(_question_in(own_words))
        return Correspondence("主题是询问", firm=not is_report or is_asked)
    if passed and (found := _question_in(note) or _first(_DOUBTS, note)):
        # What others sent is asked about: no report unless it reads like one, and then
        # it waits.
        return Correspondence(
            f"转来别的邮件询问（“{found}”）", firm=kind is not ManuscriptKind.FULL
        )
    if in_document:
        return None  # what the covering note asks is no matter
    if kind is not ManuscriptKind.FULL and not tells_of_emergency(own_words):
        if found := _first(_OWN_SERVICE, own_words):
            return Correspondence(f"正文告知本单位怎样联系（“{found}”）", firm=True)
    if not is_report and (found := _question_in(own_words)):
        return Correspondence(f"正文是询问（“{found}”）", firm=True)
    if found := _first(_REQUESTS, own_words):
        return Correspondence(
            f"正文是请对方办理或答复（“{found}”）", firm=not is_report
        )
    if is_stranger and _COMPLAINT.search(own_words) and _MYSELF.search(own_words):
        return Correspondence("正文是群众来信", firm=True)
    return None


def lists_items(title: str) -> bool:
    """Whether `title` is that of a plan, a schedule or a count of items: beside such a
    word it says no more than a label does.
    """
    listed = _LIST_OF_ITEMS.fullmatch(title)
    return listed is not None and is_label(listed["items"])


def paper_of(title: str) -> str:
    """The word at the end of `title` that says which letter, form, list or notice it
    is; "" if none does.
    """
    if _COVERS_REPORTS.search(title):
        return ""
    for _ in range(_MOST_BEHIND):
        longest = min(_LONGEST_PAPER, len(title))
        endings = (title[-length:] for length in range(longest, 0, -1))
        word = next((ending for ending in endings if ending in _KIND_OF_PAPER), "")
        if word:
            before = title[: -len(word)]
            is_official = _OFFICIAL.search(title) is not None
            is_told_mostly = word == _CIRCULAR or _KIND_OF_PAPER[word] == _EXPLANATIONS
            if is_told_mostly and not is_official:
                return ""  # of having been named in one, or of having put one up, a report tells
            told = _TOLD_OF.search(before) or (
                word in _SURVEYS and _SURVEYED.search(before)
            )
            return "" if told and not is_official else word
        behind = _BEHIND.search(title)
        if behind is None:
            return ""
        title = title[: behind.start()]
    return ""


def _question_in(text: str) -> str:
    """The words by which `text` asks its reader something; "" if it does not."""
    if found := _first(_ENQUIRY, text):
        return found
    for line in text.splitlines():
        if line.strip().endswith(("?", "？")):
            return line.strip()[-_SHOWN:]
    return ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group()[:_SHOWN] if found else ""
