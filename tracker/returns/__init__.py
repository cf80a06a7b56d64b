"""The NCCIS return: its records, its rules by year, and its XML."""

from tracker.returns import (
    build,
    cells,
    check,
    code_lists,
    confined,
    file_header,
    findings,
    mending,
    nccis_xml,
    plain_records,
    record,
    record_columns,
    rules,
    ruleset,
    xml_stream,
)
