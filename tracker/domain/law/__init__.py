"""The law: clauses, gateways, agreements, cases, and the handling of personal data."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.domain.law import (
        agreements,
        cases,
        clauses,
        conditions,
        data_dictionary,
        disposal,
        documents,
        extracts,
        gateways,
        information_requests,
        look_reasons,
        objections,
        restrictions,
        retention,
        second_look,
        subject_copy,
        transfers,
    )
else:
    __getattr__ = by_name(__name__)
