"""Statements about details, each under a subject that a detail declares."""

from collections.abc import Mapping
from functools import lru_cache

from tracker.domain.history.details.detail_order import ENDED
from tracker.domain.history.details.particulars import DETAILS
from tracker.domain.history.evidence import Detail
from tracker.domain.reference.institution import InstitutionRef

#: Fields that only an officer's decision has, by subject.
_DECIDED = {
    # a value of given, family, born or sex that an officer declined, and the standing
    # of the best source that had given it by then
    "declined": ("field", "value", "standing"),
    "address": ("moved",),  # they live at this postcode now
    # there is no such value any more
    **{
        each.fold.about: (ENDED,)
        for each in DETAILS
        if each.by_hand is not None and each.by_hand.ends
    },
}


def _subjects() -> Mapping[str, tuple[str, ...]]:
    found = dict(_DECIDED)
    for each in DETAILS:
        for about, fields in (
            (each.fold.about, each.fold.fields),
            *each.fold.also.items(),
        ):
            found[about] = tuple(dict.fromkeys((*found.get(about, ()), *fields)))
    return found


#: The subjects of details, and the fields of each.
DETAIL_SUBJECTS = _subjects()


def detail(about: str, **values: str | None) -> Detail:
    """A detail of one of DETAIL_SUBJECTS, without its empty values.

    Raises KeyError for an unknown subject and ValueError for an unknown field.
    """
    return _detail(about, tuple(values.items()))


# Half of the details in a file are the same for many people: equal ones are made once.
@lru_cache(maxsize=100_000)
def _detail(about: str, values: tuple[tuple[str, str | None], ...]) -> Detail:
    unknown = dict(values).keys() - set(DETAIL_SUBJECTS[about])
    if unknown:
        raise ValueError(f"{about} has no {', '.join(sorted(unknown))}")
    return Detail(
        about, tuple(sorted((name, text) for name, text in values if text is not None))
    )


def restriction(
    restricted: bool, at: InstitutionRef | None, **recorded: str | None
) -> Detail:
    """The answer to an institution's request to pass on more than the basic details.

    ``recorded`` is given for an answer that was recorded by hand: ``by`` is who
    answered, ``how`` the way it came, the ``reference`` of its document, and ``late``
    is Y for a parent's answer about a young person who was 16 on record.
    """
    given = "Y" if restricted else "N"
    if at is None:
        return detail("restriction", restricted=given, **recorded)
    return detail(
        "restriction",
        restricted=given,
        urn=at.urn,
        laestab=at.laestab,
        ukprn=at.ukprn,
        provider=at.name,
        **recorded,
    )
