"""What do the letters look like that are measured with?

Invented reports of the sample roster, drawn by chance from a fixed seed: titles as
unlike each other as real ones are, a third of them in GBK under the label gb2312, the
rest UTF-8. They are made before a clock starts.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from random import Random
from typing import NamedTuple

from office.demo.sample_mail import SampleMail, docx, labelled_gb2312, plain

ARRIVED = datetime.fromisoformat("2026-03-30T08:00:00+08:00")
_EVERY = timedelta(minutes=1)
_PICTURE = 30_000
"""Bytes of each manuscript that no packing makes smaller, as a photograph in it would
be.
"""
_SENTENCES = range(5, 11)
_GBK = 3

_WORDS = (
    """贺兰山东麓 国道109线 石嘴山段 城东客运站 沿黄公路 南部山区 银西高铁站 镇北堡 闽宁镇 望远路口 河东机场
    清水河桥""",
    "启动 完成 推进 部署 通过 开展 检查 优化 试行 提前实现 全面落实 联合举办 持续深化 有序恢复 圆满结束",
    """除雪保畅 春运保障 桥梁检测 路面养护 超限治理 公交优化 驾培整治 安全培训 应急演练 绿化提升 收费改造
    客货邮融合 水毁修复 标线更新 农村公路验收 出租车回访 物流枢纽建设 电子证照应用 隧道照明改造 节前排查""",
    "工作 行动 任务 首月见效 群众点赞 获通报表扬 进入冲刺阶段 不停工 再提速 显成效 有新招 出实招",
)
"""Places, deeds, things and ends of titles."""


class Post(NamedTuple):
    """One letter: its bytes, and when it arrived."""

    raw: bytes
    at: datetime


def posts(count: int, *, manuscripts: bool, seed: int = 1) -> list[Post]:
    """As many letters; with `manuscripts` each brings its report as a .docx of some
    thirty kilobytes.
    """
    chance = Random(seed)
    return [_post(chance, number, manuscripts=manuscripts) for number in range(count)]


def in_folder(letters: list[Post], folder: Path) -> None:
    """Writes the letters as files."""
    folder.mkdir(parents=True)
    for number, post in enumerate(letters):
        (folder / f"{number:05d}.eml").write_bytes(post.raw)


def title_of(chance: Random) -> str:
    """A title such as a unit would write."""
    number = chance.randrange(2, 99)
    place, deed, thing, end = (chance.choice(words.split()) for words in _WORDS)
    return f"{place}{deed}第{number}批{thing}{end}"


def _post(chance: Random, number: int, *, manuscripts: bool) -> Post:
    unit, address = _units()[number % len(_units())]
    title, at = title_of(chance), ARRIVED + number * _EVERY
    body = tuple(_paragraphs(chance, unit))
    closing = "撰稿人：王小明  联系电话：13900000000"
    if manuscripts:
        files = (
            (f"{title}.docx", _manuscript((title, *body), chance.randbytes(_PICTURE))),
        )
        sheet = SampleMail(
            f"{unit}+{title}",
            f"报送信息一篇，请查收。\n{closing}",
            address,
            "小明",
            files,
        )
        return Post(plain(sheet, at, number), at)
    sheet = SampleMail(f"{unit}+{title}", "\n".join((*body, closing)), address, "小明")
    write = plain if number % _GBK else labelled_gb2312
    return Post(write(sheet, at, number), at)


def _manuscript(paragraphs: tuple[str, ...], picture: bytes) -> bytes:
    written = io.BytesIO(docx(paragraphs))
    with zipfile.ZipFile(written, "a") as package:
        package.writestr(
            zipfile.ZipInfo("word/media/image1.jpeg", (2026, 1, 1, 0, 0, 0)), picture
        )
    return written.getvalue()


def _paragraphs(chance: Random, unit: str) -> Iterator[str]:
    for _ in range(4):
        count = chance.choice(_SENTENCES)
        said = (
            f"{title_of(chance)}，出动人员{chance.randrange(900)}人次"
            for _ in range(count)
        )
        yield f"　　{unit}" + "；".join(said) + "。"


def _units() -> list[tuple[str, str]]:
    text = (
        resources.files("office.demo").joinpath("units.csv").read_text(encoding="utf-8")
    )
    return [
        (row["name"], row["addresses"]) for row in csv.DictReader(text.splitlines())
    ]
