"""The permission of each of these pages; a page that is missing here is forgotten."""

from tracker.access import Permission

PAGES: dict[str, Permission | str] = {
    "admin.users": Permission.MANAGE_USERS,
    "admin.user": Permission.MANAGE_USERS,
    "admin.user_new": Permission.MANAGE_USERS,
    "admin.user_invite_list": Permission.MANAGE_USERS,
    "admin.user_places": Permission.MANAGE_USERS,
    "admin.user_roles": Permission.MANAGE_USERS,
    "admin.user_close": Permission.MANAGE_USERS,
    "admin.user_distinguish": Permission.MANAGE_USERS,
    "admin.user_reopen": Permission.MANAGE_USERS,
    "admin.user_link": Permission.MANAGE_USERS,
    "admin.user_reset": Permission.MANAGE_USERS,
    "admin.user_sign_out": Permission.MANAGE_USERS,
    "admin.user_keep": Permission.MANAGE_USERS,
    "admin.account_review": Permission.CONFIRM_ACCOUNTS,
    "admin.account_confirm": Permission.CONFIRM_ACCOUNTS,
    "admin.institutions": Permission.MANAGE_USERS,
    "admin.institution": Permission.MANAGE_USERS,
    "admin.settings": Permission.CHANGE_SETTINGS,
    "admin.settings_checked": Permission.CHANGE_SETTINGS,
    "admin.settings_first_steps": Permission.CHANGE_SETTINGS,
    "admin.setting": Permission.CHANGE_SETTINGS,
    "admin.happened": Permission.SEE_WHAT_HAPPENED,
    "admin.happened_opened": Permission.SEE_WHAT_HAPPENED,
    "admin.happened_file": Permission.SEE_WHAT_HAPPENED,
}
