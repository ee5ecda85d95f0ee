"""How much of a letter is too much?

A letter past one of these bounds is not read at all: it is quarantined with the reason
and its original kept (P14). Time and memory are bounded by the reader, which runs all
of this in a child.
"""

LONGEST_HEAD = 64 * 1024
MOST_PARTS = 500
DEEPEST = 30
LONGEST_PART_FIELD = 8 * 1024
LONGEST_VALUE = 2_000
LONGEST_TEXT = 500_000
LONGEST_HTML = 3_000_000


class UnreadableLetter(Exception):  # noqa: N818 - the refusal is the letter's state, not a programming error
    """A letter past a bound or beyond repair; `reason` (Chinese) says which, for the
    office's list.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"此信无法读取：{reason}。原件已完整保留，可在邮箱中打开原信查看"
        )
