"""The samples of each feed: what the tests of damaged files begin with."""

from collections.abc import Mapping

#: The files of each feed in ``tests/samples/feeds``; those of one sending together.
OF_FEEDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "alternative-provision": (("alternative_provision.csv",),),
    "area-notices": (("area_notices.json",),),
    "care": (("annex_a_list_8.csv",), ("care_return",), ("care_return.xml",)),
    "earlier-activities": (("earlier_activities.csv",),),
    "earlier-contacts": (("earlier_contacts.csv",),),
    "earlier-documents": (("earlier_documents.csv",),),
    "educated-elsewhere": (("educated_elsewhere.csv",),),
    "establishments": (("edubasealldata.csv", "links_edubasealldata.csv"),),
    "home-educated": (("home_education.csv",),),
    "ilr": (("ilr_2025_26.xml",), ("enrolment_record.csv",)),
    "intended-destinations": (("intended_destinations.csv",),),
    "jobcentre-claimants": (("claimants.csv",),),
    "missing-education": (("missing_education.csv",),),
    "nccis-file": (("nccis_2026_06.xml", "nccis_2026_07.xml"),),
    "offers": (("offers.csv",),),
    "plans": (
        ("plans_list.csv",),
        (
            *("sen2_tables/person.csv", "sen2_tables/requests.csv"),
            *("sen2_tables/assessment.csv", "sen2_tables/namedplan.csv"),
            "sen2_tables/activeplans.csv",
        ),
    ),
    "provider-enrolment": (("enrolment_education.csv",), ("enrolment_training.csv",)),
    "pupil-information": (("pupil_information.csv",),),
    "return-answer": (("return_answers.csv",), ("return_answers.xml",)),
    "risk-lists": (("risk_list.csv",),),
    "school-census": (
        ("census_flat.csv",),
        ("census_collect",),
        ("census_message.xml",),
    ),
    "service-lists": (("service_list.csv",),),
    "transfer": (("transfer.json",),),
    "transfer-files": (("3594034_CTF_3594600_001.xml", "3594034_CTF_XXXXXXX_002.xml"),),
    "ucas": (("ucas_list.csv",),),
    "youth-justice": (("open_orders.csv",),),
}
#: The lists in which each line below the headings is a row of its feed, or is counted
#: in a note because it is of a young child.
LISTS: Mapping[str, str] = {
    names[0]: feed
    for feed, every in OF_FEEDS.items()
    for names in every
    if feed not in ("establishments", "ilr", "school-census")
    and len(names) == 1
    and names[0].endswith(".csv")
} | {"enrolment_record.csv": "provider-enrolment"}
