"""The records that are worth comparing with a row."""

from tracker.linkage.population import (
    any_column,
    blocking,
    known_records,
    name_chances,
    number_fits,
    own_name,
    prefilter,
)
