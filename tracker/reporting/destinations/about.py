"""The sheet of the destinations workbook that explains its figures.

``about.csv`` has its sentences by their headings; what stands in braces is of the
leavers at hand.
"""

from itertools import groupby
from operator import itemgetter
from pathlib import Path

from tracker import domain
from tracker.domain.leavers.destinations import Destinations
from tracker.domain.leavers.sustained import PROVISIONAL, first_autumn, two_terms
from tracker.domain.reference.academic_year import Period, say_date
from tracker.reporting.files.safe_text import MARKING

Paragraph = tuple[str, tuple[str, ...]]


def _sentence(row: dict[str, str]) -> tuple[str, str, bool]:
    """A heading, a sentence below it, and whether it is only of past days.

    Authorities stop tracking young people, so destinations of past days need to be
    explained.
    """
    past = domain.reference.tables.YES_OR_NO[row["only of past days"]]
    return row["heading"], row["sentence"], past


_SENTENCES = domain.reference.tables.read(
    Path(__file__).with_name("about.csv"), _sentence
)


def paragraphs(
    destinations: Destinations, authority_name: str
) -> tuple[Paragraph, ...]:
    """Headings with their sentences, in the order in which they are read."""
    terms, autumn = two_terms(destinations.left), first_autumn(destinations.left)
    known = {
        "institution": destinations.institution_name,
        "authority": authority_name,
        "years": f"{destinations.left - 1}/{destinations.left % 100:02d}",
        "marking": MARKING,
        "provisional": PROVISIONAL,
        "as_of": say_date(destinations.as_of),
        "reported_on": say_date(destinations.reported_on),
        "autumn": say_date(autumn) if autumn <= destinations.as_of else "still to come",
        "first_day": say_date(terms[0]),
        "last_day": say_date(terms[-1]),
        "first_month": Period.of(terms[0]).label,
        "last_month": Period.of(terms[-1]).label,
    }
    shown = [
        (heading.format(**known), sentence.format(**known))
        for heading, sentence, past in _SENTENCES
        if not (past and destinations.now)
    ]
    return tuple(
        (heading, tuple(sentence for _, sentence in some))
        for heading, some in groupby(shown, key=itemgetter(0))
    )
