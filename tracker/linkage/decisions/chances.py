"""How much likelier a row is about a person on record than about another person.

The weights of the levels are those of the Splink model (``weights.json``). Added here
is what a level cannot know: how common this exact name, birthday and postcode is, and
that the row may be about a brother, sister or twin who is not on record. Each chance is
relative to the other possibility: that the row is about a stranger, of the kind that
such lists have.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Agreement, Level, Prepared
from tracker.linkage.decisions.list_habits import as_listed
from tracker.linkage.decisions.moved_rate import homes_without_number
from tracker.linkage.model import splink_model
from tracker.linkage.names.sibling_names import is_slip
from tracker.linkage.population.known_records import Population
from tracker.linkage.population.name_chances import NameChances
from tracker.linkage.population.own_name import is_its_form

#: How many spellings a name has at each level: a keyboard slip makes one of some forty.
_WAYS: Mapping[Level, float] = {
    Level.PART: 2.0,
    Level.SHORT_FORM: 2.0,
    Level.MIDDLE: 1.0,
    Level.ONE_LETTER: 40.0,
    Level.SIMILAR: 200.0,
}
#: How often a relative's given name agrees like this, compared with chance: parents do
#: not give two children one name, but Ella's twin is Bella.
_ALIKE: Mapping[Level, float] = {
    Level.SAME: 0.002,
    Level.SWAPPED: 0.002,
    Level.KNOWN: 0.02,
    Level.CROSSED: 0.01,
    Level.MIDDLE: 3.0,
    Level.ONE_LETTER: 3.0,
    Level.SIMILAR: 3.0,
    Level.INITIAL: 3.0,
}
#: How often twins have two forms of one name, such as Liv and Olivia, compared too.
_ONE_NAME_TWICE = 0.1
#: With one of these levels the two names are weighed separately.
_BY_ITSELF = frozenset({Level.MISSING, Level.DIFFERENT, Level.INITIAL})
_CROSSED_BY_CHANCE = 0.001  # a family name is another's given name, or vice versa
_INITIALS = 15.0  # the effective number of letters with which names begin
_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Rates:
    """How often lists have what no level measures, as shares (``weights.json``).

    ``twin`` and ``sibling`` are the shares of rows about a twin or sibling who is not
    on record, for each row about the person who is. ``number_of_relative`` is the share
    of rows with a relative's number, ``number_of_anybody`` of rows with the number of
    any other person. ``strangers`` is the usual share of rows about strangers.
    ``namesakes`` is the factor by which more strangers than chance would give share
    name and birthday with one person: names go by year and street.
    """

    twin: float
    sibling: float
    number_of_relative: float
    number_of_anybody: float
    strangers: float
    namesakes: float


def rates() -> Rates:
    """The rates that come with the weights."""
    return Rates(**splink_model.weights()["rates"])


class Chances:
    """The chances for one list, from the names, birthdays and homes of its people.

    ``strangers`` is the share of its rows about strangers. ``rows`` show the habits of
    the list (``list_habits``).
    """

    def __init__(
        self,
        population: Population,
        rows: Sequence[tuple[Identity, Prepared]],
        strangers: float,
    ) -> None:
        self.names = NameChances.of(population)
        self.rates = rates()
        self.strangers = strangers
        self._population = population
        shipped = {
            field: {
                Level(name): (each["m"], each["u"]) for name, each in levels.items()
            }
            for field, levels in splink_model.weights()["comparisons"].items()
        }
        self._weights = as_listed(shipped, (one for _, one in rows), population)
        self._years = Counter(one.born[:4] for _, one in rows if one.born)
        self._born = self._years.total()
        self._homes = homes_without_number(
            shipped["postcode"],
            rows,
            population,
            lambda row: self.rates.namesakes * self.of_namesake(row),
            strangers=strangers,
        )

    @property
    def people(self) -> int:
        """The number of people on record that a row may be about."""
        return max(len(self._population), 1)

    def likelihood(
        self, row: Prepared, person: Prepared, agreement: Agreement
    ) -> float:
        """How much likelier the row is the person's than a stranger's.

        Numbers are left out: ``identifiers_first`` weighs them.
        """
        return (
            self._of_names(row, person, agreement)
            * self._of_birth(row, agreement)
            * self._of_home(row, agreement)
            * self._of_middle(row, agreement)
            * self._of_sex(agreement)
        )

    @property
    def number_differs(self) -> float:
        """How often a person's own row has another number than the record."""
        return sum(self.own(field, Level.DIFFERENT) for field in ("upn", "uln"))

    def of_namesake(self, row: Prepared) -> float:
        """The chance that a stranger on this list has the row's name and birthday."""
        if not row.born:
            return 0.0
        return self.names.full(row.given, row.family) * self._birthday(row)

    def own(self, field: str, level: Level) -> float:
        """How often a person's own row agrees with the record at this level."""
        return self._of(field, level)[0]

    def of_relative(
        self, row: Prepared, person: Prepared, agreement: Agreement
    ) -> float:
        """How much likelier the row is that of a relative who is not on record."""
        written = self._written("given", agreement.given)
        different = agreement.given is Level.DIFFERENT
        if agreement.given is Level.MISSING:
            name = written = 1.0
        elif different and not is_slip(row.given, person.given):
            name = 1.0  # whatever the name is, a relative has a name of their own
        elif agreement.given is Level.INITIAL:
            name = written / _INITIALS
        else:
            family = self.names.family(row.family)
            together = self.names.full(row.given, row.family) / family
            name = max(together, self.names.given(row.given))
        name *= _ALIKE.get(agreement.given, 1.0)
        if agreement.given is Level.SHORT_FORM and is_its_form(row.given, person.given):
            name *= _ONE_NAME_TWICE
        m, u = self._of("born", agreement.born)
        born = self.rates.sibling * u
        if agreement.born in (Level.SAME, Level.MISSING):
            born += self.rates.twin
        m_middle, u_middle = self._of("middle", agreement.middle)
        return name / written * born / m * (u_middle / m_middle)

    def _of(self, field: str, level: Level) -> tuple[float, float]:
        return self._weights[field].get(level, (1.0, 1.0))

    def _written(self, field: str, level: Level) -> float:
        """How often a person's name is written in exactly this way."""
        return self._of(field, level)[0] / _WAYS.get(level, 1.0)

    def _of_names(self, row: Prepared, person: Prepared, agreement: Agreement) -> float:
        given, family = agreement.given, agreement.family
        one, other = self._written("given", given), self._written("family", family)
        if given is Level.SWAPPED:
            both = self.names.full(row.family, row.given)
            return one / (self.names.full(row.given, row.family) + one * both)
        if Level.CROSSED in (given, family):
            return self._of("given", Level.CROSSED)[0] / _CROSSED_BY_CHANCE
        if given in _BY_ITSELF or family in _BY_ITSELF:
            of_given = self._of_name("given", given, row.given, person.given)
            return of_given * self._of_name("family", family, row.family, person.family)
        # A stranger may have the name of the row, or be written with the same slip.
        full = self.names.full
        strangers = full(row.given, row.family)
        if given in _WAYS:
            strangers += one * full(person.given, row.family)
        if family in _WAYS:
            strangers += other * full(row.given, person.family)
        if given in _WAYS and family in _WAYS:
            strangers += one * other * full(person.given, person.family)
        return one * other / strangers

    def _of_name(self, field: str, level: Level, row: str, person: str) -> float:
        """The weight of one of the two names by itself."""
        if level is Level.MISSING:
            return 1.0
        if level is Level.INITIAL:
            return _INITIALS
        written = self._written(field, level)
        if level is Level.DIFFERENT:
            return written
        share = self.names.given if field == "given" else self.names.family
        return written / (share(row) + written * share(person))

    def _of_birth(self, row: Prepared, agreement: Agreement) -> float:
        m, u = self._of("born", agreement.born)
        if agreement.born is Level.SAME:
            u = max(self._birthday(row), u / 4)
        return m / u

    def _birthday(self, row: Prepared) -> float:
        """The share of strangers born on this day, at the ages of the list."""
        return (self._years[row.born[:4]] + 1) / (self._born + 10) / _DAYS

    def _of_home(self, row: Prepared, agreement: Agreement) -> float:
        level = agreement.postcode
        homes = self._weights["postcode"] if row.upns or row.uln else self._homes
        m, u = homes.get(level, (1.0, 1.0))
        if level is Level.SAME:
            living = len(self._population.sharing("postcode", row.postcode))
            u = max(living / self.people, u / 4)
        return m / u

    def _of_middle(self, row: Prepared, agreement: Agreement) -> float:
        level = agreement.middle
        if level is Level.SAME and len(row.middle) == 1:
            level = Level.INITIAL
        m, u = self._of("middle", level)
        if level is Level.SAME:
            u = max(u, self.names.given(row.middle))
        return m / u

    def _of_sex(self, agreement: Agreement) -> float:
        """The weight of the sex: people of one given name nearly always share it."""
        if agreement.sex is Level.DIFFERENT:
            return 0.1 if agreement.given is not Level.DIFFERENT else 0.004
        return 1.0
