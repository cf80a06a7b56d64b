"""The school census as an analyst flattens it, and as a school's system writes it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tracker.demo.files.rolls import Pupil, census_sen, split_line
from tracker.demo.files.sheets import Look, Row, Target, element, write_csv
from tracker.demo.people.institutions import Place
from tracker.domain.reference.academic_year import AcademicYear

FLAT_COLUMNS = (
    *("Estab", "UPN", "Surname", "Forename", "Middlenames", "PreferredSurname"),
    *("FormerSurname", "Gender", "DoB", "EnrolStatus", "EntryDate", "NCyearActual"),
    *("Ethnicity", "Language", "SENprovision", "SENneed1", "SENneed2"),
    *("SENunitIndicator", "ResourcedProvisionIndicator", "UniqueLearnerNumber"),
    *("YSSA", "Postcode", "SAON", "PAON", "Street", "Locality", "Town"),
    *("AdministrativeArea", "AddressLine1", "AddressLine2", "AddressLine3"),
    *("AddressLine4", "AddressLine5", "NativeID", "FSME on Census Day", "Age"),
    "RegGroup",
)


def write_flat(
    target: Target, pupils: Iterable[Pupil], day: date, look: Look, *, short: bool
) -> int:
    """One row a pupil. ``short``: schools by their own four digits alone."""
    return write_csv(target, FLAT_COLUMNS, _flat_rows(pupils, day, short), look)


def _flat_rows(pupils: Iterable[Pupil], day: date, short: bool) -> Iterator[Row]:
    for native, pupil in enumerate(pupils, start=1):
        row, person, place = pupil.row, pupil.person, pupil.place
        flat, number, street = split_line(row.home.line1)
        autumn_age = AcademicYear.of(day).start - person.cohort + 15
        yield (
            person.key,
            (
                *(place.number if short else place.laestab, row.upn, row.family),
                *(row.given, row.middle, row.family, pupil.former_family),
                *(row.sex, row.born, pupil.enrolment, pupil.entered),
                *(str(pupil.year_group), person.ethnicity, "ENG"),
                *(census_sen(pupil, day), "", "", "0", "0", row.uln, pupil.agreement),
                *(row.home.postcode, flat, number, street, "", row.home.town, "", ""),
                *("", "", "", "", native, "1" if person.free_meals else "0"),
                f"{autumn_age}+" if autumn_age >= 15 else str(autumn_age),
                pupil.form_group,
            ),
        )


def write_message(
    target: Target,
    place: Place,
    term: str,
    day: date,
    *,
    on_roll: Sequence[Pupil],
    left: Sequence[Pupil],
) -> int:
    """The XML message of one school, a pupil a line; returns the number of pupils."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<Message>",
        "<Header><CollectionDetails><Collection>School Census</Collection>"
        f"<Term>{term}</Term><Year>{day.year}</Year>"
        f"<ReferenceDate>{day.isoformat()}</ReferenceDate></CollectionDetails>"
        f"<Source><SourceLevel>S</SourceLevel><LEA>{place.authority}</LEA>"
        f"<Estab>{place.number}</Estab>"
        "<SoftwareCode>Invented School System</SoftwareCode></Source></Header>",
        f"<School><URN>{place.urn_on(day)}</URN></School>",
        "<Pupils>",
        "<PupilsOnRoll>",
    ]
    for pupil in on_roll:
        lines.append(_on(pupil, day))
        target.truth.add(target.name, len(lines), pupil.person.key)
    lines.append("</PupilsOnRoll>")
    lines.append("<PupilsNoLongerOnRoll>")
    for pupil in left:
        lines.append(_off(pupil))
        target.truth.add(target.name, len(lines), pupil.person.key)
    lines += ["</PupilsNoLongerOnRoll>", "</Pupils>", "</Message>", ""]
    target.path.parent.mkdir(parents=True, exist_ok=True)
    target.path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return len(on_roll) + len(left)


def _on(pupil: Pupil, day: date) -> str:
    home = pupil.row.home
    flat, number, street = split_line(home.line1)
    inner = [
        _identifiers(pupil),
        "<PupilCharacteristics>",
        element("YSSA", pupil.agreement),
        element("Language", "ENG"),
        "</PupilCharacteristics><PupilStatus>",
        element("EnrolStatus", pupil.enrolment),
        element("EntryDate", pupil.entered),
        element("NCyearActual", str(pupil.year_group)),
        "</PupilStatus><SpecialEducationalNeeds>",
        element("SENprovision", census_sen(pupil, day)),
        "</SpecialEducationalNeeds><HomeInformation><Address><BS7666Address>",
        element("SAON", flat),
        element("PAON", number),
        element("Street", street),
        element("Town", home.town),
        "</BS7666Address>",
        element("PostCode", home.postcode),
        "</Address></HomeInformation>",
    ]
    if pupil.person.free_meals:
        inner.append(
            "<FSMperiods><FSMperiod><FSMstartDate>2021-09-06</FSMstartDate>"
            "<UKcountry>ENG</UKcountry></FSMperiod></FSMperiods>"
        )
    return f"<PupilOnRoll>{''.join(inner)}</PupilOnRoll>"


def _off(pupil: Pupil) -> str:
    inner = (
        _identifiers(pupil)
        + "<PupilStatus>"
        + element("EntryDate", pupil.entered)
        + element("LeavingDate", pupil.left)
        + "</PupilStatus>"
    )
    return f"<PupilNoLongerOnRoll>{inner}</PupilNoLongerOnRoll>"


def _identifiers(pupil: Pupil) -> str:
    row = pupil.row
    fields = (
        ("UPN", row.upn),
        ("FormerUPN", row.former_upn),
        ("UniqueLearnerNumber", row.uln),
        ("Surname", row.family),
        ("Forename", row.given),
        ("MiddleNames", row.middle),
        ("PreferredSurname", row.family),
        ("FormerSurname", pupil.former_family),
        ("DOB", row.born),
        ("Sex", row.sex),
    )
    inner = "".join(element(name, value) for name, value in fields)
    return f"<PupilIdentifiers>{inner}</PupilIdentifiers>"
