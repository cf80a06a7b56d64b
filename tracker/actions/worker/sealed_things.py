"""Everything that is kept encrypted: one line for each kind of thing.

A new kind gets its line here, so that `flask keys rotate` encrypts it again, and
`flask keys retire` keeps the older keys that it still needs.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker import store
from tracker.actions.intake import waiting_files
from tracker.encryption import Keys, NotOpened, key_of_file
from tracker.store.database.sealed_columns import SealedColumn


@dataclass(frozen=True)
class Place:
    """An installation's keys, and the folder of everything that it makes."""

    keys: Keys
    var: Path


@dataclass(frozen=True)
class SealedThing:
    """One kind of thing that is kept encrypted.

    ``counts`` gives the number of things under each key, by its name. ``renew``
    encrypts again what is under older keys, and gives the number done at each step; a
    process that is killed between two steps has lost nothing. It raises NotOpened at
    the end, if something did not open.
    """

    title: str
    counts: Callable[[Place], Mapping[str, int]]
    renew: Callable[[Place], Iterator[int]]


def in_column(title: str, column: SealedColumn) -> SealedThing:
    """The encrypted values of a column."""
    return SealedThing(
        title, lambda place: column.counts(), lambda place: column.renew(place.keys)
    )


def in_files(
    title: str,
    files: Callable[[Path], Iterator[Path]],
    about: Callable[[Path, Path], str],
) -> SealedThing:
    """Encrypted files: ``files(var)`` lists them, and ``about(var, file)`` is what each
    is about. A file that is deleted meanwhile is passed over.
    """

    def counts(place: Place) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for file in files(place.var):
            try:
                name = key_of_file(file)
            except FileNotFoundError:
                continue
            if name is not None:
                found[name] += 1
        return found

    def renew(place: Place) -> Iterator[int]:
        newest, wrong = place.keys.all()[0].name, None
        for file in files(place.var):
            try:
                if key_of_file(file) in (newest, None):
                    continue
                what = about(place.var, file)
                with place.keys.opened(file, about=what) as plain:
                    place.keys.encrypt_file(plain, file, about=what)
            except FileNotFoundError:
                continue
            except NotOpened as error:
                wrong = wrong or error
                continue
            yield 1
        if wrong is not None:
            raise wrong

    return SealedThing(title, counts, renew)


THINGS: tuple[SealedThing, ...] = (
    in_column("statements of sign-in", store.accounts.single_sign_on.STATEMENTS),
    in_column("sealed statements", store.history.sealed_facts.SEALED_STATEMENTS),
    in_column("counted positions", store.history.positions.COUNTED),
    in_column("tallies of what is sealed", store.history.tallies.COUNTED),
    in_column("sealed names", store.people.records.SEALED_NAMES),
    in_column("cells of lines", store.intake.import_batches.SEALED_CELLS),
    in_column("hidden lines", store.intake.hidden_lines.HIDDEN),
    in_column("documents", store.casework.kept_documents.document_files.CONTENTS),
    in_column("files of returns", store.nccis_return.runs.FILES),
    in_column("issues of returns", store.nccis_return.runs.SEALED_ISSUES),
    in_column(
        "sealed activities of returns", store.nccis_return.runs.SEALED_ACTIVITIES
    ),
    in_column("files of activity surveys", store.nccis_return.surveys.FILES),
    in_column(
        "sealed activities of surveys", store.nccis_return.surveys.SEALED_ACTIVITIES
    ),
    in_files(
        "waiting files", waiting_files.every, lambda _, file: waiting_files.about(file)
    ),
    in_column("kept forms", store.accounts.kept_forms.CONTENTS),
    in_column("authenticator apps", store.accounts.factors.authenticator_apps.SECRETS),
    in_column("reasons for looking", store.law.look_reasons.WORDS),
    in_column("reasons for opening what is sealed", store.law.sealed_looks.WORDS),
    in_column("reviews of looks", store.law.look_reviews.NOTES),
    in_column("copies for young people", store.law.subject_copies.CONTENTS),
    in_column("signing keys", store.law.transfers.signing_keys.SECRETS),
    in_column("words left out of copies", store.law.subject_copies.WORDS),
)
