"""The permission of each of these pages; a page that is missing here is forgotten."""

from tracker.access import Permission

PAGES: dict[str, Permission | str] = {
    "school.leavers": Permission.SEE_LEAVERS,
    "school.leavers_list": Permission.SEE_LEAVERS,
    "school.leavers_groups": Permission.SEE_LEAVERS,
    "school.leavers_years": Permission.SEE_LEAVERS,
    "school.leavers_file": Permission.SEE_LEAVERS,
    "school.correct": Permission.CORRECT_LEAVER,
    "school.correct_providers": Permission.CORRECT_LEAVER,
    "school.corrections": Permission.CORRECT_LEAVER,
    "school.lists": Permission.SEND_LIST,
    "school.restrictions": Permission.SEND_LIST,
    "school.restriction_new": Permission.SEND_LIST,
    "school.restriction_take_back": Permission.SEND_LIST,
    "school.list_new": Permission.SEND_LIST,
    "school.list_template": Permission.SEND_LIST,
    "school.list_sent": Permission.SEND_LIST,
    "school.list_columns": Permission.SEND_LIST,
    "school.list_remembered": Permission.SEND_LIST,
    "school.list_forget": Permission.SEND_LIST,
    "school.list_send": Permission.SEND_LIST,
    "school.list_take_back": Permission.SEND_LIST,
    "school.list_problems": Permission.SEND_LIST,
    "school.list_receipt": Permission.SEND_LIST,
    "school.list_unchanged": Permission.SEND_LIST,
    "school.withdrawal": Permission.SEND_LIST,
    "school.withdrawals": Permission.SEND_LIST,
    "school.withdrawal_receipt": Permission.SEND_LIST,
    "school.withdrawal_take_back": Permission.SEND_LIST,
}
