"""What an adviser records of a sealed activity, in a dump. Everybody is invented."""

from datetime import date

import pytest

from tests.emptied import empty
from tests.factories import register
from tests.web.adviser.young import BORN, TODAY, young
from tests.web.isolation.dumps import in_tables
from tracker.domain.casework.contact import Outcome
from tracker.domain.casework.what_happened import kind_of
from tracker.domain.reference.activity import ACTIVITIES

pytestmark = pytest.mark.law("N-09", "D-13")

#: NEET, in education, and neither: those that no circumstance has to go with.
CODES = ("640", "290", "710")


@pytest.fixture
def dump(pages, tmp_path, load, signed_in, fill, everything):
    """The tables after an adviser has saved what happened, with one activity."""

    def read(code: str) -> dict[str, str]:
        with pages.app_context():
            empty()
        load("establishments", register(tmp_path / "edubasealldata.csv"))
        with pages.app_context():
            person = young(born=BORN)
        saved = fill(
            signed_in("adviser"),
            f"/people/{person}/what-happened",
            doing="other",
            kind=str(kind_of(ACTIVITIES[code])),
            activity=code,
            starts=date(2026, 11, 16),
            made_on=TODAY,
            review=date(2026, 12, 10),
            neet=date(2026, 11, 16),
            outcome=str(Outcome.YOUNG_PERSON),
            step="stay",
        )
        assert "Now: Not shown" in saved.get_data(as_text=True)
        # Users have another password each time.
        return {k: it for k, it in in_tables(everything()).items() if k != "users"}

    return read


def test_a_dump_does_not_say_which_activity_was_recorded(dump) -> None:
    first, *others = map(dump, CODES)
    for other in others:
        assert [each for each in first if first[each] != other[each]] == []
    assert '"sealed"' in first["facts"]
