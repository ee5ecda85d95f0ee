"""How many letters a second can be read: bytes in, a letter with all its texts out?

In this very process, and through reading children as the service does it, started
before the clock.
"""

from collections.abc import Iterator

from ingest.intake.reader import Reader, read_one
from tests.bench.letters import Post, posts
from tests.bench.table import Row, timed

_MARKS = ("绝密", "机密", "秘密")
_COUNT = 600
_BATCH = 100
_WARM = 4


def measured() -> Iterator[Row]:
    """Texts, then manuscripts: inline, through one child, through two."""
    for of, manuscripts in (("text letters", False), (".docx letters", True)):
        letters = posts(_COUNT, manuscripts=manuscripts)
        size = sum(len(post.raw) for post in letters) // len(letters) / 1000
        with timed() as watch:
            for post in letters:
                read_one(*post, _MARKS)
        yield Row(
            "read in one process", _COUNT, of, watch.seconds, f"{size:.0f} kB each"
        )
        for children in (1, 2):
            yield Row(
                f"read by {children} bounded",
                _COUNT,
                of,
                _through(children, letters),
                "start not counted",
            )


def _through(children: int, letters: list[Post]) -> float:
    with Reader(children, _MARKS) as reader:
        reader.read(letters[: _WARM * children])
        with timed() as watch:
            for at in range(0, len(letters), _BATCH):
                reader.read(letters[at : at + _BATCH])
    return watch.seconds
