"""Addresses of the sources, as the address lines of the return."""

from collections.abc import Mapping

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Detail
from tracker.domain.reference.identifiers import Postcode


def address(
    lines: list[str], town: str, county: str, postcode: str | None
) -> list[Detail]:
    """Up to four lines, town, county and postcode; no detail for an empty address.

    A ZZ99 postcode alone is empty, because it stands for an address that is not known.
    """
    first = [line for line in lines if line]
    if len(first) > 4:
        first = [*first[:3], ", ".join(first[3:])]
    known = postcode if postcode and not Postcode.is_placeholder(postcode) else None
    if not (first or town or county or known):
        return []
    named = {f"line{number}": line for number, line in enumerate(first, start=1)}
    return [
        detail(
            "address",
            **named,
            town=town or None,
            county=county or None,
            postcode=postcode,
        )
    ]


def census_address(raw: Mapping[str, str], postcode: str | None) -> list[Detail]:
    """From the parts of a BS 7666 address, or from address lines if there are any."""
    lines = [raw.get(f"address_line_{number}", "") for number in range(1, 6)]
    if not any(lines):
        house = " ".join(
            part for part in (raw.get("paon", ""), raw.get("street", "")) if part
        )
        lines = [raw.get("saon", ""), house, raw.get("locality", "")]
    town = raw.get("post_town", "") or raw.get("town", "")
    county = raw.get("administrative_area", "")
    return address(lines, town, county, postcode)
