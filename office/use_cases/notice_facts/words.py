"""In which words does a message say a code of the record?"""

from collections.abc import Mapping

HELD_WORDS: Mapping[str, str] = {
    "own-business": "需确认是否属于本单位业务",
    "not-kin": "发件单位与主题中的单位不一致",
    "unit-unclear": "单位名称不够明确",
    "unit-unknown": "未写明报送单位",
    "untrusted": "发件人身份待核实",
}
MENDED_WORDS: Mapping[str, str] = {
    "title": "标题",
    "authors": "撰稿人及联系方式",
    "signer": "签发人",
}
REGISTERED_WORDS: Mapping[str, str] = {
    "unit_id": "报送单位",
    "co_unit_ids": "联合报送单位",
    "category": "类别",
}
