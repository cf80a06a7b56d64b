"""The people that each kind of search finds. Everybody is invented."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import COLLEGE, person, provider_list, register
from tests.web.adviser.young import record_evidence, young
from tracker import store
from tracker.access import authority_scope
from tracker.domain.history.details.detail_statements import detail
from tracker.extensions import db
from tracker.store.people.finding import Fit
from tracker.store.people.records import Person

HERE = authority_scope("359")

#: Names, date of birth and postcode; each is found by its place in this list.
KNOWN = [
    ("Małgorzata", "Łuczak", "06/08/2010", "WN7 1AB"),
    ("Zoë", "O'Neill", "06/08/2010", "WN7 4EJ"),
    ("Zoë", "O'Neill", "07/08/2010", "WN1 1AZ"),
    ("Bryn", "Smith", "12/10/2009", "WN1 1AZ"),
    ("Carys", "Smith", "10/12/2009", "WN5 9XX"),
    ("Dewi", "Ashcombe-Kettlewell", "01/02/2010", "WN2 3AB"),
    ("Søren", "Brimble", "01/03/2010", "WN2 3AB"),
]

CONTACTS = {
    1: detail("email", email="Zoe.ONeill@example.org"),
    3: detail("phone", phone="01942 000003"),
    5: detail("parent", name="Mairi Kettlewell", phone="+44 7700 900017"),
}


@pytest.fixture
def known(tmp_path, load, app):
    """Loads these people."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [
        person(n, given=given, family=family, born=born, postcode=postcode)
        for n, (given, family, born, postcode) in enumerate(KNOWN)
    ]
    file = provider_list(tmp_path / "list.csv", rows)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    with app.app_context():
        for place, statement in CONTACTS.items():
            given, family, *_ = KNOWN[place]
            (number,) = db.session.scalars(
                select(Person.id)
                .where(Person.given == given, Person.family == family)
                .order_by(Person.id)
                .limit(1)
            )
            record_evidence(number, statement)
        yield


def places(found: store.people.finding.Found) -> list[int]:
    every = [(g, f) for g, f, *_ in KNOWN]
    return sorted(
        place
        for person in found.people
        for place, (given, family, born, _) in enumerate(KNOWN)
        if (person.given, person.family) == (given, family)
        and f"{person.born:%d/%m/%Y}" == born
        and every
    )


SEARCHES = [
    # names, in any spelling
    ("Małgorzata", [0]),
    ("Malgorzata", [0]),
    ("LUCZAK malgorzata", [0]),
    ("Soren", [6]),
    ("zoe oneill", [1, 2]),
    ("Zoë O’Neill", [1, 2]),
    ("Ashcombe-Kettlewell", [5]),
    ("kettlewell", [5]),
    ("Smith", [3, 4]),
    ("Smith Bryn", [3]),
    ("Bryn Brimble", []),
    # a postcode, or its first half
    ("WN7", [0, 1]),
    ("wn7", [0, 1]),
    ("WN7 4EJ", [1]),
    ("wn74ej", [1]),
    ("WN1 1AZ", [2, 3]),
    ("WN9", []),
    ("Smith WN5", [4]),
    ("WN5 9XX Smith", [4]),
    ("WN7 Smith", []),
    # a date of birth, in any form
    ("06/08/2010", [0, 1]),
    ("6/8/2010", [0, 1]),
    ("06/08/10", [0, 1]),
    ("6.8.2010", [0, 1]),
    ("06-08-2010", [0, 1]),
    ("2010-08-06", [0, 1]),
    ("6 August 2010", [0, 1]),
    ("06 Aug 2010", [0, 1]),
    ("08/06/2010", []),
    ("12/10/2009", [3]),
    ("10/12/2009", [4]),
    # several details together
    ("Zoë O'Neill 06/08/2010", [1]),
    ("Smith 12/10/2009", [3]),
    ("WN7 06/08/2010 Zoë", [1]),
    # identifiers
    (person(3)["upn"], [3]),
    (person(3)["uln"], [3]),
    (f"{person(3)['uln'][:3]}", []),
    (person(3)["upn"][1:], [3]),  # without its check letter
    (f"Smith {person(3)['upn'][1:]}", [3]),
    (f"Smith {person(1)['upn'][1:]}", []),
    (f"Smith {person(3)['upn'].lower()}", [3]),
    # the beginning of a name, alone or with other words
    ("Małg", [0]),
    ("łuc", [0]),
    ("oneil", [1, 2]),
    ("Kettle", [5]),
    ("ash dew", [5]),
    ("bri sor WN2", [6]),
    ("smi 12/10/2009", [3]),
    ("smi WN9", []),
    ("zo", [1, 2]),  # by its sound
    ("mith", []),
    ("wn", []),
    # a telephone number of theirs or of a parent, and an email address
    ("01942 000003", [3]),
    ("+44 1942 000 003", [3]),
    ("(01942) 000-003", [3]),
    ("Smith 01942000003", [3]),
    ("01942 00000", []),
    ("zoe.oneill@example.org", [1]),
    ("Zoe.ONeill@EXAMPLE.org", [1]),
    ("07700 900017", [5]),
    ("", []),
    ("   ", []),
    ("'", []),
]


def test_the_people_that_each_search_finds(known) -> None:
    found = {
        words: places(store.people.finding.find(words, within=HERE))
        for words, _ in SEARCHES
    }
    assert found == dict(SEARCHES)


@pytest.mark.parametrize(
    "words", ["31/02/2010", "Smith 31/02/2010", "2010-13-01", "00/01/2010", "1/13/10"]
)
def test_a_word_that_looks_like_a_date_and_is_none_is_refused(words: str) -> None:
    day = words.rsplit(maxsplit=1)[-1]
    with pytest.raises(
        store.people.finding.NotADate, match=f"^{day} is not a real date"
    ):
        store.people.finding.keys_of(words)


@pytest.mark.parametrize(
    ("words", "fit", "found"),
    [
        ("Smith", Fit.EXACT, [3, 4]),
        ("Smyth", Fit.SOUND, [3, 4]),
        ("Smyth 12/10/2009", Fit.SOUND, [3]),
        ("Brin Smythe", Fit.SOUND, [3]),
        ("Zoe Oneal", Fit.SOUND, [1, 2]),
    ],
)
def test_without_a_person_written_like_that_the_sound_is_searched(
    known, words: str, fit: Fit, found: list[int]
) -> None:
    answer = store.people.finding.find(words, within=HERE)
    assert set(answer.fits.values()) == {fit}
    assert places(answer) == found
    assert answer.total == len(found)


@pytest.mark.parametrize("words", ["BR9", person(99)["upn"]])
def test_a_number_is_not_searched_by_sound(known, words: str) -> None:
    """A search for WN means a place: by sound it would be Noah, and L1 would be Lee."""
    assert not store.people.finding.find(words, within=HERE).fits


def test_more_than_fit_are_counted(known) -> None:
    two = store.people.finding.find("06/08/2010", within=HERE, limit=1)
    assert [each.family for each in two.people] == ["O'Neill"]
    assert two.total == 2
    assert store.people.finding.find("06/08/2010", within=HERE, limit=2).total == 2
    heard = store.people.finding.find("Smyth", within=HERE, limit=1)
    assert (len(heard.people), heard.total) == (1, 2)
    assert set(heard.fits.values()) == {Fit.SOUND}


def test_people_come_in_the_order_of_their_names(known) -> None:
    found = store.people.finding.find("Smith", within=HERE).people
    assert [each.given for each in found] == ["Bryn", "Carys"]


def test_another_authority_finds_no_people(known) -> None:
    assert store.people.finding.find("Smith", within=authority_scope("888")).total == 0


#: Names as they are on record, and what an adviser types for them.
HEARD = [
    ("James", "Smith", ["jim smith", "Jimmy Smith", "smith jamie", "jim smyth"]),
    ("Seán", "O'Callaghan", ["callahan", "callaghan", "sean callahan", "o callaghan"]),
    ("Michael", "O’Brien", ["mike obrien", "mick o'brien", "brien", "mike obri"]),
    ("Niamh", "Callaghan", ["o'callaghan", "callahan"]),
    ("Mohammed", "Khan", ["muhammad khan", "khan mohamed", "mo khan", "Mehmet Khan"]),
    ("Ayesha", "Khan", ["khan ayesha", "aisha khan", "aysha"]),
    ("Anne-Marie", "Holt", ["annemarie", "anne marie holt", "Anne–Marie", "holt-anne"]),
    ("Rosemary", "Mc Donald", ["mcdonald", "rosemary mcdonald"]),
    ("Annabel", "McDowell", ["mc dowell", "annabel mc dowell"]),
    ("José", "Núñez", ["jose nunez", "JOSÉ", "nunez jose"]),
    ("Oscar", "Brimble", ["oscar"]),
    ("Zuzanna", "Wójcik", ["wojcik zuzanna", "Zuzia Wojcik"]),
]


def _found(words: str) -> list[tuple[str, str]]:
    found = store.people.finding.find(words, within=HERE).people
    return [(each.given, each.family) for each in found]


def test_a_name_is_found_as_it_is_heard(inside) -> None:
    for given, family, _ in HEARD:
        young(given, family)
    missed = [
        (words, given, family)
        for given, family, typed in HEARD
        for words in typed
        if (given, family) not in _found(words)
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("words", "given", "family"),
    [
        ("brian", "Michael", "O'Brien"),  # a given name is no surname without its O'
        ("lynn holt", "Jack", "Holt"),  # both are forms of Jacqueline alone
        ("jim 6/8/2010", "James", "Smith"),  # born on another day
        ("jim WN9", "James", "Smith"),
    ],
)
def test_what_only_seems_alike_is_not_found(inside, words, given, family) -> None:
    young(given, family)
    assert _found(words) == []


def test_as_typed_comes_before_what_is_a_short_form(inside) -> None:
    for given in ("James", "Jim", "Jimena"):
        young(given, "Smith")
    found = store.people.finding.find("jim smith", within=HERE)
    assert [(each.given, found.fits[each.id]) for each in found.people] == [
        ("Jim", Fit.EXACT),
        ("Jimena", Fit.BEGINNING),
        ("James", Fit.SOUND),
    ]


@pytest.mark.parametrize(
    "words", ["'", "a' | 'b", "!smith", "smith:*", "\\", "a & b", "о'брайен", "李 明"]
)
def test_signs_of_a_condition_are_only_letters_of_a_name(inside, words) -> None:
    young("Bryn", "Smith")
    assert _found(words) in ([], [("Bryn", "Smith")])
