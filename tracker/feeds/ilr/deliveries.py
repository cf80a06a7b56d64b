"""A learner's aims, and what they mean together: the stay at the provider.

A record has an aim for each qualification and often one for the whole programme. One
that ended beside another that goes on ends nothing; a break in learning is no end.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracker.feeds.cells.dates import day_of
from tracker.feeds.rolls.programmes import plain, rank, situation

#: The cells of an aim, in the order in which ``packed`` writes them.
CELLS = (
    *("aim", "aim_type", "fund_model", "prog_type", "start", "planned_end"),
    *("end", "completion", "withdrawal"),
)
_CONTINUES, _COMPLETED, _BREAK = "1", "2", "6"
#: An aim that stands for a whole programme.
_PROGRAMME = "1"


def packed(aims: Iterable[Mapping[str, str]]) -> str:
    """The aims in one cell, as they are stored and shown."""
    return " | ".join(
        ", ".join(f"{name} {aim[name]}" for name in CELLS if aim.get(name))
        for aim in aims
    )


def stays(aims: Sequence[Mapping[str, str]], on: date) -> list[dict[str, str]]:
    """The cells of the learner's stay at the provider, as an enrolment list has them.

    There are two where one has ended by ``on`` and another begins later, none for a
    learner of higher education alone. ``completion`` is 1 while any aim goes on, 6 for
    a break; otherwise the stay ends with the last aim that ended.
    """
    here = [aim for aim in aims if not aim.get("higher")]
    if not here:
        return []
    live = [aim for aim in here if _goes_on(aim, on)]
    begun = [aim for aim in live if not _begins_after(aim, on)]
    if begun:
        return [_together(begun, _CONTINUES)]
    later = [_together(live, _CONTINUES)] if live else []
    in_break = [aim for aim in here if plain(aim.get("completion", "")) == _BREAK]
    if in_break:
        return [_together(in_break, _BREAK), *later]
    ended = [aim for aim in here if aim not in live]
    return [_ended(ended), *later] if ended else later


def _goes_on(aim: Mapping[str, str], on: date) -> bool:
    ends = day_of(aim.get("end"))
    is_open = ends is None or ends > on
    return is_open and plain(aim.get("completion", "")) in (_CONTINUES, "")


def _begins_after(aim: Mapping[str, str], on: date) -> bool:
    starts = day_of(aim.get("start"))
    return starts is not None and starts > on


def _ended(aims: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """A stay that is over, with the last of its ends and why that aim ended."""
    last = max(aims, key=lambda aim: day_of(aim.get("end")) or date.min)
    kept = ("end", "completion", "withdrawal")
    given = {name: last[name] for name in kept if last.get(name)}
    # An aim with an end in the past may still have the status of one that goes on.
    if plain(given.get("completion", "")) in (_CONTINUES, ""):
        given["completion"] = _COMPLETED
    return {**_together(aims, given["completion"]), **given}


def _together(aims: Sequence[Mapping[str, str]], completion: str) -> dict[str, str]:
    """The aims of the chief programme among these as one stay: its first start, and the
    last day on which one of them should end.
    """
    chief = min(aims, key=_rank)
    of = [aim for aim in aims if situation(aim) == situation(chief)]
    cells = {name: chief[name] for name in CELLS if chief.get(name)}
    for name, which in (("start", min), ("planned_end", max)):
        days = [(day, aim[name]) for aim in of if (day := day_of(aim.get(name)))]
        if days:
            cells[name] = which(days)[1]
    for name in ("end", "withdrawal"):
        cells.pop(name, None)
    return {**cells, "completion": completion}


def _rank(aim: Mapping[str, str]) -> tuple[int, bool]:
    return rank(aim), plain(aim.get("aim_type", "")) != _PROGRAMME
