"""The source beneath each detail of a person's page. Everybody here is invented."""

import pytest

from tests.domain.statements import ADVISER, CENSUS, NEIGHBOUR, particular
from tracker.domain.history.details.details_by_day import particulars
from tracker.web.adviser.person_page.provenance import source_of

HOME = {"line1": "1 Sample Row", "town": "Wigan", "postcode": "ZZ99 3AA"}
EVIDENCE = [
    particular(CENSUS, "name", "2026-01-15", given="Amira", family="Examplewood"),
    particular(CENSUS, "birth", "2026-01-15", born="2010-02-14", sex="F"),
    particular(NEIGHBOUR, "birth", "2026-03-01", born="2010-02-14", sex="U"),
    particular(CENSUS, "address", "2026-01-15", line1="9 Old Road", town="Wigan"),
    particular(ADVISER, "address", "2026-02-20", **HOME),
    particular(CENSUS, "send", "2026-01-15", send="Y"),
    particular(CENSUS, "characteristics", "2026-01-15", codes="130 140"),
]


@pytest.mark.parametrize(
    ("detail", "source"),
    [
        ("born", (NEIGHBOUR, "1 March 2026 and 1 other")),
        ("sex", (CENSUS, "15 January 2026")),
        ("address", (ADVISER, "20 February 2026")),
        ("send", (CENSUS, "15 January 2026")),
        ("characteristics", (CENSUS, "15 January 2026")),
    ],
)
def test_a_detail_names_the_newest_source_of_its_value(detail, source) -> None:
    given, day = source
    name = given.title[0].upper() + given.title[1:]
    shown = source_of(detail, particulars(EVIDENCE), EVIDENCE)
    assert shown == f"{name}, {day}"


@pytest.mark.parametrize("detail", ["phone", "free_meals", "uln"])
def test_a_detail_without_evidence_names_no_source(detail) -> None:
    assert source_of(detail, particulars(EVIDENCE), EVIDENCE) == ""
