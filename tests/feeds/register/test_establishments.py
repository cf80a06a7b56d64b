"""The establishment register and its links. All establishments are invented."""

from datetime import date
from pathlib import Path

import pytest

from tracker.domain.reference.institution import Institution, InstitutionKind
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.register.feed import FEED, Lineages, kind_of

#: A publication of the register, loaded for the invented authority.
CONTEXT = Context(authority="359", as_at=date(2026, 10, 9), complete=True)


def institutions(*paths: Path) -> dict[str, Institution]:
    found = {}
    for row in FEED.read(paths).rows:
        meant = FEED.interpret(row.values, False, row.line, CONTEXT)
        assert meant.institution is not None and not meant.problems
        found[str(meant.institution.urn)] = meant.institution
    return found


def test_a_school_is_known_by_all_its_numbers(samples: Path) -> None:
    found = institutions(
        samples / "edubasealldata.csv", samples / "links_edubasealldata.csv"
    )
    assert found["141200"] == Institution(
        key="106500",
        name="Testham Académie (invented)",
        kind=InstitutionKind.SCHOOL,
        urn="141200",
        laestab="3594034",
        ukprn="10099990",
        town="Wigan",
        authority="359",
        opened=date(2014, 9, 1),
    )
    assert found["106500"].closed == date(2014, 8, 31)


def test_a_lineage_is_one_institution(samples: Path) -> None:
    linked = institutions(
        samples / "links_edubasealldata.csv", samples / "edubasealldata.csv"
    )
    assert linked["106500"].key == linked["141200"].key == "106500"
    assert linked["130501"].key == linked["147300"].key == "130501"
    assert linked["130500"].key == "130500"  # a split and other links join nothing
    assert linked["131900"].key == "131900"
    alone = institutions(samples / "edubasealldata.csv")
    assert alone["141200"].key == "106500"  # by the DfE number that it kept
    assert alone["147300"].key == "147300"


def test_primary_schools_are_left_out(samples: Path) -> None:
    reading = FEED.read([samples / "edubasealldata.csv"])
    assert "106400" not in {row.values["urn"] for row in reading.rows}
    assert reading.notes == ["Nurseries and primary schools left out: 1."]


def test_links_alone_are_refused(samples: Path) -> None:
    with pytest.raises(Unreadable, match="together with the register"):
        FEED.read([samples / "links_edubasealldata.csv"])


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"type": "1"}, InstitutionKind.SCHOOL),
        ({"type": "34"}, InstitutionKind.SCHOOL),
        ({"type": "40"}, InstitutionKind.SCHOOL),
        ({"type": "31"}, InstitutionKind.SCHOOL),
        ({"type": "14"}, InstitutionKind.SCHOOL),
        ({"type": "18"}, InstitutionKind.FURTHER_EDUCATION),
        (
            {"type": "18", "further_education": "Sixth Form College"},
            InstitutionKind.SIXTH_FORM_COLLEGE,
        ),
        (
            {"type": "18", "further_education": "Tertiary College"},
            InstitutionKind.FURTHER_EDUCATION,
        ),
        ({"type": "39"}, InstitutionKind.SIXTH_FORM_COLLEGE),
        ({"type": "45"}, InstitutionKind.SIXTH_FORM_COLLEGE),
        ({"type": "32"}, InstitutionKind.SPECIAL_POST_16),
        (
            {"type": "10", "section_41": "Approved", "low_age": "16"},
            InstitutionKind.SPECIAL_POST_16,
        ),
        (
            {"type": "10", "section_41": "Approved", "low_age": "5"},
            InstitutionKind.SCHOOL,
        ),
        ({"type": "29"}, InstitutionKind.HIGHER_EDUCATION),
        ({"type": "57"}, InstitutionKind.CUSTODY),
        ({"type": "24"}, InstitutionKind.CUSTODY),
    ],
)
def test_the_type_says_what_an_establishment_is(raw, kind) -> None:
    assert kind_of(raw) is kind


def test_a_row_without_a_number_is_no_institution() -> None:
    meant = FEED.interpret({"name": "Testham", "urn": "x"}, False, 3, CONTEXT)
    assert meant.institution is None
    assert meant.problems[-1].line == 3
    assert meant.problems[-1].stops


def test_long_lineages_are_found_in_any_order() -> None:
    lineages = Lineages()
    urns = [str(100_000 + number) for number in range(3_000)]
    for one, other in zip(urns[::-1], urns[-2::-1], strict=False):
        lineages.join(one, other)
    assert {lineages.of(urn) for urn in urns} == {"100000"}


#: A year of links as they are published: the two establishments, and the kind.
A_YEAR = [
    ("100001", "100003", "Successor - amalgamated"),
    ("100002", "100003", "Successor - amalgamated"),
    ("100003", "100001", "Result of Amalgamation"),
    ("100003", "100002", "Predecessor - amalgamated"),
    # Merged into an older school, and the link stands in the older one's rows alone.
    ("100004", "100005", "Merged - change in age range"),
    ("100006", "100007", "Sixth Form Centre Link"),
    ("100006", "100008", "Sixth Form Centre Link"),
    ("100007", "100006", "Sixth Form Centre School"),
    ("100009", "100010", "Successor - Split School"),
    ("100009", "100011", "Successor - Split School"),
    ("100012", "100013", "Closure"),
    ("100012", "100013", "Federated with"),
    ("100012", "", "Successor"),
]


def test_a_year_of_links_joins_what_became_one_place_and_nothing_else(
    tmp_path: Path,
) -> None:
    """Two schools that became one are one; a sixth-form centre has its own pupils."""
    links = tmp_path / "links_edubasealldata20260901.csv"
    head = '"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"'
    lines = [
        f'"{urn}","{other}","An invented school","{kind}","01-09-2026"'
        for urn, other, kind in A_YEAR
    ]
    links.write_text("\r\n".join([head, *lines]), encoding="cp1252")
    register = tmp_path / "edubasealldata20260901.csv"
    head = "URN,EstablishmentName,TypeOfEstablishment (code),LA (code)"
    lines = [f"{urn},School {urn},34,359" for urn in range(100_001, 100_014)]
    register.write_text("\r\n".join([head, *lines]), encoding="cp1252")
    reading = FEED.read([register, links])
    places: dict[str, set[str]] = {}
    for row in reading.rows:
        places.setdefault(row.values["lineage"], set()).add(row.values["urn"][3:])
    together = {tuple(sorted(urns)) for urns in places.values()}
    assert {each for each in together if len(each) > 1} == {
        *(("001", "002", "003"), ("004", "005"))
    }
    assert len(together) == 10
    assert reading.notes[-1] == (
        "Kinds of link that are not known and join nothing: Federated with (1)."
    )
