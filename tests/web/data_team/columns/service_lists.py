"""Lists of two services with an agreement, and how a page explains them. Invented."""

import re
from typing import Any

from tests.factories import person
from tests.journeys.claims import claimants
from tests.web.data_team.conftest import TODAY, text

HUB, OTHER = "Testham Youth Hub", "Rivers Mentoring"
HEADINGS = ("Ref", "First nm", "Last nm", "Born on", "PC", "Position", "Since", "M/F")
MEANS = ("", "forename", "surname", "dob", "postcode", "activity", "start", "sex")
WORDS = {"At work": "320", "Nothing yet": "619", "1": "M", "2": "F"}


def agree(flask: Any) -> None:
    """Both services have an agreement, which does not cover phones."""
    for number, name in enumerate((HUB, OTHER), start=1):
        claimants.agree(
            flask,
            f"SV-{number}",
            gateway="service-list",
            party=name,
            fields="name,born,sex,postcode,status,since",
        )


def a_list(path, *numbers: int, headings=HEADINGS):
    lines = [",".join(headings)]
    for number in numbers:
        row = person(number)
        position = ("At work", "Nothing yet")[number % 2]
        lines.append(
            f"R{number},{row['given']},{row['family']},{row['born']},{row['postcode']}"
            f",{position},12/10/2026,{1 + number % 2}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def entered(sender: str = HUB) -> dict[str, object]:
    return {
        "feed": "service-lists",
        "sender": sender,
        "names": "changes",
        "as_at": TODAY,
    }


def chosen(page: str, means: dict[str, str]) -> dict[str, str]:
    """The answers for the headings and the words that a page shows."""
    found = re.findall(r'id="heading-(\d+)">([^<]*)</th>', page)
    return {
        f"column-{place}": means.get(heading.rpartition(" = ")[2], "")
        for place, heading in found
    }


def explained(desk, address: str, means=None) -> str:
    """Answers each page about columns and words, until none follows."""
    means = means or dict(zip(HEADINGS, MEANS, strict=True)) | WORDS
    for _ in range(3):
        answer = desk.post(address, follow=False, **chosen(desk.get(address), means))
        if answer.status_code != 302 or not answer.location.endswith("/columns"):
            break
    return text(answer) if answer.status_code != 302 else str(answer.location)
