"""How do mail and documents that nobody here wrote fare, folder by folder?"""

from collections import Counter
from pathlib import Path

from tests.sweep import truth
from tests.sweep.corpus import Swept, swept


def sweep(folder: Path) -> str:
    """The sweep over `folder`, one part for each folder in it, as Markdown."""
    return "\n".join(
        line
        for part in sorted(folder.iterdir())
        if part.is_dir()
        for line in _part(part, list(swept(part)))
    )


def _part(part: Path, files: list[Swept]) -> list[str]:
    faults = [
        f"* FAULT {file.path.relative_to(part)}: {fault}"
        for file in files
        for fault in file.faults
    ]
    mails = [file for file in files if file.is_mail]
    spoilt = [file for file in files if file.spoilt]
    became = Counter(file.became for file in files).most_common()
    counts = f"{len(mails)} letters, {len(files) - len(mails)} documents; {len(faults)} faults of ours"
    left = (
        f"U+FFFD left in {len(spoilt)} ({sum(file.spoilt for file in spoilt)} in all)"
    )
    return [
        f"### {part.name}",
        "",
        f"{counts}; {left}.",
        "",
        *faults,
        *([*truth.table(mails), ""] if truth.is_bounces(part) else []),
        *(f"* {count} {what}" for what, count in became),
        "",
    ]
