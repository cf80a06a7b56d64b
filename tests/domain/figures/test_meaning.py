"""What is stored becomes stale with its meaning, and with nothing else."""

import shutil
from pathlib import Path

import pytest

from tracker.domain.figures.meaning import PROJECT, meaning

MEASURES = "figures/measures.py"
FLAGS = "figures/flags.py"


@pytest.fixture
def changed(tmp_path: Path):
    """The meaning of a copy of the domain in which one text is replaced."""

    def meaning_with(module: str, old: str, new: str) -> str:
        folder = tmp_path / f"copy {len(list(tmp_path.iterdir()))}"
        copied = folder / "tracker" / "domain"
        leave_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PROJECT / "tracker/domain", copied, ignore=leave_out)
        source = (copied / module).read_text(encoding="utf-8")
        assert source.count(old) == 1, f"{old!r} in {module}"
        (copied / module).write_text(source.replace(old, new), encoding="utf-8")
        return meaning(folder)

    return meaning_with


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        (FLAGS, "return member.send\n", "return member.sen_support\n"),
        (FLAGS, "member.status == codes.PRIMARY", "member.status is not None"),
        (MEASURES, '_part("neet", flags.is_neet', '_part("neet", flags.is_not_known'),
        (MEASURES, "    *NEEDS,\n    *DUTY,", "    *DUTY,\n    *NEEDS,"),
        ("figures/breakdowns.py", '"Not eligible"', '"No"'),
        # What the flags read of a position, and how a position is made.
        ("history/position.py", "self.lapses < self.day", "self.lapses <= self.day"),
        ("reference/activity.py", "!= NEVER", "!= YEAR_END"),
        ("leavers/sustained.py", "WORKING_MONTHS = 5", "WORKING_MONTHS = 6"),
        # Tables beside the modules.
        ("reference/activities.csv", "neet,available,none,work", "neet,,none,work"),
        ("reference/characteristics.csv", "180,Pregnant,,,no", "180,Pregnant,,,yes"),
        (
            "reference/guarantee_statuses.csv",
            "Not yet recorded,not r",
            "Not yet recorded,r",
        ),
        ("history/details/handling.csv", "\nnames,6(1)(e)", "\nnames,6(1)(c)"),
    ],
)
def test_another_meaning_is_another_digest(changed, module, old, new) -> None:
    assert changed(module, old, new) != meaning()


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        (MEASURES, 'title="NEET")\n', 'title="Not in education")\n'),
        (MEASURES, "short=category.capitalize(),", "short=category,"),
        (MEASURES, "# --- The measures", "# --- All measures"),
        (FLAGS, '"""Flags: the conditions', '"""The conditions'),
        ("figures/breakdowns.py", 'title="Activity"', 'title="What they do"'),
        # Nothing that is stored is derived by these.
        ("figures/forecast.py", "period.academic_year.start + 1", "2027"),
        ("settings.py", "return Chosen(**given)", "return Chosen()"),
    ],
)
def test_titles_and_comments_leave_the_digest_as_it_is(
    changed, module, old, new
) -> None:
    assert changed(module, old, new) == meaning()
