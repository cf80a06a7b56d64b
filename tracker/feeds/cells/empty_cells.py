"""Words that programs write into empty cells: NULL, #N/A, a dash."""

from tracker.feeds.cells.name_headings import BOTH_NAMES

#: What programs write into an empty cell.
_NOTHING = frozenset(
    {
        *("NULL", "(null)", "<null>", "null", "(blank)", "#N/A", "#REF!", "#VALUE!"),
        *("N/A", "n/a", "n/k", "N/K", "-", "--", "00/00/0000", "0000-00-00"),
    }
)
#: Some people are called Null; and an agreement has its own words for no answer.
_AS_IT_CAME = frozenset(
    {
        *("surname", "forename", "middle_names", *BOTH_NAMES, "yssa"),
        *("preferred_surname", "preferred_forename", "former_surname", "parent_name"),
        *("GivenName", "FamilyName", "MiddleName"),
    }
)


def drop_nothing(values: dict[str, str]) -> None:
    """Removes the cells that a program filled in although they are empty."""
    if _NOTHING.isdisjoint(values.values()):
        return
    empty = [
        name
        for name, text in values.items()
        if text in _NOTHING and name not in _AS_IT_CAME
    ]
    for name in empty:
        del values[name]
