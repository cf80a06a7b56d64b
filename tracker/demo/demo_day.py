"""The day on which a demo stands, where it is not today.

Business time (positions, ages, what is due) follows it. The audit, sessions and the
moments at which something is recorded go by the clock. It is kept with the demo, or set
by TRACKER_DAY; a database that no demo made is refused with it. See decision 0185.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.config import SettingMissing
from tracker.domain.reference.academic_year import say_date

SETTING = "TRACKER_DAY"
_FILE = Path("demo", "day")  # below `var`
#: Days for which a demo's world is known: its years of history have code lists, and
#: published figures to stand beside.
FIRST, LAST = date(2021, 9, 1), date(2030, 8, 31)


@dataclass(frozen=True, slots=True)
class DemoDay:
    """A demo's day, and where it was set: the setting or a file."""

    day: date
    source: str

    @property
    def refusal(self) -> str:
        """Why a database that no demo made is not served with it."""
        remedy = "Unset it" if self.source == SETTING else "Remove the file"
        return (
            f"{self.source} sets {say_date(self.day)} as the day of a demo, but the "
            f"database was not made by a demo. {remedy}: a council works on today's "
            "date alone."
        )


def read(text: str) -> date:
    """A demo's day, written as 2026-09-21. Raises ValueError with a sentence."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        shown = text if len(text) <= 40 else f"{text[:40]}..."
        raise ValueError(f"{shown} is not a day such as 2026-09-21.") from None
    if not FIRST <= day <= LAST:
        raise ValueError(
            f"A demo's day is from {say_date(FIRST)} to {say_date(LAST)}, not "
            f"{say_date(day)}."
        )
    return day


def found(environment: Mapping[str, str], var: Path) -> DemoDay | None:
    """The day by the environment, or else by the demo in ``var``; None for today.

    Raises SettingMissing where it cannot be read.
    """
    source, text = SETTING, environment.get(SETTING, "").strip()
    if not text:
        path = var / _FILE
        try:
            source, text = str(path), path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
    try:
        return DemoDay(read(text), source)
    except ValueError as wrong:
        raise SettingMissing(f"{source}: {wrong}") from None


def keep(var: Path, day: date | None) -> DemoDay | None:
    """Keeps the day with the demo in ``var``; None lets it stand on today again."""
    path = var / _FILE
    if day is None:
        path.unlink(missing_ok=True)
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{day.isoformat()}\n", encoding="utf-8")
    return DemoDay(day, str(path))
