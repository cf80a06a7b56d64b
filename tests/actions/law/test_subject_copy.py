"""A person's own copy: every row that is theirs, and none of another person.

Everybody is invented.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from tests.acts import NOON, act
from tests.emptied import as_owner
from tests.web.adviser.young import HERE_ONLY, young
from tracker import actions, store
from tracker.domain.law.cases.case_kinds import KINDS
from tracker.domain.law.cases.requesters import Requester
from tracker.domain.law.subject_copy.copied_tables import COLUMNS, TABLES

from tracker.extensions import Model

COUNCIL = "Invented Council"


def test_quick(inside) -> None:
    esme = young("Esme", "Quillfeather", phone="07700900123")
    case = actions.law.cases.opening.open_case(
        KINDS["subject-access"], "Everything", received=NOON.date(), requester=Requester.YOUNG_PERSON, people=[esme], within=HERE_ONLY, act=act())
    copy = actions.law.subject_copy.preparing.prepare(case.id, within=HERE_ONLY, act=act())
    doc = actions.law.subject_copy.giving.preview(case, council=COUNCIL, act=act())
    print(doc.markdown())
    from tracker.reporting.documents import printed
    open("/tmp/copy.pdf","wb").write(printed.pdf(doc, on=NOON.date()))
