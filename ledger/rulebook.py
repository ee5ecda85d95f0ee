"""What can an office's rule say?

The types of a policy, dated edition by dated edition. Reading a policy file is `scoring.edition`'s affair, applying it
`scoring.score`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Intake:
    """What the rule asks of a letter: categories (Art. 7), lengths (Art. 8), 密级 marks (Art. 10), contact (Art. 16)."""

    categories: tuple[str, ...]
    lengths: Mapping[str, int]
    """Category → the most characters it should have; exceeding it warns, never refuses (F6)."""
    marks: tuple[str, ...]
    required: tuple[str, ...]
    """Which of "author" and "phone" a letter must name."""
