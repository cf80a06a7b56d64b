"""Details that are entered by hand: what is stated, and what is refused. Invented."""

from datetime import date, datetime

import pytest

from tests.linkage.people import uln, upn
from tracker.access import Permission
from tracker.domain.history.details import entering
from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.changes.grounds import By
from tracker.domain.history.details.details_by_day import particulars
from tracker.domain.history.details.entering import FORMS, read
from tracker.domain.history.evidence import Evidence, Source, Tier
from tracker.domain.reference.england import HERE

TODAY = date(2026, 11, 28)
MANY = "x" * 101
#: What may end without another value.
ENDING = (
    *("phone", "email", "parent"),
    *("safeguarding", "lone-worker", "preferred-contact", "interpreter"),
)


def stated_by(form: str, **values: str | list[str]) -> dict[str, str]:
    """The fields and values of the one statement of a form."""
    entered = read(FORMS[form], values, on=TODAY)
    assert entered.problems == ()
    (statement,) = entered.statements
    assert statement.about == FORMS[form].about
    return dict(statement.values)


def wrong(form: str, **values: str | list[str]) -> list[str]:
    """The fields of a form with a problem, whose sentences all end."""
    entered = read(FORMS[form], values, on=TODAY)
    assert all(sentence.endswith(".") for _, sentence in entered.problems)
    assert bool(entered.statements) is not bool(entered.problems)
    return [field for field, _ in entered.problems]


@pytest.mark.parametrize(
    ("form", "values", "stated"),
    [
        ("phone", {"phone": "+44 7700 900123"}, {"phone": "07700 900123"}),
        ("email", {"email": " a@example.org"}, {"email": "a@example.org"}),
        (
            "address",
            {"line1": " 12  Elm Row ", "town": "Wigan", "postcode": "wn11az"},
            {"line1": "12 Elm Row", "town": "Wigan", "postcode": "WN1 1AZ"},
        ),
        (
            "name",
            {"given": "Zoë", "family": "Nuñez"},
            {"given": "Zoë", "family": "Nuñez"},
        ),
        ("known-as", {"given": "Bee"}, {"given": "Bee"}),
        ("known-as", {"given": "مه\u200cنوش"}, {"given": "مه\u200cنوش"}),
        ("parent", {"name": "O\u2019Neill,\xa0Áine"}, {"name": "O\u2019Neill, Áine"}),
        ("born", {"born": "2009-12-03"}, {"born": "2009-12-03"}),
        ("sex", {"sex": "U"}, {"sex": "U"}),
        ("upn", {"upn": upn(7).lower()}, {"upn": upn(7)}),
        ("uln", {"uln": f" {uln(7)}"}, {"uln": uln(7)}),
        (
            "parent",
            {"name": "Danuta Holtby", "relation": "mother", "phone": "07700900412"},
            {"name": "Danuta Holtby", "relation": "mother", "phone": "07700 900412"},
        ),
        ("ethnicity", {"ethnicity": "WBRI"}, {"ethnicity": "WBRI"}),
        ("support", {"send": "Y", "support": "N"}, {"send": "Y", "support": "N"}),
        ("need", {"level": "1"}, {"level": "1"}),
        (
            "safeguarding",
            {"alert": "  Speak to Priti Shah\n before any visit "},
            {"alert": "Speak to Priti Shah before any visit"},
        ),
        ("lone-worker", {"visit": "No home visit alone"}, None),
        ("preferred-contact", {"how": "text message", "when": "after 3 pm"}, None),
        ("preferred-contact", {"how": "letter", "when": ""}, {"how": "letter"}),
        (
            "interpreter",
            {"language": "Polish", "needed_by": "a parent or carer"},
            None,
        ),
        ("characteristics", {"codes": []}, {"codes": ""}),
        ("characteristics", {"codes": ["150", "140"]}, {"codes": "140 150"}),
    ],
)
def test_a_form_states_what_was_entered(form, values, stated) -> None:
    assert stated_by(form, **values) == (values if stated is None else stated)


@pytest.mark.parametrize(
    ("form", "values", "fields"),
    [
        ("phone", {}, ["phone"]),
        ("phone", {"phone": "12"}, ["phone"]),
        ("email", {"email": "a@b"}, ["email"]),
        ("address", {"town": "Wigan"}, ["line1"]),
        ("address", {"line1": MANY, "postcode": "here"}, ["line1", "postcode"]),
        ("address", {"line1": "1 Elm\x07Row"}, ["line1"]),
        (
            "address",
            {"line1": "1 Elm Row\x00", "town": "\u202ewoR mlE"},
            ["line1", "town"],
        ),
        ("name", {"given": "", "family": "12"}, ["given", "family"]),
        ("born", {"born": ""}, ["born"]),
        ("born", {"born": "2019-12-03"}, ["born"]),
        ("born", {"born": "1989-12-03"}, ["born"]),
        ("born", {"born": "2027-12-03"}, ["born"]),
        ("sex", {"sex": "X"}, ["sex"]),
        ("upn", {"upn": upn(7)[:-1]}, ["upn"]),
        ("upn", {"upn": ("B" if upn(7)[0] == "A" else "A") + upn(7)[1:]}, ["upn"]),
        ("uln", {"uln": "1234567890"}, ["uln"]),
        ("uln", {"uln": "9999999999"}, ["uln"]),  # "not yet known" is no number
        ("parent", {"phone": "no"}, ["name", "phone"]),
        ("ethnicity", {"ethnicity": "ZZZZ"}, ["ethnicity"]),
        ("support", {}, ["send", "support"]),
        ("support", {"send": "Y", "support": "Y"}, ["support"]),
        ("support", {"send": "maybe", "support": "N"}, ["send"]),
        ("need", {"level": "9"}, ["level"]),
        ("safeguarding", {}, ["alert"]),
        ("safeguarding", {"alert": MANY}, ["alert"]),
        ("lone-worker", {"visit": " "}, ["visit"]),
        ("lone-worker", {"visit": MANY}, ["visit"]),
        ("preferred-contact", {"when": "after 3 pm"}, ["how"]),
        ("preferred-contact", {"how": "owl", "when": MANY}, ["how", "when"]),
        ("interpreter", {}, ["language", "needed_by"]),
        (
            "interpreter",
            {"language": "123", "needed_by": "Y"},
            ["language", "needed_by"],
        ),
        ("characteristics", {"codes": ["150", "drop table"]}, ["codes"]),
        # What stands in the place of sealed codes is no code.
        ("characteristics", {"codes": ["sealed"]}, ["codes"]),
    ],
)
def test_every_problem_is_found_at_once(form, values, fields) -> None:
    assert wrong(form, **values) == fields


@pytest.mark.parametrize("form", ENDING)
def test_a_value_can_end_without_another(form) -> None:
    (statement,) = read(FORMS[form], {}, ended=True, on=TODAY).statements
    assert statement.values == (("ended", "Y"),)


@pytest.mark.parametrize("form", ["address", "name", "upn", "need"])
def test_a_value_that_cannot_end_is_wanted_all_the_same(form) -> None:
    assert read(FORMS[form], {}, ended=True, on=TODAY).problems


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.name)
def test_a_form_is_whole(form) -> None:
    """A title, inputs that its subject has, and a permission that advisers have."""
    assert form.title and form.inputs
    assert {each.fold.about for each in form.details} == {form.about}
    assert {each.handling.changed_by for each in form.details} == {form.changed_by}
    held = {Permission(each) for each in form.changed_by}
    assert held & {Permission.ADD_PEOPLE, Permission.UPDATE_STATUS}
    assert grounds.change_of(grounds.source_of(form.name, "passport")) == (
        form.name,
        "passport",
    )


def test_nothing_else_is_a_change() -> None:
    for source in ("change of mind", "school-census", "identity decided", ""):
        assert grounds.change_of(source) is None


@pytest.mark.parametrize("by", By)
def test_a_document_and_a_professional_are_named_by_their_kind(by) -> None:
    if by in grounds.MORE:
        assert grounds.ground_of("name", by, grounds.MORE[by][0]) == grounds.MORE[by][0]
        with pytest.raises(ValueError):
            grounds.ground_of("name", by, "my cousin")
    else:
        assert grounds.ground_of("name", by, "ignored") == by.value
    assert len(set(grounds.ALL)) == len(grounds.ALL)


def by_hand(form: str, as_at: str, **values: str | list[str]) -> Evidence:
    (statement,) = read(FORMS[form], values, on=TODAY).statements
    at = datetime.fromisoformat(f"{as_at}T10:00").replace(tzinfo=HERE)
    source = Source(Tier.ADVISER, grounds.source_of(form, "passport"))
    return Evidence(statement, source, date.fromisoformat(as_at), at)


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("phone", {"phone": "07700 900123"}),
        ("address", {"line1": "12 Elm Row", "postcode": "WN1 1AZ"}),
        ("parent", {"name": "Danuta Holtby", "phone": "07700 900412"}),
        ("support", {"send": "N", "support": "Y"}),
        ("characteristics", {"codes": ["140", "150"]}),
        ("safeguarding", {"alert": "Speak to Priti Shah first"}),
        ("lone-worker", {"visit": "No home visit alone"}),
        ("preferred-contact", {"how": "through a worker", "when": "on Mondays"}),
        ("interpreter", {"language": "Polish", "needed_by": "both"}),
        ("name", {"given": "Esme", "family": "Whitworth"}),
        ("born", {"born": "2009-12-03"}),
    ],
)
def test_what_is_entered_is_held_and_shown_in_the_form_again(form, values) -> None:
    known = particulars([by_hand(form, "2026-11-20", **values)])
    held = entering.held(FORMS[form], known)
    assert {name: text for name, text in held.items() if text} == values
