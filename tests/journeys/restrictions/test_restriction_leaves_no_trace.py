"""What may not be kept is not in the database's own files either, and does not come
back with a batch that is applied again. Everybody is invented.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.factories import ACADEMY, links, register
from tests.journeys.restrictions.restricted import LAYOUTS, Pupil, leaks

OCTOBER, NOVEMBER = date(2025, 10, 2), date(2026, 10, 1)
#: No other test has these numbers: the server's files belong to all tests.
PUPIL = Pupil(71_001, "Thessaly", "Orpington")
OTHER = Pupil(71_009, "Barnaby", "Unthank", date(2009, 11, 4), yssa="Yes")


def found_in_files(var: Path, pupil: Pupil) -> set[str]:
    """The pupil's own values that are in the server's files, its log included."""
    secrets = {
        name: value.encode()
        for name, value in pupil.secrets.items()
        if name in ("upn", "uln", "email", "phone", "form_group")
    }
    found = set()
    for path in (var / "postgres").rglob("*"):
        try:
            held = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:
            continue  # the server has just removed it
        found |= {name for name, value in secrets.items() if value in held}
    return found


@pytest.mark.sample("xml", because="the files of a server, for each form of file")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_files_of_the_database_hold_no_more_than_its_tables(
    app, var, sent, layout
) -> None:
    place = list(LAYOUTS).index(layout) * 10
    pupil = replace(PUPIL, number=PUPIL.number + place)
    other = replace(OTHER, number=OTHER.number + place)
    sent("flat", replace(pupil, yssa="No"), other, as_at=OCTOBER)
    # The twin's line has to be compared, and yet may be kept whole.
    twin = replace(
        pupil, number=pupil.number + 5, given="Leander", yssa="Yes", marks=71_099
    )
    sent(layout, replace(pupil, yssa="UNS"), twin, other, as_at=NOVEMBER)
    assert found_in_files(var, pupil) == set()
    assert {"upn", "uln"} <= found_in_files(var, other)
    assert leaks(app, pupil) == []


def test_a_line_that_had_to_be_looked_at_keeps_its_cells(app, sent) -> None:
    """A namesake of a restricted pupil, with another date of birth and number."""
    sent("flat", replace(PUPIL, yssa="No"), as_at=OCTOBER)
    namesake = replace(
        PUPIL, number=71_109, born=date(2008, 3, 14), postcode="WN7 1AB", yssa="Yes"
    )
    sent("flat", OTHER, namesake, as_at=NOVEMBER)
    assert {name for name, _, _ in leaks(app, namesake)} >= {"upn", "uln", "email"}
    assert leaks(app, PUPIL) == []


@pytest.mark.sample("*-flat", "*-xml", because="each form of file")
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("of_the_no", [OCTOBER, NOVEMBER])
def test_a_withdrawn_batch_that_is_applied_again_after_a_no(
    app, as_json, sent, layout, of_the_no
) -> None:
    first = sent(layout, replace(PUPIL, yssa="UNS"), OTHER, as_at=NOVEMBER)
    as_json("imports", "withdraw", first["batch"])
    sent("flat", replace(PUPIL, yssa="No"), as_at=of_the_no)
    as_json("imports", "apply", first["batch"], "--yes")
    assert leaks(app, PUPIL) == []
    (one,) = as_json("people", "find", PUPIL.given, PUPIL.family)
    assert as_json("people", "show", one["person"])["identity"]["restricted"]


def test_a_decision_stays_when_a_batch_is_applied_again(as_json, sent) -> None:
    """A new person stays a new person, and keeps the number of the record."""
    sent("flat", replace(PUPIL, yssa="No"), as_at=OCTOBER)
    like = replace(PUPIL, number=71_203, given="Thessalya", postcode="WN7 1AB")
    batch = sent("flat", replace(like, yssa="UNS"), OTHER, as_at=NOVEMBER)
    (line,) = as_json("imports", "show", batch["batch"], "--outcome", "possible")[
        "lines"
    ]
    made = as_json("matching", "resolve", line["row"], "--new")["person"]
    as_json("imports", "withdraw", batch["batch"])
    as_json("imports", "apply", batch["batch"], "--yes")
    line, _ = as_json("imports", "show", batch["batch"])["lines"]
    assert (line["outcome"], line["person"]) == ("restricted", made)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_pupil_of_another_authority_who_answered_no(
    app, as_json, sent, layout
) -> None:
    away = replace(PUPIL, postcode="M1 1AE")
    first = sent("flat", replace(away, yssa="No"), OTHER, as_at=OCTOBER)
    assert first["outcomes"]["out-of-area"] == 1
    later = sent(layout, replace(away, yssa="UNS"), OTHER, as_at=NOVEMBER)
    assert later["outcomes"]["out-of-area"] == 1
    assert leaks(app, away) == []


@pytest.mark.parametrize("layout", ["flat", "xml", "list"])
def test_a_list_that_waits_while_a_no_comes(
    app, as_json, sent, monkeypatch, layout
) -> None:
    """The pupil was not on record when it came: only the name shows whose it is."""
    from tracker import actions

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(actions.intake.apply, "_apply", stop)
        sent(layout, replace(PUPIL, yssa="UNS"), OTHER, as_at=NOVEMBER, code=None)
    waiting = as_json("imports", "list")[0]
    assert waiting["status"] == "matched"
    sent("flat", replace(PUPIL, yssa="No"), as_at=OCTOBER)
    assert leaks(app, PUPIL) == []
    as_json("imports", "apply", waiting["batch"], "--yes")
    assert leaks(app, PUPIL) == []
    assert leaks(app, OTHER)


def test_a_withdrawn_batch_says_no_more_once_a_no_is_known(app, as_json, sent) -> None:
    first = sent("flat", replace(PUPIL, yssa="UNS"), OTHER, as_at=NOVEMBER)
    as_json("imports", "withdraw", first["batch"])
    sent("flat", replace(PUPIL, yssa="No"), as_at=OCTOBER)
    assert leaks(app, PUPIL) == []


def test_a_register_without_its_links_unties_no_school(
    app, load, sent, tmp_path
) -> None:
    """A No to the school binds the academy that it became, whatever comes later."""
    load(
        "establishments",
        register(tmp_path / "edubasealldata2.csv", academy=True),
        links(tmp_path / "links.csv"),
    )
    sent("flat", replace(PUPIL, yssa="No"), as_at=OCTOBER)
    again = register(tmp_path / "edubasealldata3.csv", academy=True)
    again.write_bytes(again.read_bytes() + b"\n")
    load("establishments", again)
    folder = tmp_path / "academy"
    folder.mkdir()
    for layout in (LAYOUTS["flat"], LAYOUTS["list"]):
        feed, write = layout
        files = write(folder, [replace(PUPIL, yssa="UNS"), OTHER], "4999")
        load(feed, *files, as_at=NOVEMBER, institution=ACADEMY)
        assert leaks(app, PUPIL) == []
