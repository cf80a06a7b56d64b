"""The school census as an analyst flattens it, and as a school's system writes it."""

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.demo.files.census_columns import Cells, below, columns, pupil_cells
from tracker.demo.files.rolls import Pupil
from tracker.demo.files.sheets import Look, Target, element, write_csv
from tracker.demo.people.institutions import Place
from tracker.domain.reference.academic_year import AcademicYear


def write_flat(
    target: Target, pupils: Iterable[Pupil], day: date, look: Look, *, short: bool
) -> int:
    """One row a pupil. If ``short``, a school is named by its own four digits alone."""
    flat = columns("flat")
    rows = (
        (pupil.person.key, below(flat, _flat_cells(native, pupil, day, short)))
        for native, pupil in enumerate(pupils, start=1)
    )
    return write_csv(target, [each.heading for each in flat], rows, look)


def _flat_cells(native: int, pupil: Pupil, day: date, short: bool) -> Cells:
    autumn_age = AcademicYear.of(day).start - pupil.person.cohort + 15
    return {
        **pupil_cells(pupil, day),
        "estab": pupil.place.number if short else pupil.place.laestab,
        "native": native,
        "free meals": "1" if pupil.person.free_meals else "0",
        "age": f"{autumn_age}+" if autumn_age >= 15 else str(autumn_age),
    }


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
        lines.append(_off(pupil, day))
        target.truth.add(target.name, len(lines), pupil.person.key)
    lines += ["</PupilsNoLongerOnRoll>", "</Pupils>", "</Message>", ""]
    target.path.parent.mkdir(parents=True, exist_ok=True)
    target.path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return len(on_roll) + len(left)


def _on(pupil: Pupil, day: date) -> str:
    cells = pupil_cells(pupil, day)
    inner = [
        *(_part("PupilIdentifiers", cells), _part("PupilCharacteristics", cells)),
        *(_part("PupilStatus", cells), _part("SpecialEducationalNeeds", cells)),
        "<HomeInformation><Address>",
        _part("BS7666Address", cells),
        element("PostCode", cells["postcode"]),
        "</Address></HomeInformation>",
    ]
    if pupil.person.free_meals:
        inner.append(
            "<FSMperiods><FSMperiod><FSMstartDate>2021-09-06</FSMstartDate>"
            "<UKcountry>ENG</UKcountry></FSMperiod></FSMperiods>"
        )
    return f"<PupilOnRoll>{''.join(inner)}</PupilOnRoll>"


def _off(pupil: Pupil, day: date) -> str:
    cells = pupil_cells(pupil, day)
    status = _part("PupilStatus", cells, "PupilStatus of leavers")
    who = _part("PupilIdentifiers", cells)
    return f"<PupilNoLongerOnRoll>{who}{status}</PupilNoLongerOnRoll>"


def _part(name: str, cells: Cells, table: str = "") -> str:
    """An element with those of its table inside, without empty ones."""
    inner = columns(table or name)
    found = zip(inner, below(inner, cells), strict=True)
    return (
        f"<{name}>{''.join(element(it.heading, cell) for it, cell in found)}</{name}>"
    )
