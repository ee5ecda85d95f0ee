"""How does the office write days, moments and periods?

The filters templates use; a day is always a day of the office's zone.
"""

from datetime import date, datetime

from ledger.periods import OFFICE_ZONE, Period, Span, UnknownPeriodError, parse_period

_NUMERALS = "一二三四"
_HALVES = "上下"


def day(value: date) -> str:
    """A date, as 3月10日."""
    local = value.astimezone(OFFICE_ZONE) if isinstance(value, datetime) else value
    return f"{local.month}月{local.day}日"


def full_day(value: date) -> str:
    """A date with its year, as 2026年3月10日."""
    local = value.astimezone(OFFICE_ZONE) if isinstance(value, datetime) else value
    return f"{local.year}年{day(local)}"


def moment(value: datetime) -> str:
    """An aware moment, as 2026年3月10日 10:05."""
    return f"{full_day(value)} {value.astimezone(OFFICE_ZONE):%H:%M}"


def period_name(code: str) -> str:
    """A period's code as people say it, as 2026年第一季度; a code of an edition's own
    stays as it is.
    """
    try:
        return period_in_words(parse_period(code))
    except UnknownPeriodError:
        return code


def period_in_words(period: Period) -> str:
    """A period as people say it, as 2026年第一季度; one of an edition's own by its
    name.
    """
    year, month = period.first.year, period.first.month
    match period.span:
        case Span.WEEK:
            # The first day of an ISO week may lie in the year before: its code tells
            # the year.
            return f"{period.code[:4]}年第{int(period.code[-2:])}周"
        case Span.MONTH:
            return f"{year}年{month}月"
        case Span.QUARTER:
            return f"{year}年第{_NUMERALS[(month - 1) // 3]}季度"
        case Span.HALF:
            return f"{year}年{_HALVES[(month - 1) // 6]}半年"
        case Span.YEAR:
            return f"{year}年"
        case Span.NAMED:
            return period.code
