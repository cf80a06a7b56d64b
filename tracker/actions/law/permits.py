"""A permit: that some fields may go to a party, by which law, agreement or decision."""

from dataclasses import dataclass
from datetime import date

from tracker.actions.law.parties import Party
from tracker.domain.law.gateways import FIELDS, Gateway
from tracker.domain.reference.academic_year import say_date
from tracker.store.law.agreements import Agreement
from tracker.store.law.disclosures import Disclosure


@dataclass(frozen=True, slots=True)
class Approval:
    """The decision of a case to give a third party some fields, on conditions.

    It stands in place of an agreement and of a request.
    """

    case_id: int
    name: str
    conditions: str


@dataclass(frozen=True, slots=True)
class Permit:
    """That some fields may go to a party now: by which gateway and agreement.

    ``request`` is the approved request that it carries out, where one is needed.
    """

    gateway: Gateway
    recipient: Party
    fields: tuple[str, ...]
    agreement: Agreement | None
    expires_on: date | None
    request: Disclosure | None = None
    approval: Approval | None = None

    def in_words(self) -> list[str]:
        """The lines to show before it is shared: law, fields, agreement."""
        lines = [
            self.gateway.in_words(),
            "Fields: " + ", ".join(FIELDS[name].label for name in self.fields) + ".",
        ]
        if self.agreement is not None:
            until = self.agreement.ends
            lines.append(
                f"Agreement {self.agreement.reference}"
                + (f", until {say_date(until)}." if until else ".")
            )
        elif self.approval is not None:
            lines += [f"Approved in {self.approval.name}. {self.approval.conditions}"]
        else:
            lines.append("It stands by law, without an agreement.")
        if self.expires_on is not None:
            lines.append(f"To be deleted by {say_date(self.expires_on)}.")
        return lines
