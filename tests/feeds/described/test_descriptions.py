"""Lists that a text describes. Everybody in them is invented."""

import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.history.evidence import Tier
from tracker.feeds.described import catalogue, description
from tracker.feeds.described.mappings import Parts, parts_of
from tracker.feeds.file_reading import Context

TEXT = """
title = "Mentoring scheme"
noun = "a list of the mentoring scheme"
sender = "Testham Mentors"
door = "service-list"
trust = "adviser"

[columns]
"First nm" = "forename"
"Fam. nm" = "surname"
"Born" = "dob"
"Now" = "activity"
"Since" = "start"
"M/F" = "sex"
"Shoe size" = ""

[words.activity]
"Job" = "320"
"Nothing" = "619"
"Elsewhere" = ""

[words.sex]
"1" = "M"
"2" = "F"
"""
ON = date(2026, 11, 20)


def test_a_text_is_a_feed_without_code(tmp_path: Path) -> None:
    found = description.read(TEXT, "mentoring")
    feed = description.feed_of(found)
    assert (feed.name, feed.tier, feed.gateway) == (
        "mentoring",
        Tier.ADVISER,
        "service-list",
    )
    assert [each.name for each in feed.columns] == [
        *("forename", "surname", "dob", "sex", "activity", "start"),
    ]
    path = tmp_path / "list.csv"
    path.write_text(
        "First nm;Fam. nm;Born;Now;Since;M/F;Shoe size\n"
        "Nguyễn Thị;Trần;3.10.2009;job;2/11/2026;2;38\n"
        "Bryn;ap Rhys;04/11/2009;Nothing;;1;44\n"
        "Amina;Holtby;05/11/2009;elsewhere;;;\n"
        "Lou;Ashcombe;06/11/2009;Astronaut;;3;\n",
        encoding="utf-8",
    )
    context = Context("359", ON)
    reading = feed.read([path], context)
    rows = list(reading.rows)
    assert [row.values.get("activity") for row in rows] == [
        *("320", "619", None, "Astronaut")
    ]
    assert [row.values.get("sex") for row in rows] == ["F", "M", None, "3"]
    assert reading.notes == ["Columns not read: Shoe size."]
    meant = [feed.interpret(row.values, False, row.line, context) for row in rows]
    assert [each.usable for each in meant] == [True, True, True, False]
    assert [[it.message for it in each.problems] for each in meant] == [
        [],
        [],
        [],
        [
            "3 is not F, M, U or W.",
            "Astronaut is no known word for What they do. Explain it in the "
            "description of Mentoring scheme, and load the list again.",
        ],
    ]


def changed(*pairs: tuple[str, str]) -> str:
    text = TEXT
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return text


WRONG = [
    (
        changed(('title = "Mentoring scheme"', "")),
        'title is missing: write title = "…"',
    ),
    (changed(('"Mentoring scheme"', "3")), "title needs a text of 1 to 200"),
    (changed(('"service-list"', '"front-door"')), "door is front-door, which is not"),
    (changed(('"service-list"', '"jobcentre-list"')), "door is jobcentre-list, which"),
    (changed(('"service-list"', '"care-list"')), "door is care-list, which is not"),
    (changed(('"service-list"', '"youth-justice-list"')), "door is youth-justice-list"),
    (changed(('"adviser"', '"certain"')), "trust is certain, which is not known"),
    (changed(('"adviser"', '"provider roll"')), "only a list of a school, college"),
    (changed(("[columns]", 'kind = "roll"\n[columns]')), "kind is roll, but only a"),
    (changed(("[columns]", 'colour = "red"\n[columns]')), "colour is not known. Known"),
    (changed(('"forename"', '"forname"')), "Perhaps forename is meant"),
    (changed(('"start"', '"dob"')), "“Born” and “Since” both mean dob. Leave one out."),
    (
        changed(('"Shoe size" = ""', '"BORN" = ""')),
        "“Born” and “BORN” are one heading: case, spaces and signs do not count",
    ),
    (changed(('= "surname"', '= ""')), "needs a heading that means one of surname"),
    (changed(('= "dob"', '= ""')), "needs a heading that means one of dob"),
    (
        changed(('"Shoe size" = ""', '"Group" = "ethnicity"')),
        "does not let Ethnicity in",
    ),
    (changed(('"320"', '"32"')), "“Job” means 32, which is no code of the list “activ"),
    (changed(("[words.sex]", "[words.dob]")), "[words] has dob, which is not known"),
    (
        changed(('[words.sex]\n"1" = "M"\n"2" = "F"', '[words.intention]\nB = "111"')),
        "no heading means intention",
    ),
    (changed(('"1" = "M"', '"1" = 1')), "needs a text in quotation marks"),
    (changed(("[columns]", "[columns")), "It is no TOML: "),
    (changed(("[words.activity]", '[words.activity]\n"Job" = "310"')), "It is no TOML"),
    ("columns = 3\n" + changed(("[columns]", "[other]")), "other is not known"),
    ("", "title is missing"),
    ("title = " + "[" * 5_000, "It is no TOML"),
    ("title = " + "{a=" * 5_000, "It is no TOML"),
    ("#" * 200_001, "It has more than 200,000 characters"),
    (changed(("[columns]", "[columns.more]")), "needs a text in quotation marks"),
    (changed(('"Job"', '"' + "J" * 300 + '"')), "at most 200 characters"),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_what_a_text_cannot_say_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        description.read(text, "mentoring")
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


WORDS = st.text(string.ascii_letters + string.digits + " '-éł()=", min_size=1).map(
    lambda text: " ".join(text.split())
)
HEADINGS = WORDS.filter(lambda text: " = " not in text and any(map(str.isalnum, text)))


@given(
    headings=st.lists(HEADINGS, min_size=2, max_size=6, unique_by=str.casefold),
    words=st.dictionaries(WORDS.filter(bool), st.sampled_from(["310", "619", ""])),
    always=st.sampled_from(["", "550"]),
)
def test_a_mapping_is_the_same_after_it_was_a_text(headings, words, always) -> None:
    names = ["surname", "activity", "dob", "phone", "", ""]
    parts = Parts(
        dict(zip(headings, names, strict=False)),
        {"activity": words} if words else {},
        {"activity": always} if always else {},
    )
    mapping = parts.mapping(catalogue.BY_NAME)
    assert parts_of(mapping, catalogue.BY_NAME) == parts
    text = description.as_text({"feed": "x"}, mapping, catalogue.COLUMNS)
    assert "[columns]" in text


def test_the_text_of_a_service_is_a_feed_of_another_council() -> None:
    parts = description.read(TEXT, "mentoring").parts
    mapping = parts.mapping(catalogue.BY_NAME)
    about = description.of_service("Testham Mentors")
    text = description.as_text(about, mapping, catalogue.COLUMNS)
    again = description.read(text, "theirs")
    assert again.parts == parts
    assert again.trust == "third party"
    assert description.mapping_in(text, catalogue.BY_NAME) == mapping


def test_a_text_without_a_mapping_is_refused() -> None:
    with pytest.raises(ValueError, match="There is no mapping in it"):
        description.mapping_in('title = "x"', catalogue.BY_NAME)


NAMES = ["Upper.toml", "two words.toml", "-.toml"]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_that_of_its_feed(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(TEXT)
    with pytest.raises(ValueError, match="small letters, digits and hyphens"):
        description.read_file(file)


def test_a_list_that_another_feed_reads_whole_is_chosen_by_hand() -> None:
    text = changed(
        ('"First nm"', '"Forename"'),
        ('"Fam. nm"', '"Surname"'),
        ('"Born"', '"DOB"'),
        ('"Since"', '"Start Date"'),
    )
    own = description.feed_of(description.read(TEXT, "mentoring"))
    assert own.signature.headings
    other = description.feed_of(description.read(text, "mentoring"))
    assert not other.signature.headings
