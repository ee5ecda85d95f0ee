"""What is lost or doubled when everything around the service fails, step by step?

`make faults` (`python -m tests.faults [NAMES]`) runs the campaigns named, or all, and
writes what each came to into docs/reports/faults.md; the section of a campaign that is
not run stays as it is. Exit code 1 where anything was lost or doubled, or became
unknown without a reason.
"""

import sys

from office.service.logs import set_up_logs
from office.settings.sections import LogSettings
from tests.bench.table import timed
from tests.faults import (
    answering,
    crowding,
    filling,
    foreign,
    killing,
    lying,
    promoting,
    restoring,
    turning,
    upgrading,
)
from tests.faults.findings import Campaign, Finding, NotRunError
from tests.faults.grounds import prepared
from tests.faults.report import Section, save

CAMPAIGNS: dict[str, Campaign] = {
    "kill": killing.campaign,
    "lies": lying.campaign,
    "smtp": answering.campaign,
    "workers": crowding.campaign,
    "clock": turning.campaign,
    "disk": filling.campaign,
    "backup": restoring.campaign,
    "upgrade": upgrading.campaign,
    "standby": promoting.campaign,
    "servers": foreign.campaign,
}


def main(wanted: list[str]) -> int:
    """Runs and reports; the exit code."""
    unknown = set(wanted) - set(CAMPAIGNS)
    if unknown:
        names = ", ".join(CAMPAIGNS)
        sys.exit(
            f"faults: no campaign {', '.join(sorted(unknown))}; there are: {names}"
        )
    set_up_logs(LogSettings(level="error"))
    holds = True
    with prepared() as grounds:
        for name in wanted or CAMPAIGNS:
            findings: list[Finding] = []
            because = ""
            with timed() as watch:
                try:
                    for finding in CAMPAIGNS[name](grounds):
                        findings.append(finding)
                        print(f"  {name}: {finding.in_words}", file=sys.stderr)  # noqa: T201
                except NotRunError as obstacle:
                    because = str(obstacle)
                    print(f"  {name}: not run: {because}", file=sys.stderr)  # noqa: T201
            about = sys.modules[CAMPAIGNS[name].__module__].__doc__ or ""
            save(Section(name, about, findings, because, watch.seconds), CAMPAIGNS)
            holds = holds and all(finding.holds for finding in findings)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
