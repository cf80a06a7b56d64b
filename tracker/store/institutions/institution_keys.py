"""An institution by its key, whether the register lists it or not."""

from typing import Any

from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)
from tracker.store import institutions
from tracker.store.institutions.register import Directory
from tracker.wording.places import NUMBERS, of_key


def institution_of(key: str, register: Directory | None = None) -> Institution:
    """The institution with the key that a user or a file has.

    A school that has become an academy has another key now, and a number in the old key
    finds it. An institution outside the register, such as a training provider, is
    described by its number or name alone.
    """
    known = institutions.register.directory() if register is None else register
    kind, _, number = key.partition(":")
    numbers: dict[str, Any] = {kind: number} if kind in NUMBERS else {}
    found = known.by_key(key)
    if found is None and numbers:
        found = known.resolve(InstitutionRef(**numbers))
    if found is not None:
        return found
    return Institution(key, of_key(key), InstitutionKind.TRAINING_PROVIDER, **numbers)
