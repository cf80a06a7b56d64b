"""The states of a page, beside the one in which it opens."""

from collections.abc import Iterator

from playwright.sync_api import Page

UNFOLDED = "details and filters open"


def _details_open(page: Page) -> bool:
    """Everything that is folded is unfolded, filters too."""
    return bool(
        page.evaluate(
            """() => {
                const all = [...document.querySelectorAll("details:not([open])")];
                all.forEach((each) => { each.open = true; });
                return all.length;
            }"""
        )
    )


def _dialog_open(page: Page) -> bool:
    return bool(
        page.evaluate(
            """() => {
                const all = [...document.querySelectorAll("dialog:not([open])")];
                all.forEach((each) => each.showModal());
                return all.length;
            }"""
        )
    )


def _dialog_closed(page: Page) -> None:
    page.evaluate("document.querySelectorAll('dialog').forEach((each) => each.close())")


def unfolded(page: Page) -> Iterator[str]:
    """The states of a page that change nothing on record, one after another."""
    if _details_open(page):
        yield UNFOLDED
    if _dialog_open(page):
        yield "the warning before the session ends"
        _dialog_closed(page)


_EMPTIED = """() => {
    const forms = [...document.querySelectorAll("main form")].filter((form) =>
        form.getAttribute("method") === "post"
        && form.querySelector("input:not([type=hidden]), textarea, select"));
    const form = forms[0];
    if (!form) return false;
    for (const each of form.elements) {
        if (["radio", "checkbox"].includes(each.type)) each.checked = false;
        else if (each.tagName === "SELECT") each.selectedIndex = -1;
        else if (!["hidden", "submit", "button"].includes(each.type)) each.value = "";
    }
    form.noValidate = true;
    form.dataset.sweep = "yes";
    return true;
}"""


def errors_shown(page: Page) -> bool:
    """Sends the form of the page empty. False if the page shows no errors then."""
    if not page.evaluate(_EMPTIED):
        return False
    button = page.locator("form[data-sweep] button:not([name=none])").last
    if not button.count():
        return False
    with page.expect_navigation():
        button.evaluate(
            "(each) => each.form.requestSubmit(each.type === 'submit' ? each : null)"
        )
    return page.locator(".govuk-error-message, .govuk-error-summary").count() > 0
