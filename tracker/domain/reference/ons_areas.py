"""The authority of an area of the Office for National Statistics, by the area's code.

``ons_areas.csv`` has the districts below a county, with the county that is the
education authority, and codes that ONS replaced after a change of boundary. All other
authorities have a code of their own.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tracker.domain.reference import tables
from tracker.domain.reference.codes import AUTHORITIES


@cache
def by_ons_code() -> Mapping[str, str]:
    """DfE's codes of authorities by the ONS codes of authorities and of districts."""
    areas = {each.ons_code: each.value for each in AUTHORITIES if each.ons_code}
    for row in tables.read(Path(__file__).with_name("ons_areas.csv"), dict):
        areas[row["ons_code"]] = row["authority"]
    return areas
