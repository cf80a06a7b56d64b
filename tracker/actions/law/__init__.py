"""The law: agreements, the one door out, statistics, restrictions, cases, documents."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.law import (
        agreements,
        by_law,
        cases,
        disclosed_values,
        disclosing,
        disposals,
        documents,
        information_requests,
        looks,
        neighbours,
        parties,
        permits,
        recipients,
        restrictions,
        rights_offered,
        school_transfers,
        services,
        shared_lists,
        statistics,
        subject_copy,
        suspending,
        transfers,
        two_people,
    )
else:
    __getattr__ = by_name(__name__)
