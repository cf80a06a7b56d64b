"""The NCCIS return: its records, its rules by year, and its XML."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
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
else:
    __getattr__ = by_name(__name__)
