"""The permission of each of these pages; a page that is missing here is forgotten."""

from tracker.access import Permission

PAGES: dict[str, Permission | str] = {
    "officer.documents": Permission.SEE_SHARING,
    "officer.document": Permission.SEE_SHARING,
    "officer.document_file": Permission.SEE_SHARING,
    "officer.document_processing": Permission.SEE_SHARING,
    "officer.document_processing_file": Permission.SEE_SHARING,
    "officer.document_dictionary_file": Permission.SEE_SHARING,
    "officer.restrictions": Permission.SEE_SHARING,
    "officer.restriction": Permission.RECORD_RESTRICTIONS,
    "officer.signed_settings": Permission.DECIDE_SHARING,
    "officer.signed_setting": Permission.DECIDE_SHARING,
    "officer.cases": Permission.SEE_SHARING,
    "officer.case_kinds": Permission.SEE_SHARING,
    "officer.case_new": Permission.SEE_SHARING,
    "officer.case": Permission.SEE_SHARING,
    "officer.case_do": Permission.SEE_SHARING,
    "officer.agreements": Permission.SEE_SHARING,
    "officer.agreement": Permission.SEE_SHARING,
    "officer.agreement_new": Permission.WORK_CASES,
    "officer.agreement_sign": Permission.DECIDE_SHARING,
    "officer.agreement_decline": Permission.DECIDE_SHARING,
    "officer.agreement_end": Permission.DECIDE_SHARING,
    "officer.agreement_review": Permission.SEE_SHARING,
    "officer.disclosures": Permission.SEE_SHARING,
    "officer.disclosures_received": Permission.SEE_SHARING,
    "officer.disclosure": Permission.SEE_SHARING,
    "officer.disclosure_decide": Permission.DECIDE_SHARING,
    "officer.share": Permission.SHARE_LISTS,
    "officer.share_list": Permission.SHARE_LISTS,
}
