"""Each detail of a young person as declared: for readers, the return, the store."""

from datetime import date

import pytest

from tracker.domain.history.details.declaration import Declaration, Shown, plain
from tracker.domain.history.details.detail_folds import ADDRESS, PARENT, Departure
from tracker.domain.history.details.detail_statements import DETAIL_SUBJECTS, detail
from tracker.domain.history.details.handling import HANDLINGS
from tracker.domain.history.details.particulars import (
    BY_NAME,
    DETAILS,
    FOLDED,
    STORED_TOGETHER,
    Particulars,
    value_of,
)
from tracker.domain.history.details.restriction_answers import Restriction
from tracker.domain.history.person import Identity

ROW, COMMAND, NO_ROW = Shown.ROW, Shown.COMMAND_ROW, Shown.NO_ROW

# name, label, where it is shown, handling, code list
TABLE = [
    ("given", "Given name", NO_ROW, "names", None),
    ("middle", "Middle name", NO_ROW, "names", None),
    ("family", "Family name", NO_ROW, "names", None),
    ("sealed_names", "Sealed former names", NO_ROW, "sealed identity", None),
    ("born", "Date of birth", NO_ROW, "birth and sex", None),
    (
        *("other_births", "Dates of birth in merged records", NO_ROW),
        *("birth and sex", None),
    ),
    ("postcode", "Postcode", NO_ROW, "home", None),
    ("other_names", "Also known as", ROW, "names", None),
    ("sex", "Sex", ROW, "birth and sex", "gender"),
    ("upn", "UPN", ROW, "pupil numbers", None),
    ("former_upns", "Former UPN", ROW, "pupil numbers", None),
    ("uln", "ULN", ROW, "numbers", None),
    ("ypids", "Young person's ID", ROW, "numbers", None),
    ("former_ypids", "Former young person's ID", NO_ROW, "numbers", None),
    ("form_group", "Form group", ROW, "schooling", None),
    ("address", "Address", ROW, "home", None),
    ("phone", "Phone", COMMAND, "phone", None),
    ("email", "Email", ROW, "email", None),
    ("parent", "Parent or carer", ROW, "parents", None),
    ("safeguarding", "Safeguarding alert", ROW, "alerts", None),
    ("lone_worker", "Lone worker", ROW, "alerts", None),
    ("preferred_contact", "Preferred contact", ROW, "support", None),
    ("interpreter", "Interpreter", ROW, "language", None),
    ("ethnicity", "Ethnicity", ROW, "ethnicity", "ethnicity"),
    ("send", "EHC plan", ROW, "needs", None),
    ("sen_support", "SEN support", ROW, "needs", None),
    ("level_of_need", "Level of need", ROW, "support", "level of need"),
    ("free_meals", "Free school meals", ROW, "free meals", None),
    ("characteristics", "Characteristics", ROW, "circumstances", "characteristics"),
    ("restrictions", "Restricted", NO_ROW, "consent", None),
    ("withheld", "Not named outward", COMMAND, "safety", None),
    ("withheld_because", "Why not named outward", NO_ROW, "safety", None),
    ("confidential_address", "Confidential address", COMMAND, "safety", None),
    (
        *("confidential_because", "Why the address is confidential", NO_ROW),
        *("safety", None),
    ),
    ("guarantee_lists", "September Guarantee lists", Shown.NO_ROW, "history", None),
    ("departure", "Departure", COMMAND, "moves", None),
    ("lead_authority", "Lead authority", NO_ROW, "schooling", "local authority"),
    (
        "educated_authority",
        "Authority of education",
        NO_ROW,
        "schooling",
        "local authority",
    ),
    (
        "year_11_authority",
        "Authority in Year 11",
        NO_ROW,
        "schooling",
        "local authority",
    ),
]


@pytest.mark.parametrize(("name", "label", "shown", "handling", "codes"), TABLE)
def test_a_detail_has_its_label_and_its_handling(
    name, label, shown, handling, codes
) -> None:
    it = BY_NAME[name]
    assert (it.label, it.shown, it.handling.name) == (label, shown, handling)
    assert (it.code_list.name if it.code_list else None) == codes


def test_the_details_are_in_the_order_of_the_page() -> None:
    assert [each.name for each in DETAILS] == [row[0] for row in TABLE]


# Columns of the NCCIS return, and what stands there without a value.
RETURNED = {
    "given": ("GivenName", None),
    "middle": ("MiddleName", None),
    "family": ("FamilyName", None),
    "sex": ("Gender", "U"),
    "upn": ("UniquePupilNumber", None),
    "uln": ("UniqueLearnerNo", None),
    "ethnicity": ("Ethnicity", "NOBT"),
    "level_of_need": ("LevelOfNeedCode", "3"),
    "year_11_authority": ("LEACodeAtYear11", None),
}


def test_some_details_are_columns_of_the_return() -> None:
    assert {
        each.name: (each.returned, each.returned_without)
        for each in DETAILS
        if each.returned
    } == RETURNED
    assert {each.name for each in DETAILS if each.used_in_return} == {
        *("born", "ypids", "former_ypids", "address", "departure"),
        *("educated_authority", "confidential_address", "guarantee_lists"),
    }


def test_a_search_finds_a_person_by_these_details() -> None:
    assert {each.name for each in DETAILS if each.searched} == {
        *("born", "postcode", "upn", "former_upns", "uln", "ypids", "former_ypids"),
        *("phone", "email"),
    }


# name of the detail, subject of its evidence, fields
RESTRICTION = (
    *("restricted", "urn", "laestab", "ukprn", "provider"),
    *("by", "how", "reference", "late"),
)
SUBJECTS = [
    ("given", {"name": ("given",)}),
    ("middle", {"name": ("middle",)}),
    ("family", {"name": ("family",)}),
    ("sealed_names", {"sealed": ("field", "value")}),
    ("born", {"birth": ("born",)}),
    ("other_births", {"birth": ("born",)}),
    ("postcode", {"address": ("postcode",)}),
    ("other_names", {"other name": ("given", "family")}),
    ("sex", {"birth": ("sex",)}),
    ("upn", {"upn": ("upn",)}),
    ("former_upns", {"former upn": ("upn",)}),
    ("uln", {"uln": ("uln",)}),
    ("ypids", {"ypid": ("ypid",)}),
    ("former_ypids", {"former ypid": ("ypid",)}),
    ("form_group", {"form group": ("group",)}),
    (
        "address",
        {
            "address": (
                *("line1", "line2", "line3", "line4", "town", "county"),
                "postcode",
            )
        },
    ),
    ("phone", {"phone": ("phone",)}),
    ("email", {"email": ("email",)}),
    ("parent", {"parent": ("name", "relation", "phone", "address")}),
    ("safeguarding", {"safeguarding": ("alert",)}),
    ("lone_worker", {"lone worker": ("visit",)}),
    ("preferred_contact", {"preferred contact": ("how", "when")}),
    ("interpreter", {"interpreter": ("language", "needed_by")}),
    ("ethnicity", {"ethnicity": ("ethnicity",)}),
    ("send", {"send": ("send", "kept")}),
    ("sen_support", {"send": ("support",)}),
    ("level_of_need", {"need": ("level",)}),
    ("free_meals", {"meals": ("eligible",)}),
    ("characteristics", {"characteristics": ("codes",), "characteristic": ("code",)}),
    (
        "restrictions",
        {"restriction": RESTRICTION},
    ),
    ("withheld", {"withheld": ("withheld",)}),
    ("withheld_because", {"withheld": ("because",)}),
    ("confidential_address", {"confidential address": ("stands",)}),
    ("confidential_because", {"confidential address": ("because",)}),
    ("guarantee_lists", {"guarantee list": ("september", "year", "why")}),
    ("departure", {"departure": ("status", "to", "on")}),
    ("lead_authority", {"lead authority": ("authority",)}),
    ("educated_authority", {"educated authority": ("authority",)}),
    ("year_11_authority", {"year 11 authority": ("authority",)}),
]


@pytest.mark.parametrize(("name", "subjects"), SUBJECTS)
def test_a_detail_is_folded_from_its_subject(name, subjects) -> None:
    assert BY_NAME[name].fold.subjects == subjects
    if not BY_NAME[name].of_identity:
        for about in subjects:
            assert (name, BY_NAME[name].fold) in FOLDED[about]


def test_every_subject_of_evidence_has_its_fields() -> None:
    assert {
        "name": ("given", "middle", "family"),
        "sealed": ("field", "value"),
        "birth": ("born", "sex"),
        "other name": ("given", "family"),
        "declined": ("field", "value", "standing"),
        "address": (
            *("moved", "postcode", "line1", "line2", "line3", "line4", "town"),
            "county",
        ),
        "upn": ("upn",),
        "former upn": ("upn",),
        "uln": ("uln",),
        "ypid": ("ypid",),
        "former ypid": ("ypid",),
        "form group": ("group",),
        "phone": ("ended", "phone"),
        "email": ("ended", "email"),
        "parent": ("ended", "name", "relation", "phone", "address"),
        "safeguarding": ("ended", "alert"),
        "lone worker": ("ended", "visit"),
        "preferred contact": ("ended", "how", "when"),
        "interpreter": ("ended", "language", "needed_by"),
        "ethnicity": ("ethnicity",),
        "send": ("send", "kept", "support"),
        "need": ("level",),
        "meals": ("eligible",),
        "characteristics": ("codes",),
        "characteristic": ("code",),
        "restriction": RESTRICTION,
        "withheld": ("withheld", "because"),
        "confidential address": ("stands", "because"),
        "guarantee list": ("september", "year", "why"),
        "departure": ("status", "to", "on"),
        "lead authority": ("authority",),
        "educated authority": ("authority",),
        "year 11 authority": ("authority",),
    } == DETAIL_SUBJECTS


def test_an_unknown_subject_or_field_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^need has no phone, send$"):
        detail("need", send="Y", level="1", phone="1")
    with pytest.raises(KeyError):
        detail("shoe size", size="40")
    assert detail("name", given="Amira", family=None).values == (("given", "Amira"),)


# How the value follows from the evidence, in the data dictionary.
WORDS = [
    ("given", "the best source, then agreement of sources, then the newest"),
    ("ypids", "every value, the newest first"),
    ("phone", "the newest"),
    (
        "send",
        "the newest; of the team that keeps the plans before any list of a school",
    ),
    ("address", "the newest full address"),
    ("parent", "the newest"),
    ("characteristics", "the newest list, and what is added since"),
    ("restrictions", "the newest answer to each institution"),
    ("guarantee_lists", "our own list of each September, else that of another system"),
    ("departure", "the newest, unless a later address or plan undoes it"),
]


@pytest.mark.parametrize(("name", "words"), WORDS)
def test_the_data_dictionary_explains_the_fold(name: str, words: str) -> None:
    assert BY_NAME[name].fold.words == words


def test_what_holds_for_every_day_and_what_before_its_first() -> None:
    timeless = {each.name for each in DETAILS if each.fold.timeless}
    confidential = {"confidential_address", "confidential_because"}
    assert timeless == {"ypids", "former_ypids", "guarantee_lists"} | confidential
    all_along = {each.name for each in DETAILS if each.fold.all_along}
    assert all_along == {"address", "ethnicity"}


def test_a_column_of_its_own_or_one_together() -> None:
    together = {key: each.name for key, each in STORED_TOGETHER}
    assert together.pop("births") == "other_births"
    assert (
        set(together)
        == set(together.values())
        == {
            *("form_group", "address", "phone", "email", "parent", "ethnicity", "send"),
            *("safeguarding", "lone_worker", "preferred_contact", "interpreter"),
            *("sen_support", "level_of_need", "free_meals", "characteristics"),
            *("restrictions", "withheld", "departure", "lead_authority"),
            *("educated_authority", "year_11_authority", "withheld_because"),
            *("confidential_address", "confidential_because", "guarantee_lists"),
        }
    )
    alone = {each.name: each.column for each in DETAILS if "." not in each.column}
    assert alone.pop("former_ypids") == "ypids"
    assert set(alone) == set(alone.values())


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("other_births", (date(2009, 3, 4),), ["2009-03-04"]),
        ("departure", Departure("T", "350", date(2026, 10, 5)), "T"),
        (
            "restrictions",
            (Restriction("urn:1", date(2026, 1, 2), date(2026, 3, 4)),),
            [("urn:1", "2026-01-02", "2026-03-04", None, "census", None)],
        ),
        ("characteristics", frozenset({"160", "110"}), ["110", "160"]),
        ("other_names", (("Amira", "Old"),), [["Amira", "Old"]]),
        ("phone", "01942", "01942"),
        ("send", True, True),
    ],
)
def test_the_stored_form_of_a_value(name, value, stored) -> None:
    assert BY_NAME[name].stored(value) == stored


def test_a_declaration_may_have_no_more_than_a_label_a_fold_and_a_handling() -> None:
    least = Declaration("Shoe size", ADDRESS, HANDLINGS["home"])
    assert (least.code_list, least.returned, least.returned_without) == (None, "", None)
    assert (least.used_in_return, least.searched, least.of_identity) == (False,) * 3
    assert (least.shown, least.column, least.name) == (Shown.ROW, "", "")
    assert least.stored is plain
    assert (ADDRESS.also, PARENT.timeless, PARENT.all_along) == ({}, False, False)


def test_plain_values_are_lists() -> None:
    assert plain((("a",), frozenset({"c", "b"}))) == [["a"], ["b", "c"]]


def test_the_way_to_a_value() -> None:
    known = Particulars(identity=Identity(given="Amira"), phone="01942")
    assert value_of(known, BY_NAME["given"]) == "Amira"
    assert value_of(known, BY_NAME["phone"]) == "01942"
    assert BY_NAME["given"].path == "identity.given"
    assert BY_NAME["phone"].path == "phone"


def test_without_evidence_each_detail_has_its_empty_value() -> None:
    nothing = Particulars(identity=Identity())
    found = {each.name: value_of(nothing, each) for each in DETAILS}
    assert {name for name, value in found.items() if value is None} == {
        *("born", "postcode", "sex", "upn", "uln", "form_group", "phone", "email"),
        *("ethnicity", "level_of_need", "departure", "lead_authority"),
        *("educated_authority", "year_11_authority", "withheld_because"),
        *("confidential_because", "safeguarding", "lone_worker"),
    }
    assert {name for name, value in found.items() if value is False} == {
        *("send", "sen_support", "free_meals", "withheld", "confidential_address")
    }
    assert {name for name, value in found.items() if value == ()} == {
        *("sealed_names", "other_births", "other_names", "former_upns", "ypids"),
        *("former_ypids", "restrictions"),
    }
    assert (found["address"], found["parent"]) == ({}, {})
    assert found["guarantee_lists"] == {}
    assert found["preferred_contact"] == found["interpreter"] == {}
    assert found["given"] == found["middle"] == found["family"] == ""
    assert found["characteristics"] == frozenset()
    assert (nothing.questions, nothing.homes) == ((), None)
