"""Rules about the dates of an activity: their order, and its currency.

Comparisons skip an invalid date. A rule about the date itself reports it once, and to
compare its text as a date would report errors that are not there.
"""

from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule


@rule("220", "There is no lapsed flag", priority=1, fields=("CurrencyLapsed",))
def lapsed_flag(records: Records) -> Flags:
    return records.with_activity & records.blank("CurrencyLapsed")


@rule(
    "221",
    "The lapsed flag is neither Y nor N",
    priority=1,
    fields=("CurrencyLapsed",),
)
def lapsed_flag_code(records: Records) -> Flags:
    return records.outside("CurrencyLapsed", frozenset("YN"))


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
    "237",
    "Last verified before it was ascertained",
    priority=2,
    fields=("DateVerified", "DateAscertained"),
)
def verified_before_ascertained(records: Records) -> Flags:
    return records.date("DateAscertained") > records.date("DateVerified")


@rule(
    "238",
    "Stays current after the expected end",
    priority=2,
    fields=("DueToLapseDate", "PredictedEndDate"),
)
def current_after_end(records: Records) -> Flags:
    return records.date("DueToLapseDate") > records.date("PredictedEndDate")


@rule(
    "242",
    "Ascertained before the activity began",
    priority=2,
    fields=("DateAscertained", "StartDate"),
)
def ascertained_before_start(records: Records) -> Flags:
    return records.date("DateAscertained") < records.date("StartDate")


# NEET and not known do not lapse.
@rule(
    "243",
    "There is no lapse date for an activity that lapses",
    priority=2,
    fields=("DueToLapseDate", "ActivityCode"),
)
def lapse_date(records: Records) -> Flags:
    return records.lacking("DueToLapseDate", "needs_lapse_date")


@rule("244", "The lapse date is not a date", priority=2, fields=("DueToLapseDate",))
def lapse_date_form(records: Records) -> Flags:
    return records.not_a_date("DueToLapseDate")


@rule(
    "256",
    "Last verified before the activity began",
    priority=1,
    fields=("DateVerified", "StartDate"),
)
def verified_before_start(records: Records) -> Flags:
    return records.date("DateVerified") < records.date("StartDate")


@rule(
    "257",
    "To be reviewed after the expected end",
    priority=2,
    fields=("ReviewDate", "PredictedEndDate"),
)
def review_after_end(records: Records) -> Flags:
    return records.date("ReviewDate") > records.date("PredictedEndDate")


@rule("258", "The expected end is not a date", priority=1, fields=("PredictedEndDate",))
def expected_end_form(records: Records) -> Flags:
    return records.not_a_date("PredictedEndDate")


@rule(
    "259",
    "There is no expected end of education or training",
    priority=1,
    fields=("PredictedEndDate", "ActivityCode"),
)
def expected_end(records: Records) -> Flags:
    return records.lacking("PredictedEndDate", "needs_expected_end")


@rule(
    "262",
    "There is no review date for an activity that must be reviewed",
    priority=1,
    fields=("ReviewDate", "ActivityCode"),
    date_field="ReviewDate",
)
def review_date(records: Records) -> Flags:
    return records.lacking("ReviewDate", "needs_review")


@rule(
    "305",
    "Verified after the end of the period",
    priority=2,
    fields=("DateVerified",),
    date_field="DateVerified",
)
def verified_after_period(records: Records) -> Flags:
    return records.date("DateVerified") > records.period_end
