"""On what machine was it measured, and how much memory did a program take?

The system's own account in /proc; nothing is estimated.
"""

import os
import platform
from collections import defaultdict
from pathlib import Path


def described() -> str:
    """Cores, memory, load, system, Python, in one line."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    return (
        f"{cores} cores, {pages * size / 2**30:.1f} GiB, load {load:.1f} before it began; "
        f"{platform.system()} {platform.release()}; Python {platform.python_version()}"
    )


def family(process: int) -> list[int]:
    """The process and all that descend from it and live, the eldest first."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        if parent := _told(int(folder.name), "PPid"):
            children[parent].append(int(folder.name))
    found = [process]
    for one in found:  # grows as it goes
        found += children[one]
    return found


def peak_mib(process: int) -> float:
    """The most memory the process has held at once so far; 0 once it is gone."""
    return _told(process, "VmHWM") / 1024


def _told(process: int, name: str) -> int:
    """A number the system tells of a process; 0 if it tells none."""
    try:
        lines = (
            Path(f"/proc/{process}/status")
            .read_text(encoding="utf-8", errors="replace")
            .splitlines()
        )
    except OSError:
        return 0
    told = (line for line in lines if line.startswith(f"{name}:"))
    return int(next(told, "none 0").split()[1])
