"""Rules about the dates of an activity: their order, and its currency.

Comparisons skip an invalid date. A rule about the date itself reports it once, and to
compare its text as a date would report errors that are not there.
"""

from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule


# On the day on which it lapses both flags are allowed.
@rule(
    "231",
    "Marked as lapsed, but not due to lapse before the end of the period",
    priority=2,
    fields=("CurrencyLapsed", "DueToLapseDate"),
)
def lapsed_too_soon(records: Records) -> Flags:
    return records.equals("CurrencyLapsed", "Y") & (
        records.date("DueToLapseDate") > records.period_end
    )


@rule(
    "232",
    "Not marked as lapsed, although the lapse date has passed",
    priority=2,
    fields=("CurrencyLapsed", "DueToLapseDate"),
)
def lapsed_unnoticed(records: Records) -> Flags:
    return records.equals("CurrencyLapsed", "N") & (
        records.date("DueToLapseDate") < records.period_end
    )


@rule(
    "305",
    "Verified after the end of the period",
    priority=2,
    fields=("DateVerified",),
    date_field="DateVerified",
)
def verified_after_period(records: Records) -> Flags:
    return records.date("DateVerified") > records.period_end
