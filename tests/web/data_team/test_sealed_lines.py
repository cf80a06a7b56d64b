"""A line that still has a sealed name hides it from users without the permission.

Everybody is invented.
"""

from datetime import date

import pytest

from tests.factories import COLLEGE, provider_list
from tests.linkage.people import uln
from tests.renamed_pupil import BEFORE, on_record, seal

HIDDEN = ("thad", "quillf")


@pytest.fixture
def lines(pages, tmp_path, load, as_json):
    """A line that waits and one that does not, each with the former name."""
    number = on_record(tmp_path, load, as_json)
    rows = [
        {**BEFORE, "uln": "1000000001", "sex": ""},
        {**BEFORE, "upn": "", "uln": uln(77), "postcode": "WN7 1AB", "sex": ""},
    ]
    batches = [
        load(
            "provider-enrolment",
            provider_list(tmp_path / f"list{place}.csv", [row]),
            institution=COLLEGE,
            as_at=date(2026, 10, 9 + place),
            code=None,
        )["batch"]
        for place, row in enumerate(rows)
    ]
    seal(as_json, number)
    return batches


def names(shown: str) -> list[str]:
    return [name for name in HIDDEN if name in shown.lower()]


def test_no_page_file_or_command_shows_a_sealed_name(
    lines, signed_in, as_json, flask
) -> None:
    client = signed_in("data-manager")
    waiting = [each["row"] for each in as_json("matching", "list")]
    assert waiting, "the second line waits"
    rows = [
        line["row"]
        for batch in lines
        for line in as_json("imports", "show", batch)["lines"]
    ]
    pages = ["/matching", *(f"/matching/{row}" for row in rows)]
    for batch in lines:
        pages += [f"/imports/{batch}/lines", f"/imports/{batch}/problems.csv"]
        pages.append(f"/imports/{batch}")
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert names(answer.get_data(as_text=True)) == [], page
    outputs = [str(as_json("matching", "list")), flask("matching", "list").out]
    for row in rows:
        outputs += [
            str(as_json("matching", "show", row)),
            flask("matching", "show", row).out,
        ]
    for batch in lines:
        outputs += [
            str(as_json("imports", "show", batch)),
            flask("imports", "show", batch).out,
        ]
    for shown in outputs:
        assert names(shown) == [], shown
    assert "Known to the records" in flask("matching", "show", rows[0]).out


def test_a_line_with_a_sealed_name_can_be_decided(lines, as_json) -> None:
    for waiting in as_json("matching", "list"):
        (one, *_) = as_json("matching", "show", waiting["row"])["candidates"]
        as_json("matching", "resolve", waiting["row"], "--person", one["person"])
    assert as_json("matching", "list") == []
