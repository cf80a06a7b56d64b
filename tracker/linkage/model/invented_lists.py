"""Invented people and lists with faults, from which the weights are trained.

No person here is real. Names are drawn as unevenly as real names occur, families share
an address, some have twins, and the faults are those of real lists: a mistyped surname
in one row of twelve, day and month exchanged, a short form, a new address.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import Uln, Upn

_NAMES = json.loads(
    Path(__file__).with_name("invented_names.json").read_text(encoding="utf-8")
)
BOYS: list[str] = _NAMES["boys"]
GIRLS: list[str] = _NAMES["girls"]
# Stems with endings give as many surnames, and as many rare ones, as a register has.
SURNAMES: list[str] = [
    *_NAMES["surnames"],
    *(stem + end for end in _NAMES["endings"] for stem in _NAMES["stems"]),
]
SHORT_FORMS: dict[str, str] = _NAMES["short_forms"]
OUTCODES = ("WN1", "WN2", "WN3", "WN4", "WN5", "WN6", "WN7", "WN8", "M46", "M29", "BL5")
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Source:
    """The identifiers that a kind of list has, as shares of its rows."""

    upn: float
    uln: float
    ypid: float = 0.0
    middle: float = 0.3
    sex: float = 1.0


SCHOOL = Source(upn=0.99, uln=0.97)
COLLEGE = Source(upn=0.15, uln=0.97)
NO_IDENTIFIERS = Source(upn=0.0, uln=0.0)


class Inventor:
    """Draws people and faults from one generator; a seed gives the same people."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - invented people, not secrets
        self._numbers = 0
        self._weights = {
            id(names): list(
                accumulate((rank + 4) ** -0.85 for rank in range(len(names)))
            )
            for names in (BOYS, GIRLS, SURNAMES)
        }

    def _draw(self, names: Sequence[str]) -> str:
        return self.random.choices(names, cum_weights=self._weights[id(names)])[0]

    def population(self, size: int, first_birthday: date, years: int) -> list[Identity]:
        """``size`` people born in the years from a day on, in families, some twins.

        A person's neighbours in the list are often their brothers and sisters.
        """
        people: list[Identity] = []
        while len(people) < size:
            one = self.person(first_birthday, years)
            people.append(one)
            luck = self.random.random()
            if luck < 0.0075:
                people.append(self.twin(one))
            elif luck < 0.2:
                people.append(self.sibling(one, first_birthday, years))
        return people[:size]

    def person(self, first_birthday: date, years: int) -> Identity:
        sex = self.random.choice("FM")
        family = self._draw(SURNAMES)
        if self.random.random() < 0.03:
            family = f"{family}-{self._draw(SURNAMES)}"
        born = first_birthday + timedelta(days=self.random.randrange(365 * years))
        return self.another_number(
            Identity(
                given=self._given(sex),
                family=family,
                middle=self._given(sex) if self.random.random() < 0.8 else "",
                born=born,
                sex=sex,
                postcode=self.postcode(),
            )
        )

    def twin(self, one: Identity) -> Identity:
        sex = one.sex if self.random.random() < 0.67 else self.random.choice("FM")
        return self._relative(one, sex or "F", one.born)

    def sibling(self, one: Identity, first_birthday: date, years: int) -> Identity:
        born = first_birthday + timedelta(days=self.random.randrange(365 * years))
        return self._relative(one, self.random.choice("FM"), born)

    def _relative(self, one: Identity, sex: str, born: date | None) -> Identity:
        given = self._given(sex)
        while given == one.given:
            given = self._given(sex)
        return self.another_number(
            replace(one, given=given, middle=self._given(sex), sex=sex, born=born)
        )

    def _given(self, sex: str) -> str:
        return self._draw(BOYS if sex == "M" else GIRLS)

    def postcode(self, outcode: str | None = None) -> str:
        letters = "".join(self.random.choices(_INWARD, k=2))
        outcode = outcode or self.random.choice(OUTCODES)
        return f"{outcode} {self.random.randrange(10)}{letters}"

    def another_number(self, one: Identity) -> Identity:
        """The same person with a UPN and a ULN that no other person has had."""
        self._numbers += 1
        year = (one.born.year + 5) % 100 if one.born else 15
        body = (
            f"359{4000 + self._numbers % 60:04}{year:02}{self._numbers // 60 % 1000:03}"
        )
        nine = 100_000_000 + self._numbers * 7
        while Uln.check_digit(str(nine)) is None:
            nine += 1
        return replace(
            one,
            upn=Upn.check_letter(body) + body,
            uln=f"{nine}{Uln.check_digit(str(nine))}",
        )

    def held(self, one: Identity, source: Source = SCHOOL) -> Identity:
        """The person as on record: correct, but not always complete."""
        one = self._identified(one, source)
        if self.random.random() < 0.03:
            known = (SHORT_FORMS.get(one.given) or self._given(one.sex or "F"), "")
            one = replace(one, other_names=(known,))
        if self.random.random() < 0.01:
            one = replace(one, other_names=(("", self._draw(SURNAMES)),))
        return one

    def listed(  # noqa: PLR0912 - a list of faults, one after the other
        self, one: Identity, source: Source, known_as: Sequence[tuple[str, str]] = ()
    ) -> Identity:
        """The person as in one row of a list, with the faults of lists.

        The list may use one of the other names they are ``known_as``.
        """
        chance = self.random.random
        row = self._identified(one, source)
        if known_as and chance() < 0.5:
            given, family = self.random.choice(known_as)
            row = replace(row, given=given or one.given, family=family or one.family)
        if chance() < 0.08:
            row = replace(row, family=self.mistyped(row.family))
        elif chance() < 0.01:
            row = replace(row, family=self._draw(SURNAMES))
        if "-" in row.family and chance() < 0.3:
            row = replace(row, family=self.random.choice(row.family.split("-")))
        if row.given in SHORT_FORMS and chance() < 0.15:
            row = replace(row, given=SHORT_FORMS[row.given])
        elif chance() < 0.015:
            row = replace(row, given=self.mistyped(row.given))
        elif row.middle and chance() < 0.01:
            row = replace(row, given=one.middle or row.given, middle="")
        elif chance() < 0.005:
            row = replace(row, given=row.given[:1])
        if row.middle and chance() < 0.1:
            row = replace(row, given=f"{row.given} {row.middle}", middle="")
        elif len(row.middle) > 1 and chance() < 0.3:
            row = replace(row, middle=row.middle[0])
        if chance() < 0.005:
            row = replace(row, given=row.family, family=row.given)
        if chance() < 0.04:
            outcode = (row.postcode or "").split(" ")[0] if chance() < 0.4 else None
            row = replace(row, postcode=self.postcode(outcode))
        elif chance() < 0.01:
            row = replace(row, postcode=None)
        if row.born and chance() < 0.015:
            row = replace(row, born=self.misdated(row.born))
        if chance() < 0.002:
            row = replace(row, sex="M" if row.sex == "F" else "F")
        if row.upn and chance() < 0.003:
            row = replace(row, upn=self.another_number(one).upn)
        if row.uln and chance() < 0.001:
            row = replace(row, uln=self.another_number(one).uln)
        if len(row.middle) > 1 and chance() < 0.01:
            row = replace(row, middle=self._given(one.sex or "F"))
        return row

    def _identified(self, one: Identity, source: Source) -> Identity:
        chance = self.random.random
        upn = one.upn if chance() < source.upn else None
        if upn and chance() < 0.01:
            body = upn[1:12] + self.random.choice("ABCDEFGH")
            upn = Upn.check_letter(body) + body
        return replace(
            one,
            upn=upn,
            uln=one.uln if chance() < source.uln else None,
            ypid=one.ypid if chance() < source.ypid else None,
            middle=one.middle if chance() < source.middle else "",
            sex=one.sex if chance() < source.sex else None,
        )

    def mistyped(self, name: str) -> str:
        """The name with one typing error: letters exchanged, lost, doubled or wrong."""
        place = self.random.randrange(max(len(name) - 1, 1))
        before, letter, after = name[:place], name[place], name[place + 1 :]
        return self.random.choice(
            (
                before + after[:1] + letter + after[1:],
                before + after if len(name) > 2 else name,
                before + letter + letter + after,
                before + self.random.choice("aeiorstn") + after,
            )
        )

    def misdated(self, born: date) -> date:
        """The date with day and month exchanged if possible, or one digit wrong."""
        if born.day <= 12 and born.day != born.month and self.random.random() < 0.6:
            return date(born.year, born.day, born.month)
        tens, units = divmod(born.day, 10)
        digit = self.random.choice([n for n in range(10) if n != units])
        day = tens * 10 + digit
        if not 1 <= day <= 28:
            return born.replace(year=born.year + self.random.choice((-1, 1)), day=15)
        return born.replace(day=day)
