"""What is checked of the page that is open, by axe and by what axe does not see."""

from collections.abc import Collection, Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: The success criteria of levels A and AA, and axe's own advice.
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_OPTIONS = {
    "runOnly": {"type": "tag", "values": list(_TAGS)},
    "resultTypes": ["violations"],
}
#: The rules of axe whose outcome depends on where things stand.
OF_LAYOUT = ("color-contrast", "scrollable-region-focusable", "target-size")
#: The width of a page of 1280 pixels at 400 %.
REFLOW = 320
#: More stops than any page has before its first table.
_STOPS = 60

#: The checks that are not axe's, by success criterion.
OWN = {
    "1.4.4, 1.4.10": "at 320 pixels, which is 400 %, only grids of numbers scroll",
    "1.4.11, 2.4.7": "what has the focus shows it, in forced colours too",
    "1.4.12": "no text is cut off when its spacing is enlarged",
    "2.1.1, 2.1.2": "the tab key reaches what can be used, and leaves it again",
    "2.3.3": "nothing moves for who wants less motion",
    "2.4.11": "what has the focus is not covered",
    "2.5.7": "nothing has to be dragged",
    "3.2.6": "the links for help stand in the same order on every page",
    "3.3.7": "what was typed before a session ended is not typed again",
    "3.3.8": "a password can be pasted, and a password manager may fill it in",
}


def axe(page: Page, only: Collection[str] = ()) -> tuple[list[str], set[str]]:
    """The faults that axe finds on the open page, and the rules that it applied.

    These are all of its rules, or ``only`` some.
    """
    some = {"runOnly": {"type": "rule", "values": list(only)}} if only else {}
    found = Axe().run(page, options=_OPTIONS | some).response
    faults = [
        f"axe {each['id']}: {each['help']}: {node['html'][:160]}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]
    outcomes = ("violations", "passes", "incomplete", "inapplicable")
    rules = {each["id"] for key in outcomes for each in found.get(key, ())}
    return faults, rules


_WIDE_LISTS = """
    [...document.querySelectorAll(".tracker-wide:not(.tracker-wide--figures)")]
        .filter((each) => each.scrollWidth > each.clientWidth + 1)
        .map((each) => each.getAttribute("aria-label"))
"""


def reflow(page: Page) -> list[str]:
    """What has to be scrolled sideways at 400 %."""
    page.set_viewport_size({"width": REFLOW, "height": 640})
    across = page.evaluate("document.scrollingElement.scrollWidth")
    found = [f"list {each} scrolls sideways" for each in page.evaluate(_WIDE_LISTS)]
    if across > REFLOW:
        found.append(f"{across} pixels wide at 400 %")
    return found


_SPACED = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }
"""
_CUT_OFF = """
    [...document.querySelectorAll("main *, header *, nav *, footer *, dialog *")]
        .filter((each) => {
            const style = getComputedStyle(each);
            const hidden = each.closest(
                ".govuk-visually-hidden, [hidden], details:not([open])");
            const box = each.getBoundingClientRect();
            return !hidden && box.width > 1 && box.height > 1
                && !["INPUT", "TEXTAREA", "SELECT"].includes(each.tagName)
                && !each.closest("svg, .js-plotly-plot")
                && ["hidden", "clip"].includes(style.overflowY)
                && each.textContent.trim()
                && each.scrollHeight > each.clientHeight + 2;
        })
        .map((each) => each.outerHTML.slice(0, 120))
"""


def spacing(page: Page) -> list[str]:
    """The text that is cut off with the spacing of criterion 1.4.12."""
    style = page.add_style_tag(content=_SPACED)
    found = [f"cut off when spaced out: {each}" for each in page.evaluate(_CUT_OFF)]
    across = page.evaluate("document.scrollingElement.scrollWidth")
    width = page.viewport_size["width"]  # type: ignore[index]
    if across > width:
        found.append(f"{across} pixels wide when spaced out")
    style.evaluate("(each) => each.remove()")
    return found


_FOCUS = """
    () => {
        const here = document.activeElement;
        if (!here || here === document.body) return null;
        const box = here.getBoundingClientRect();
        const name = here.outerHTML.slice(0, 120);
        const shown = (each) => {
            const style = getComputedStyle(each);
            const outline = style.outlineStyle !== "none"
                && parseFloat(style.outlineWidth) > 0;
            return outline || style.boxShadow !== "none";
        };
        const beside = (each) => each.labels?.[0]
            ? [getComputedStyle(each.labels[0], "::before")] : [];
        const ring = beside(here).some((style) =>
            style.boxShadow !== "none" || parseFloat(style.outlineWidth) > 0
            || parseFloat(style.borderTopWidth) > 2);
        const inside = [...here.querySelectorAll("*")].some(shown);
        const points = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) =>
            [box.left + box.width * x, box.top + box.height * y]));
        const isOwn = (each) => each && (here.contains(each) || each.contains(here)
            || [...(here.labels ?? [])].some((label) => label.contains(each)));
        const seen = points.some(([x, y]) => isOwn(document.elementFromPoint(x, y)));
        here.dataset.stop = (Number(here.dataset.stop ?? 0) + 1).toString();
        return { name, visible: shown(here) || ring || inside, seen,
                 times: Number(here.dataset.stop) };
    }
"""


def keyboard(page: Page) -> list[str]:
    """Where the focus cannot be seen, is covered, or cannot leave."""
    found: list[str] = []
    for _ in range(_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None:
            break
        if stop["times"] > 1:
            break  # round the page, and at its beginning again
        if not stop["visible"]:
            found.append(f"focus not shown: {stop['name']}")
        if not stop["seen"]:
            found.append(f"focus covered: {stop['name']}")
    return found


_MOVING = """
    [...document.querySelectorAll("*")].filter((each) => {
        const style = getComputedStyle(each);
        const lasts = (times) =>
            times.split(",").some((part) => parseFloat(part) > 0.01);
        return style.animationName !== "none" && lasts(style.animationDuration)
            || lasts(style.transitionDuration);
    }).map((each) => each.outerHTML.slice(0, 120))
"""
_HELP = """
    [...document.querySelectorAll(".tracker-footer a")].map((each) => each.textContent)
"""
_DRAGGED = """
    [...document.querySelectorAll("[draggable=true]")].map((each) =>
        each.outerHTML.slice(0, 120))
"""
_UNPASTEABLE = """
    [...document.querySelectorAll(
        "input[type=password], [autocomplete=one-time-code]")]
        .filter((each) => {
            const paste = new ClipboardEvent(
                "paste", { cancelable: true, bubbles: true });
            each.dispatchEvent(paste);
            return paste.defaultPrevented || !each.autocomplete
                || each.autocomplete === "off";
        })
        .map((each) => each.outerHTML.slice(0, 120))
"""
HELP = ["Accessibility", "Privacy and cookies"]


def settings_of_a_person(page: Page) -> Iterator[str]:
    """What does not follow a wish for less motion; help that moved; locked fields."""
    yield from (f"moves: {each}" for each in page.evaluate(_MOVING)[:3])
    yield from (f"has to be dragged: {each}" for each in page.evaluate(_DRAGGED))
    yield from (f"cannot be pasted into: {e}" for e in page.evaluate(_UNPASTEABLE))
    if page.evaluate(_HELP) != HELP:
        yield "help is not where it is on other pages"
