"""How does an issue of the office's own publication look as a paper?

A red head with number, office and day, the contents, then each item with its unit and
author; 简讯 stand together at the end, a paragraph each. Page and fonts are `paper`'s.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from notify.chinese import full_day
from notify.document.paper import Paper, PaperHead


class BulletinItem(NamedTuple):
    """One item: heading, words, who sent it and who wrote it; `brief` for a 简讯."""

    heading: str
    text: str
    unit: str
    author: str = ""
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Bulletin:
    """An issue: the publication's name without marks, its year, number and day, who
    publishes it.
    """

    publication: str
    year: int
    number: int
    dated: date
    office: str
    articles: tuple[BulletinItem, ...]

    @property
    def ordered(self) -> tuple[BulletinItem, ...]:
        """As they stand on the paper: 简讯 after everything else."""
        return tuple(sorted(self.articles, key=lambda article: article.brief))

    @property
    def file_name(self) -> str:
        """What the .docx is called."""
        return f"{self.publication}{self.year}年第{self.number}期.docx"


def bulletin(issue: Bulletin) -> bytes:
    """The .docx of an issue."""
    line = (
        f"{issue.year}年第{issue.number}期　　{issue.office}　　{full_day(issue.dated)}"
    )
    paper = Paper(PaperHead("本期目录", number=line, banner=issue.publication))
    for at, article in enumerate(issue.ordered, 1):
        mark = "【简讯】" if article.brief else ""
        paper.words(f"{at}．{mark}{article.heading}（{article.unit}）")
    has_briefs = False
    for at, article in enumerate(issue.ordered, 1):
        source = f"{article.unit}　{article.author}" if article.author else article.unit
        if not article.brief:
            paper.heading(f"{at}．{article.heading}")
            paper.words(article.text or "（正文待补）")
            paper.words(f"（供稿：{source}）")
            continue
        if not has_briefs:
            paper.heading("简讯")
            has_briefs = True
        paper.words(
            f"【{article.heading}】{' '.join(article.text.split())}（{source}）"
        )
    return paper.bytes()
