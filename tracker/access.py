"""Who may do what, and whose records: a permission is a word, a scope an argument."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose young people a question may see. Outside it there is nobody.

    ``authorities`` are local authority codes. ``leavers_of`` narrows it to those who
    left one of these institutions (keys), for people who work there.
    """

    authorities: frozenset[str]
    leavers_of: frozenset[str] | None = None


def authority_scope(authority: str) -> Scope:
    """Everybody whom one authority tracks."""
    return Scope(authorities=frozenset((authority,)))
