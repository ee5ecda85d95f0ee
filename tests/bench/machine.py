"""On what machine was it measured, and how much memory did a program take?

The system's own account in /proc; nothing is estimated.
"""

import os
import platform
from contextlib import suppress
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
    """The process and all that descend from it."""
    found, waiting = [], [process]
    while waiting:
        one = waiting.pop(0)
        found.append(one)
        waiting += _children(one)
    return found


def _children(process: int) -> list[int]:
    """Those whom any of its threads has started."""
    listed = []
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # the thread is gone
            listed += thread.read_text(encoding="ascii").split()
    return [int(child) for child in listed]


def peak_mib(process: int) -> float:
    """The most memory the process has held at once so far; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    peaks = (line for line in lines if line.startswith("VmHWM:"))
    return int(next(peaks, "VmHWM: 0 kB").split()[1]) / 1024
