"""What other teams of the council itself send: plans, children in care, registers.

Each autumn the team for special needs sends everybody with a plan, and those whose plan
has ceased, in headings of its own. Each June children's services send the return of the
year to March, as tables without names. Each November education welfare sends who is
educated at home.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.sheets import Cell, Look, Row, Target, write_csv
from tracker.demo.people.faults import SCHOOL_LIST, shown
from tracker.demo.people.population import SEN_PLAN, Person
from tracker.demo.plan import Load
from tracker.domain.reference.academic_year import birthday
from tracker.domain.reference.activity import HOME_EDUCATED
from tracker.domain.reference.codes import LOOKED_AFTER

_PLANS = (
    *("Child Surname", "Child Forename", "DOB", "UPN", "Postcode", "EHCP Status"),
    *("EHCP Start Date", "Date EHCP Ceased", "Reason EHCP Ceased"),
    "Phase Transfer Due Date",
)
_HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
_EPISODES = ("CHILD", "DECOM", "RNE", "LS", "PLACE", "DEC", "REC", "PL_POST")
_LEAVERS = ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM")
_AT_HOME = (
    *("Child's Surname", "Child's Forename", "Date of Birth", "UPN", "Address"),
    *("Postcode", "EHE Start Date", "EHE End Date", "Education suitable?"),
)
_DAYS = "%d/%m/%Y"
#: Words that a person wrote beside the list of states.
_ODD = ("see notes", "with tribunal")
_ACTIVITIES = ("F1", "F2", "F2", "F4", "F5", "G5")


def council_loads(invented: Invented, folder: Folder) -> Iterator[Load]:
    """The lists of each autumn and the returns of each June, up to the last day."""
    for year in range(invented.first + 1, invented.on.year + 1):
        for day, made in (
            (date(year, 6, 24), _care),
            (date(year, 10, 20), _plans),
            (date(year, 11, 6), _home_educated),
        ):
            if day < invented.on:
                yield from made(invented, folder, day)


def _plans(invented: Invented, folder: Folder, day: date) -> Iterator[Load]:
    everybody = [
        each
        for each in invented.everybody.residents
        if each.sen == SEN_PLAN
        and each.home_on(day).authority == invented.authority
        and (each.arrives is None or each.arrives <= day)
    ]
    if not everybody:
        return
    target = folder.target(f"council/{day:%Y-%m}-plans.csv")
    rng = Random(f"{invented.seed}/{target.name}")
    rows = [(each.key, _plan(rng, invented, each, day)) for each in everybody]
    write_csv(target, _PLANS, rows, Look(delimiter=";"))
    yield folder.load(
        "plans",
        (target.path,),
        day,
        later=2,
        description=f"the team for special needs, {day:%Y-%m}",
        as_at=day,
    )


def _plan(rng: Random, invented: Invented, person: Person, day: date) -> Sequence[Cell]:
    row = shown(rng, person, day, SCHOOL_LIST, invented.places)
    starts = date(person.born.year + 6, 3, 1) + timedelta(days=rng.randrange(2_000))
    ended = person.plan_ended if not person.has_plan(day) else None
    state = "Ceased" if ended else "Maintained"
    if ended is None and rng.random() < 0.02:
        state = rng.choice(_ODD)
    due = date(day.year + 1, 3, 31) if person.cohort == day.year else None
    return (
        *(row.family, row.given, row.born, row.upn, row.home.postcode, state),
        *(starts, ended or "", "4" if ended else "", due or ""),
    )


def _home_educated(invented: Invented, folder: Folder, day: date) -> Iterator[Load]:
    stays = [
        (each, spell)
        for each in invented.everybody.residents
        for spell in each.school
        if spell.activity == HOME_EDUCATED.code
        and spell.starts <= day <= (spell.ends or day)
        and each.home_on(day).authority == invented.authority
    ]
    if not stays:
        return
    target = folder.target(f"council/{day:%Y-%m}-home-education.csv")
    rng = Random(f"{invented.seed}/{target.name}")
    rows: list[Row] = []
    for person, spell in stays:
        row = shown(rng, person, day, SCHOOL_LIST, invented.places)
        home = person.home_on(day)
        who = (row.family, row.given, row.born, "" if rng.random() < 0.4 else row.upn)
        where = (f"{home.line1}, {home.town}", home.postcode)
        rows.append((person.key, (*who, *where, f"{spell.starts:{_DAYS}}", "", "Y")))
    write_csv(target, _AT_HOME, rows, Look())
    yield folder.load(
        "home-educated",
        (target.path,),
        day,
        later=3,
        description=f"education welfare, {day:%Y-%m}",
        as_at=day,
    )


def _care(invented: Invented, folder: Folder, day: date) -> Iterator[Load]:
    until = date(day.year, 3, 31)
    children = [
        each
        for each in invented.everybody.residents
        if LOOKED_AFTER in each.characteristics
    ]
    if not children:
        return
    name = f"council/{day:%Y-%m}-care"
    rng = Random(f"{invented.seed}/{name}")
    header: list[Row] = []
    episodes: list[Row] = []
    leavers: list[Row] = []
    for each in children:
        number = str(rng.randrange(10**6, 10**7))
        upn = "" if rng.random() < 0.05 else each.upn
        sex = "1" if each.sex == "M" else "2"
        born = f"{each.born:{_DAYS}}"
        header.append((each.key, (number, sex, born, each.ethnicity, upn, "0", "")))
        began = each.born + timedelta(days=rng.randrange(2_000, 4_500))
        left = birthday(each.born, 18) <= until
        ended = f"{until - timedelta(days=90):{_DAYS}}" if left else ""
        stay = (f"{began:{_DAYS}}", "S", "C2", "U4", ended, "E4" if left else "")
        # A line without a birthday is about no one by itself.
        episodes.append((None, (number, *stay, each.home.postcode)))
        if left:
            activity = rng.choice(_ACTIVITIES)
            leavers.append((each.key, (number, born, "YES", activity, "U1")))
    made: list[Target] = []
    for table, headings, rows in (
        ("header", _HEADER, header),
        ("episodes", _EPISODES, episodes),
        ("oc3", _LEAVERS, leavers),
    ):
        if rows:
            target = folder.target(f"{name}-{table}.csv")
            write_csv(target, headings, rows, Look())
            made.append(target)
    yield folder.load(
        "care",
        [each.path for each in made],
        day,
        later=1,
        description=f"children's services, {day:%Y-%m}",
        as_at=until,
    )
