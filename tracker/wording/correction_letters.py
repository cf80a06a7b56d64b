"""The letter that informs a recipient of a correction (UK GDPR, article 19)."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.law.documents.document import Document, Paragraph, Section, Table


@dataclass(frozen=True, slots=True)
class Corrected:
    """One field that was given and has been corrected.

    ``row`` names the young person as the list did. ``now`` is None where the new value
    may not be given.
    """

    mark: str
    what: str
    row: str
    field: str
    given: str
    now: str | None


#: In place of a value that the agreement does not cover any more.
NOT_GIVEN = "No agreement covers it any more. Delete what you hold."
_NOTHING = "nothing"


def letter(
    number: int, recipient: str, lines: Sequence[Corrected], *, council: str, case: str
) -> Document:
    """The letter to one recipient."""
    return Document(
        name=f"correction-notice-{number}",
        title="Notice of a correction",
        council=council,
        sections=(
            Section(
                f"To {recipient}",
                (
                    Paragraph(
                        "We gave you details of a young person that were not right, "
                        "and have corrected them. Please correct your copies, and "
                        "inform those who had the details from you. The law "
                        "obliges us to send this notice (UK GDPR, article 19)."
                    ),
                    Table(
                        ("Our mark", "What we gave", "Young person", "Detail"),
                        tuple(
                            (each.mark, each.what, each.row, each.field)
                            for each in lines
                        ),
                        "Where the detail is",
                    ),
                    Table(
                        ("Detail", "As we gave it", "As it is now"),
                        tuple(
                            (
                                each.field,
                                each.given or _NOTHING,
                                NOT_GIVEN if each.now is None else each.now or _NOTHING,
                            )
                            for each in lines
                        ),
                        "What has been corrected",
                    ),
                    Paragraph(f"Our reference: {case}, notice {number}."),
                ),
            ),
        ),
    )
