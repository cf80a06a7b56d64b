"""The permission of each of these pages; a page that is missing here is forgotten."""

from tracker.access import Permission

_P = Permission

PAGES: dict[str, Permission | str] = {
    "adviser.my_day": _P.SEE_CASELOAD,
    "adviser.caseload_mine": _P.SEE_CASELOAD,
    "adviser.person": _P.SEE_PEOPLE,
    "adviser.person_why": _P.SEE_PEOPLE,
    "adviser.person_take_back": _P.UPDATE_STATUS,
    "adviser.person_seal": _P.SEAL_IDENTITY,
    "adviser.person_sealed": _P.OPEN_SEALED,
    "adviser.person_not_named": Permission.UPDATE_STATUS,
    "adviser.person_address": _P.OPEN_SEALED,
    "adviser.person_address_lift": _P.GUARD_CONFIDENTIALITY,
    "adviser.person_named_again": Permission.UPDATE_STATUS,
    "adviser.person_died": _P.UPDATE_STATUS,
    "adviser.contact": _P.RECORD_CONTACT,
    "adviser.contact_amend": _P.RECORD_CONTACT,
    "adviser.contact_withdraw": _P.RECORD_CONTACT,
    "adviser.contact_restore": _P.RECORD_CONTACT,
    "adviser.contacts_withdrawn": _P.RECORD_CONTACT,
    "adviser.follow_up": _P.RECORD_CONTACT,
    "adviser.status": _P.UPDATE_STATUS,
    "adviser.providers": _P.UPDATE_STATUS,
    "adviser.find": _P.SEE_PEOPLE,
    "adviser.add": _P.ADD_PEOPLE,
    "adviser.caseloads": _P.HAND_OVER,
    "adviser.caseload": _P.HAND_OVER,
    "adviser.caseload_unallocated": _P.HAND_OVER,
    "adviser.caseload_undo": _P.HAND_OVER,
    "adviser.caseload_take": _P.SEE_CASELOAD,
    "adviser.caseload_move": _P.HAND_OVER,
    "adviser.caseload_cover": _P.HAND_OVER,
    "adviser.caseload_cover_end": _P.HAND_OVER,
    "adviser.session": _P.RECORD_CONTACT,
    "adviser.session_made": _P.RECORD_CONTACT,
    "adviser.session_withdraw": _P.RECORD_CONTACT,
    "adviser.bulk": _P.UPDATE_STATUS,
    "adviser.bulk_made": _P.UPDATE_STATUS,
    "adviser.bulk_withdraw": _P.UPDATE_STATUS,
}
