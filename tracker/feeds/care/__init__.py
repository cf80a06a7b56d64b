"""Children in care and care leavers: SSDA903, and lists 8 and 9 of Annex A."""

from tracker.feeds.care import (
    care_tables,
    care_words,
    care_xml,
    children,
    columns,
    feed,
)
