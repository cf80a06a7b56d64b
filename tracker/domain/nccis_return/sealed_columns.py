"""The columns of a record that would give a sealed activity away beside its code."""

#: Its place: only custody has one.
OF_PLACE = ("EstablishmentNumber", "EstablishmentName", "UKProviderReferenceNumber")
#: Its dates, which some sealed activities have and others do not.
OF_DATES = (
    *("ReviewDate", "NEETStartDate", "PredictedEndDate"),
    *("DueToLapseDate", "CurrencyLapsed"),
)
