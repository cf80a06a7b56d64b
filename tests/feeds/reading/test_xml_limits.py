"""XML that is made to fill the memory of a parser is refused in one sentence, early."""

import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker import feeds
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.registry import FEEDS
from tracker.returns.check import check
from tracker.returns.xml_stream import UnreadableError

Write = Callable[..., Path]

HEAD = "<NCCIS2019><FileHeader><PeriodEnd>2026-10-31</PeriodEnd></FileHeader>"
RECORD = "<YoungPersonsRecord><FamilyName>Holt</FamilyName></YoungPersonsRecord>"
PUPIL = "<Message><Header><Collection>SC</Collection></Header><School><LEA>359</LEA>"


def attributes(count: int, first: int = 0) -> str:
    return " ".join(f'a{at}="x"' for at in range(first, first + count))


BOMBS = {
    "attributes of the first element": f"<NCCIS2019 {attributes(300_000)}>{RECORD}",
    "attributes of a record": (
        f"{HEAD}<YoungPersonsRecord {attributes(300_000)}/></NCCIS2019>"
    ),
    "attributes of many elements": (
        f"{HEAD}<YoungPersonsRecord>"
        + f"<Extra {attributes(100)}/>" * 3_000
        + "</YoungPersonsRecord></NCCIS2019>"
    ),
    "names of elements": (
        f"{HEAD}{''.join(f'<n{at}/>' for at in range(20_000))}{RECORD}</NCCIS2019>"
    ),
    "names of attributes": (
        HEAD
        + "".join(f"<n {attributes(15, at * 15)}/>" for at in range(1_000))
        + f"{RECORD}</NCCIS2019>"
    ),
    "elements of a record": (
        f"{HEAD}<YoungPersonsRecord>{'<Extra/>' * 30_000}</YoungPersonsRecord>"
        "</NCCIS2019>"
    ),
    "elements beside records": f"{HEAD}{'<Extra/>' * 250_000}{RECORD}</NCCIS2019>",
    "an encoding in which markup hides": (
        f'<?xml version="1.0" encoding="ISO-2022-JP"?>{HEAD}{RECORD}</NCCIS2019>'
    ),
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("feed", ["nccis-file", "provider-enrolment"])
def test_xml_made_to_do_harm_is_refused_in_a_sentence(
    write: Write, context, name: str, feed: str
) -> None:
    path = write("bomb.xml", BOMBS[name])
    with pytest.raises(Unreadable) as refused:
        list(FEEDS[feed].read([path], context).rows)
    sentence = str(refused.value)
    assert "bomb.xml" in sentence and sentence.endswith(".")
    assert "\n" not in sentence and len(sentence) < 300


def test_such_a_file_is_recognised_without_filling_the_memory(write: Write) -> None:
    path = write("bomb.xml", f"<NCCIS2019 {attributes(2_000_000)}/>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable, match="far more attributes"):
        feeds.seen_headings.recognised([path])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_pupil_of_a_census_has_the_same_limits(write: Write, context) -> None:
    text = (
        f"{PUPIL}<Estab>4034</Estab></School><Pupils><PupilsOnRoll><PupilOnRoll>"
        f"{'<Extra/>' * 30_000}</PupilOnRoll></PupilsOnRoll></Pupils></Message>"
    )
    with pytest.raises(Unreadable, match="PupilOnRoll on line 1 of bomb"):
        list(FEEDS["school-census"].read([write("bomb.xml", text)], context).rows)


@pytest.fixture
def ordinary() -> Iterator[str]:
    nil = '<MiddleName xsi:nil="true"/>' * 20
    record = f"<YoungPersonsRecord><FamilyName>Holt</FamilyName>{nil}" + (
        "</YoungPersonsRecord>\n"
    )
    yield (
        '<NCCIS2019 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<FileHeader><PeriodEnd>2026-10-31</PeriodEnd></FileHeader>"
        f"{record * 3_000}</NCCIS2019>"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_empty_elements_with_nil_attributes_are_no_attack(
    write: Write, context, ordinary: str, encoding: str
) -> None:
    path = write(
        "a.xml", f'<?xml version="1.0" encoding="{encoding}"?>{ordinary}', encoding
    )
    assert len(list(FEEDS["nccis-file"].read([path], context).rows)) == 3_000


@pytest.mark.parametrize(
    "name", ["attributes of the first element", "attributes of many elements"]
)
def test_the_check_of_a_return_refuses_it_too(write: Write, name: str) -> None:
    path = write("bomb.xml", BOMBS[name])
    with pytest.raises(UnreadableError, match="far more attributes than any return"):
        check(path, None)


def test_a_table_of_millions_of_lines_is_refused_before_it_is_read(
    write: Write, context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds.reading.text_tables, "MOST_LINES", 1_000)
    path = write("a.csv", "Surname,Forename,DOB,Start date\n" + "Holt,Ann,,\n" * 2_000)
    for attempt in (
        lambda: feeds.seen_headings.recognised([path]),
        lambda: FEEDS["provider-enrolment"].read([path], context),
    ):
        with pytest.raises(Unreadable, match="has more than 1,000 lines, which no"):
            attempt()
