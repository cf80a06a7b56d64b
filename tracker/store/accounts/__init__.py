"""Users, settings of the authority, and the audit."""

from tracker.store.accounts import (
    audit,
    audit_checks,
    audit_digests,
    audit_integrity,
    audit_months,
    audit_seals,
    factors,
    failures,
    kept_forms,
    links,
    reviews,
    sessions,
    settings,
    single_sign_on,
    users,
)
