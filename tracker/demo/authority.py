"""Invents a whole authority and writes the files that it would have received.

``write`` is the one function for other packages: everything else here serves it.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tracker.demo.files.councils.council_lists import council_loads
from tracker.demo.files.councils.neighbour_lists import neighbour_loads
from tracker.demo.files.councils.order_lists import order_loads
from tracker.demo.files.councils.risk_lists import official_loads
from tracker.demo.files.department.pupil_results import pupil_results
from tracker.demo.files.department.return_errors import write_errors
from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.months import enrolment_loads
from tracker.demo.files.offer_lists import choice_loads
from tracker.demo.files.old_system import OldSystem
from tracker.demo.files.register import write_register
from tracker.demo.files.terms import census_loads
from tracker.demo.files.transfers.transfer_files import transfer_loads
from tracker.demo.files.universities.ucas_lists import ucas_loads
from tracker.demo.files.ward_table import write_wards
from tracker.demo.people.contacts import contacts
from tracker.demo.people.guarantee import offers
from tracker.demo.people.institutions import Institutions
from tracker.demo.people.places import Places
from tracker.demo.people.residents import make_everybody
from tracker.demo.plan import Contact, Load, Plan, moment
from tracker.demo.truth.whose_line import write_people
from tracker.domain.reference.academic_year import AcademicYear, Period

#: The years of history before the year of the last day.
YEARS_BEFORE = 2
FEWEST_PEOPLE = 20

README = """Everything in this folder is invented.

The people, schools, colleges and training providers in these files do not exist. The
postcodes are real ones, so that they can be looked up; the wards are invented. No
person who lives there is meant. truth.csv gives the true person of each line (file,
line, person), and truth_people.csv the true details of everybody. Lines are counted as
in an editor, from 1, with the headings. In XML every record is on a line of its own.
"""


def write(
    directory: Path,
    *,
    people: int,
    seed: int,
    on: date,
    authority: str,
    progress: Callable[[str], None],
) -> Plan:
    """Writes the files of two years up to ``on`` below ``directory``.

    ``people`` is the number aged 16 and 17. A seed always writes the same bytes. Raises
    ValueError for an authority that cannot be invented, or one with too few people.
    """
    if people < FEWEST_PEOPLE:
        raise ValueError(f"an authority needs {FEWEST_PEOPLE} people aged 16 and 17")
    invented = _invent(people, seed, on, authority, progress)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "README.txt").write_text(README, encoding="utf-8")
    folder = Folder(directory)
    loads: list[Load] = []
    for what, made in (
        ("the register of schools and colleges", _register(invented, folder)),
        ("the old system's returns", _old_system(invented, folder)),
        ("school censuses", census_loads(invented, folder)),
        ("enrolment lists", enrolment_loads(invented, folder)),
        ("plans and applications", choice_loads(invented, folder)),
        ("applications to universities", ucas_loads(invented, folder)),
        ("transfer files", transfer_loads(invented, folder)),
        ("lists of neighbouring councils", neighbour_loads(invented, folder)),
        ("lists of the council's own teams", council_loads(invented, folder)),
        ("lists of open orders", order_loads(invented, folder)),
        ("results of the Department's look-up", pupil_results(invented, folder)),
        ("what DfE sends back", official_loads(invented, folder)),
    ):
        before = len(loads)
        loads += made
        progress(f"wrote {what}: {len(loads) - before} to load")
    write_errors(invented, folder)
    # In a small authority a school may have no pupils of these years: it sends no list.
    named = folder.named()
    loads = sorted(
        (
            load
            for load in loads
            if load.recorded_at.date() <= on
            and (load.feed == "establishments" or folder.names(load) & named)
        ),
        key=lambda load: (load.recorded_at, load.paths),
    )
    recorded = _contacts(invented, folder.first_seen(loads))
    # Beside the files, not among them: the senders of the files do not know the truth.
    beside = directory.parent
    truth_path, people_path = beside / "truth.csv", beside / "truth_people.csv"
    folder.truth.write(truth_path)
    write_people(people_path, invented.everybody.people)
    rows = len(folder.truth.lines)
    progress(
        f"{rows:,} lines about people in {len(loads)} loads, {len(recorded):,} contacts"
    )
    wards = write_wards(directory, invented.places.own_postcodes, invented.first)
    return Plan(tuple(loads), recorded, truth_path, people_path, directory, wards)


def moved_in(first: int) -> date:
    """The day of the change of system, when the old system's first file is loaded."""
    return date(first, 10, 8)


def _invent(
    people: int,
    seed: int,
    on: date,
    authority: str,
    progress: Callable[[str], None],
) -> Invented:
    places = Places(authority)
    first = AcademicYear.of(on).start - YEARS_BEFORE
    institutions = Institutions(authority, first)
    everybody = make_everybody(
        size=people,
        seed=seed,
        first=first,
        on=on,
        institutions=institutions,
        places=places,
        progress=progress,
    )
    return Invented(authority, seed, first, on, institutions, places, everybody)


def _register(invented: Invented, folder: Folder) -> Iterator[Load]:
    """The national register, at the start and after a school became an academy."""
    for day in (date(invented.first, 9, 1), date(invented.first + 1, 5, 12)):
        paths = write_register(
            folder.directory / "register",
            invented.institutions,
            invented.places,
            invented.seed,
            day,
            invented.everybody.people,
        )
        yield folder.load(
            "establishments",
            paths,
            day,
            later=1,
            description=f"register of {day}",
            as_at=day,
        )


def _old_system(invented: Invented, folder: Folder) -> Iterator[Load]:
    """Returns from the system that the council moves away from: one winter of them."""
    first = invented.first
    system = OldSystem(invented.seed, invented.institutions, invented.places)
    for period in (Period(first, 9), Period(first + 1, 1)):
        target = folder.target(f"nccis/NCCIS_{invented.authority}_{period}.xml")
        system.write(target, invented.everybody.residents, period)
        yield folder.load(
            "nccis-file",
            (target.path,),
            period.end,
            later=8,
            description=f"old system, {period.label}",
            as_at=period.end,
        )


def _contacts(invented: Invented, seen: dict[str, date]) -> tuple[Contact, ...]:
    """The advisers' contacts about people who already have a record on that day."""
    since = moved_in(invented.first) + timedelta(days=1)
    rung = contacts(
        Random(f"{invented.seed}/contacts"),
        invented.everybody.residents,
        since,
        invented.on,
    )
    offered = (
        offer
        for autumn in range(invented.first + 1, invented.on.year + 1)
        for offer in offers(
            invented.seed,
            invented.everybody.residents,
            invented.authority,
            invented.institutions,
            autumn,
        )
    )
    made = (
        each
        for each in (*rung, *offered)
        if each.recorded_at <= moment(invented.on, 23)
        and seen.get(each.person, date.max) < each.recorded_at.date()
    )
    return tuple(sorted(made, key=lambda each: (each.recorded_at, each.person)))
