"""The schools, colleges and training providers of the invented authority.

All names are invented. URNs, DfE numbers and UKPRNs are in ranges without real
institutions: URNs above those given out, numbers ending in 9xx, UKPRNs from 10098xxx.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.reference.institution import InstitutionKind, InstitutionRef


@dataclass(frozen=True, slots=True)
class Place:
    """One institution as it truly is; ``key`` is the demo's own and in no file.

    ``gias_type`` and ``fe_type`` are its types in the register (None: not in it).
    ``census``: its pupils are in the authority's school census. ``successor`` holds the
    URN, the type and the first day of the academy that it becomes in these two years.
    """

    key: str
    name: str
    kind: InstitutionKind
    authority: str
    town: str
    share: float = 1.0
    urn: str | None = None
    number: str | None = None
    ukprn: str | None = None
    gias_type: tuple[str, str] | None = None
    fe_type: str = "Not applicable"
    sixth_form: bool = False
    census: bool = False
    sector: str = "mainstream"
    successor: tuple[str, tuple[str, str], date] | None = None

    @property
    def laestab(self) -> str | None:
        return None if self.number is None else self.authority + self.number

    def urn_on(self, day: date) -> str | None:
        """Its URN on that day: the academy's once it is one."""
        if self.successor is not None and day >= self.successor[2]:
            return self.successor[0]
        return self.urn

    def ref(self, day: date) -> InstitutionRef:
        """The institution as a sender that knows its numbers refers to it."""
        return InstitutionRef(
            urn=self.urn_on(day),
            laestab=self.laestab,
            ukprn=self.ukprn,
            name=self.name,
        )


COMMUNITY = ("01", "Community school")
VOLUNTARY = ("02", "Voluntary aided school")
ACADEMY = ("34", "Academy converter")
SPONSORED = ("28", "Academy sponsor led")
SPECIAL = ("07", "Community special school")
REFERRAL_UNIT = ("14", "Pupil referral unit")
INDEPENDENT = ("11", "Other independent school")
COLLEGE = ("18", "Further education")
SPECIALIST = ("32", "Special post 16 institution")

_SCHOOLS = (
    "Aspull Moor High School",
    "Beacon Fold Academy",
    "Canalside High School",
    "St Oswin's Catholic High School",
    "Douglas Bank High School",
    "Eaves Green Academy",
    "Foundry Lane High School",
    "Gathurst Park School",
    "Haigh Hall Academy",
    "Ince Meadow High School",
    "Kirkless High School",
    "Lilford Cross Academy",
    "St Aelred's Church of England High School",
    "Mosley Brook High School",
    "Norley Vale Academy",
    "Pennine View High School",
    "Rindle Heath High School",
    "Shevington Rise School",
    "Blessed Cuthbert Mayfield Catholic College",
    "Whelley Bridge Academy",
)
#: The schools above that have a sixth form, and the one that becomes an academy.
_WITH_SIXTH_FORM = (3, 8, 12, 18)
_BECOMES_ACADEMY = 4


class Institutions:
    """All places, by their key, and those that a life may pass through."""

    def __init__(self, authority: str, neighbours: tuple[str, ...], first: int) -> None:
        """``first`` is the calendar year in which the first academic year begins."""
        self.authority = authority
        self.neighbours = neighbours
        self._first = first
        self.all = tuple(self._invented())
        self._by_key = {place.key: place for place in self.all}

    def __getitem__(self, key: str) -> Place:
        return self._by_key[key]

    def of(
        self, kind: InstitutionKind, *, near: bool = True, sector: str | None = None
    ) -> tuple[Place, ...]:
        """Places of a kind, in the authority (``near``) or around it."""
        return tuple(
            place
            for place in self.all
            if place.kind is kind
            and (place.authority == self.authority) == near
            and (sector is None or place.sector == sector)
        )

    def _invented(self) -> Iterator[Place]:
        yield from self._schools()
        yield from self._colleges()
        yield from self._around()

    def _schools(self) -> Iterator[Place]:
        school = InstitutionKind.SCHOOL
        for index, name in enumerate(_SCHOOLS):
            sixth_form = index in _WITH_SIXTH_FORM
            types = (COMMUNITY, ACADEMY, SPONSORED)
            kind_of = (
                VOLUNTARY if name.startswith(("St", "Blessed")) else types[index % 3]
            )
            successor = None
            if index == _BECOMES_ACADEMY:
                kind_of = COMMUNITY
                successor = ("159804", ACADEMY, date(self._first + 1, 4, 1))
            yield Place(
                key=f"school-{index + 1:02d}",
                name=name,
                kind=school,
                authority=self.authority,
                town=("Wigan", "Leigh", "Hindley", "Standish", "Atherton")[index % 5],
                share=0.7 + (index * 7 % 11) / 12,
                urn=f"{159101 + index * 3}",
                number=f"{4960 + index}",
                ukprn=f"{10098201 + index * 7}",
                gias_type=kind_of,
                sixth_form=sixth_form,
                census=True,
                successor=successor,
            )
        for index, name in enumerate(("Hawthorn Lodge School", "Kestrel Bank School")):
            yield Place(
                key=f"special-{index + 1}",
                name=name,
                kind=school,
                authority=self.authority,
                town="Wigan",
                urn=f"{159401 + index}",
                number=f"{7980 + index}",
                ukprn=f"{10098501 + index}",
                gias_type=SPECIAL,
                sixth_form=True,
                census=True,
                sector="special",
            )
        yield Place(
            key="referral-unit",
            name="Three Locks Centre",
            kind=school,
            authority=self.authority,
            town="Hindley",
            urn="159411",
            number="1190",
            ukprn="10098511",
            gias_type=REFERRAL_UNIT,
            census=True,
            sector="alternative",
        )
        yield Place(
            key="independent",
            name="Standish Grange School",
            kind=school,
            authority=self.authority,
            town="Standish",
            urn="159421",
            number="6990",
            ukprn="10098521",
            gias_type=INDEPENDENT,
            sector="independent",
        )

    def _colleges(self) -> Iterator[Place]:
        here = self.authority
        colleges = (
            (
                "sfc-1",
                "Alderbrook Sixth Form College",
                "Wigan",
                1.3,
                "Sixth form college",
            ),
            (
                "sfc-2",
                "Holmwood Sixth Form College",
                "Orrell",
                1.0,
                "Sixth form college",
            ),
            (
                "sfc-3",
                "Lockside Sixth Form College",
                "Leigh",
                0.4,
                "Sixth form college",
            ),
            ("fe-1", "Wigan Weavers College", "Wigan", 2.0, "General FE college"),
            ("fe-2", "Leigh Colliery College", "Leigh", 0.7, "General FE college"),
        )
        for index, (key, name, town, share, fe_type) in enumerate(colleges):
            yield Place(
                key=key,
                name=name,
                kind=_college_kind(fe_type),
                authority=here,
                town=town,
                share=share,
                urn=f"{159501 + index}",
                number=f"{8970 + index}",
                ukprn=f"{10098601 + index * 3}",
                gias_type=COLLEGE,
                fe_type=fe_type,
            )
        yield Place(
            key="specialist",
            name="Bramble House College",
            kind=InstitutionKind.SPECIAL_POST_16,
            authority=here,
            town="Wigan",
            urn="159531",
            number="8990",
            ukprn="10098651",
            gias_type=SPECIALIST,
        )
        providers = (
            ("provider-1", "Northgate Apprenticeships Ltd", 1.6),
            ("provider-2", "Pier Road Training", 1.0),
            ("provider-3", "Steady Hands Skills CIC", 0.8),
            ("provider-4", "Bright Looms Learning", 0.6),
            ("provider-5", "Weir Side Employability", 0.4),
        )
        for index, (key, name, share) in enumerate(providers):
            yield Place(
                key=key,
                name=name,
                kind=InstitutionKind.TRAINING_PROVIDER,
                authority=here,
                town="Wigan",
                share=share,
                ukprn=f"{10098801 + index * 11}",
            )

    def _around(self) -> Iterator[Place]:
        colleges = (
            ("Tonge Valley College", "General FE college", 1.0),
            ("Ravenhead Glass College", "General FE college", 0.9),
            ("Ordsall Quays College", "General FE college", 0.8),
            ("Mersey Wire Sixth Form College", "Sixth form college", 0.7),
            ("Tawd Vale College", "General FE college", 0.5),
        )
        for index, authority in enumerate(self.neighbours):
            name, fe_type, share = colleges[index % len(colleges)]
            yield Place(
                key=f"college-{authority}",
                name=name,
                kind=_college_kind(fe_type),
                authority=authority,
                town="",
                share=share,
                urn=f"{159601 + index}",
                number=f"{8980 + index}",
                ukprn=f"{10098901 + index * 3}",
                gias_type=COLLEGE,
                fe_type=fe_type,
            )
            yield Place(
                key=f"school-{authority}",
                name=f"{name.split()[0]} High School",
                kind=InstitutionKind.SCHOOL,
                authority=authority,
                town="",
                urn=f"{159701 + index}",
                number=f"{4980 + index}",
                ukprn=f"{10098951 + index}",
                gias_type=ACADEMY,
            )


def _college_kind(fe_type: str) -> InstitutionKind:
    if fe_type == "Sixth form college":
        return InstitutionKind.SIXTH_FORM_COLLEGE
    return InstitutionKind.FURTHER_EDUCATION
