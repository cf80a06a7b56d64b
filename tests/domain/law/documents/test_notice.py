"""The privacy notice: what it says follows from what is configured."""

import re
from dataclasses import replace

import pytest

from tests.domain.law.documents.conftest import CENSUS, RETURN
from tracker.domain.history.details.handling import Category
from tracker.domain.law.clauses import CLAUSES
from tracker.domain.law.documents import notice
from tracker.domain.law.documents.document import Document, Table

CLUB = replace(
    CENSUS,
    name="club-visits",
    title="Visits to clubs",
    noun="a list of visits to a club",
    sender="youth clubs",
    frequency="every month",
    institutions=False,
    schools=False,
)
EARLIER = replace(
    CLUB,
    name="nccis-file",
    title="NCCIS file",
    sender="another authority",
    councils=True,
)
HUB = replace(
    RETURN,
    name="Testham Youth Hub",
    plain="Testham Youth Hub",
    party="service",
    gateway="work-list",
    title="List of young people to support",
)
LEAVERS = replace(
    RETURN,
    name="The school or college that a young person left",
    plain="the school or college that you left",
    party="institution",
    gateway="leavers",
)


def words(document: Document) -> str:
    return "\n".join(document.texts())


def table(document: Document, heading: str, about: str) -> Table:
    (found,) = (
        each
        for each in document.section(heading).blocks
        if isinstance(each, Table) and each.about == about
    )
    return found


@pytest.mark.law("D-12", "N-08")
def test_a_feed_that_is_added_is_in_each_version(with_) -> None:
    with_club = with_(sources=(CENSUS, CLUB))
    assert "youth clubs" not in words(notice.notice(with_()))
    assert "club" not in words(notice.young(with_()))
    found = table(
        notice.notice(with_club), "Where we get it from", "Where information comes from"
    )
    assert found.rows[1] == (
        *("Visits to clubs", "youth clubs", "every month"),
        "names, numbers, ethnic group",
    )
    assert "Those who send us a list of visits to a club." in words(
        notice.young(with_club)
    )
    assert notice.notice(with_()).version != notice.notice(with_club).version


@pytest.mark.law("D-12", "N-10")
def test_a_recipient_that_is_added_is_in_each_version(with_) -> None:
    with_hub = with_(recipients=(RETURN, HUB))
    for version in (notice.notice, notice.young):
        assert "Youth Hub" not in words(version(with_()))
        assert "Testham Youth Hub" in words(version(with_hub))
    assert table(
        notice.notice(with_hub), "Who receives information", "Who receives information"
    ).rows[1] == (
        "Testham Youth Hub",
        "So that the Department knows who takes part",
        "Name, Date of birth",
        "Education and Skills Act 2008, section 12",
    )


@pytest.mark.law("D-12", "N-16", "N-12")
@pytest.mark.parametrize(
    ("recipients", "there", "absent"),
    [
        (
            (),
            ["no information about you outside"],
            ["Department", "college that you left"],
        ),
        (
            (RETURN,),
            ["uses what we send for statistics"],
            ["college that you left may"],
        ),
        ((LEAVERS,), ["college that you left may see"], ["Department for Education"]),
        (
            (HUB,),
            ["Testham Youth Hub"],
            ["Department for Education uses", "Health serv"],
        ),
        (
            (replace(HUB, gateway="statistics", name="Testham Care Board"),),
            ["Testham Care Board", "identify no one"],
            ["Youth Hub"],
        ),
    ],
)
def test_the_notice_names_no_recipient_that_is_not_configured(
    with_, recipients, there, absent
) -> None:
    found = words(notice.notice(with_(recipients=recipients)))
    assert all(each in found for each in there)
    # The Department is named as the reason for a condition, which is no disclosure.
    outside = found.replace("report to the Department for Education", "")
    assert not any(each in outside for each in absent)


@pytest.mark.law("N-15", "N-05")
def test_the_notice_names_the_bodies_that_received_statistics(with_) -> None:
    sentence = "In the last year statistics or extracts that identify no one went to"
    assert sentence not in words(notice.notice(with_()))
    found = words(notice.notice(with_(released=("Testham Care Board (health)",))))
    assert sentence in found
    assert "Testham Care Board (health)" in found


@pytest.mark.law("D-12", "N-08", "N-14")
def test_the_notice_names_no_source_that_is_not_configured(with_) -> None:
    found = words(notice.notice(with_(sources=(CLUB,))))
    assert "Schools pass certain information" not in found
    assert "You can limit this" not in found
    young = words(notice.young(with_(sources=())))
    assert "Your school, your college or the place" not in young
    assert "council of the place where you lived" not in young
    assert "council of the place where you lived" in words(
        notice.young(with_(sources=(EARLIER,)))
    )
    assert "pupils of 13 and over to the council's service" in words(
        notice.notice(with_())
    )


@pytest.mark.law("N-21", "D-12")
def test_another_officer_is_in_each_version(with_) -> None:
    other = with_(officer="Ira Invented", email="ira@testham.example")
    for version in (notice.notice, notice.young):
        assert "Ola Example, dpo@testham.example" in words(version(with_()))
        assert "Ira Invented, ira@testham.example" in words(version(other))
        assert "Ola Example" not in words(version(other))
    assert "Town Hall, Testham" in words(notice.notice(with_()))
    assert "prepared by the data team" in words(notice.notice(with_()))


@pytest.mark.law("N-21")
def test_what_is_not_entered_is_a_gap(with_) -> None:
    empty = with_(officer="", email="", address="", prepared_by="")
    for version in (notice.notice, notice.young):
        assert "The name and the email address" in words(version(empty))
        assert "The name and the email address" not in words(version(with_()))
    assert "By post" not in words(notice.notice(empty))
    assert notice.contact(with_(officer="")) == "dpo@testham.example"


@pytest.mark.law("N-03")
def test_the_notice_says_what_is_held_and_what_is_not(with_) -> None:
    full = notice.notice(with_())
    kinds = [
        row[0]
        for row in table(full, "What we keep about you", "What we keep about you").rows
    ]
    assert kinds == [
        *("Names", "Numbers", "Where you live", "Email", "Date of birth and sex"),
        *("Health and needs", "Mental health", "Money", "Ethnic group"),
        *("Your circumstances", "Education and work"),
    ]
    assert "These we do not keep: anything about your genes." in words(full)
    assert set(notice.WORDS) == set(Category) - {Category.SEVERAL}


@pytest.mark.law("N-03")
def test_what_is_held_follows_from_the_columns(with_) -> None:
    names = [line for line in with_().lines if line.handling.name == "names"]
    found = notice.notice(with_(lines=names, sources=()))
    assert "These we do not keep: your unique pupil number" in words(found)
    assert [
        row[0]
        for row in table(found, "What we keep about you", "What we keep about you").rows
    ] == ["Names"]


@pytest.mark.law("N-20")
def test_a_period_that_the_council_changes_is_in_the_notice(with_) -> None:
    numbers = {**with_().numbers, "out_of_area_days": 5}
    assert "5 days after it arrives" in words(notice.notice(with_(numbers=numbers)))
    assert "14 days after it arrives" in words(notice.notice(with_()))
    assert "proposed" in words(notice.notice(with_()))


#: The clauses that a sentence of the notice has to serve.
@pytest.mark.law(
    *("N-01", "N-02", "N-03", "N-04", "N-06", "N-07", "N-08", "N-09", "N-10"),
    *("N-14", "N-16", "N-21"),
)
def test_every_clause_of_the_council_notice_has_its_sentence() -> None:
    served = {clause for row in notice.ROWS for clause in row.clauses}
    known = {each.id for each in CLAUSES}
    assert served <= known
    assert {each for each in known if each.startswith("N-")} <= served


# --- Plain words ---------------------------------------------------------------------

#: For a reader of 9 to 11.
LONGEST_SENTENCE, MEAN_SENTENCE, MEAN_WORD = 18, 10, 4.4


def sentences(document: Document) -> list[list[str]]:
    """The words of each sentence, without names, numbers and addresses."""
    found = []
    for text in document.texts():
        plain = re.sub(r"\S+@\S+|ico\.org\.uk|[\d ]{6,}|Ola Example,?", "", text)
        for sentence in re.split(r"[.?!:] ?", plain):
            if here := re.findall(r"[A-Za-z'’]+", sentence):
                found.append(here)
    return found


def syllables(word: str) -> int:
    """About how many syllables a word has."""
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))))


@pytest.mark.law("D-12")
def test_the_version_for_young_people_has_short_sentences_and_short_words(
    with_,
) -> None:
    found = sentences(notice.young(with_(recipients=(RETURN, HUB, LEAVERS))))
    longest = max(found, key=len)
    assert len(longest) <= LONGEST_SENTENCE, " ".join(longest)
    every = [word for sentence in found for word in sentence]
    assert len(every) / len(found) <= MEAN_SENTENCE
    assert sum(map(len, every)) / len(every) <= MEAN_WORD
    # Flesch-Kincaid: a reader of 9 to 11 is in American grade 4 to 6.
    grade = (
        0.39 * len(every) / len(found)
        + 11.8 * sum(map(syllables, every)) / len(every)
        - 15.59
    )
    assert grade <= 5


@pytest.mark.law("D-12")
def test_the_version_for_young_people_has_no_word_of_lawyers(with_) -> None:
    found = words(notice.young(with_(sources=(CENSUS, EARLIER))))
    for hard in ("GDPR", "controller", "lawful", "process", "retention", "pursuant"):
        assert hard not in found


@pytest.mark.law("D-12")
def test_the_short_layer_comes_first_and_is_short(with_) -> None:
    found = notice.notice(with_())
    assert found.sections[0].heading == "In short"
    short = replace(found, sections=found.sections[:1])
    assert sum(len(each.split()) for each in short.texts()) < 220


@pytest.mark.parametrize(
    ("items", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_within_a_sentence(items, words) -> None:
    assert notice.in_words(items) == words
