"""Passkeys in a real browser, with the virtual authenticator of its developer tools."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import place
from tests.browser.conftest import sign_in_by_page
from tests.browser.place import Place
from tests.browser.test_every_page import faults_at_each_width
from tracker import store
from tracker.extensions import db

ROLE = "auditor"
Windows = Callable[[str], tuple[Page, Any, str]]


@pytest.fixture
def windows(browser: Any, authority: Place) -> Iterator[Windows]:
    """Opens a window at a host name, with a device that has a key store of its own.

    The numbers of an address take no passkeys, so the name of this machine is used.
    """
    opened: list[BrowserContext] = []
    with place.serving(authority.app) as served:
        port = served.rpartition(":")[2]

        def window(host: str = "localhost") -> tuple[Page, Any, str]:
            context = browser.new_context(base_url=f"http://{host}:{port}")
            opened.append(context)
            page = context.new_page()
            return page, device(context, page), f"http://{host}:{port}"

        yield window
        for each in opened:
            each.close()
    with authority.app.app_context(), store.database.base.transaction():
        for table in (
            store.accounts.factors.passkeys.Passkey,
            store.accounts.factors.recovery_codes.RecoveryCode,
        ):
            db.session.execute(db.delete(table))


def device(context: BrowserContext, page: Page) -> Any:
    """A device that keeps passkeys and recognises its user."""
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return tools, made["authenticatorId"]


def register(page: Page, name: str) -> None:
    page.goto("/account/passkeys/new")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Set up the passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()


def sign_out(page: Page) -> None:
    page.goto("/account")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")


def use_passkey(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name="Use a passkey").click()


def test_a_passkey_is_set_up_signs_in_alone_and_is_removed(
    windows: Windows, authority: Place
) -> None:
    page, (tools, key_store), _ = windows("localhost")
    sign_in_by_page(page, authority, ROLE)
    register(page, "Work laptop")
    expect(page.locator(".tracker-codes code")).to_have_count(10)
    assert faults_at_each_width(page) == []
    page.goto("/account")
    page.get_by_role("link", name="Make new ones").click()
    assert faults_at_each_width(page) == []
    sign_out(page)

    use_passkey(page)
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto("/account")
    expect(page.get_by_text("Passkey: Work laptop")).to_be_visible()

    # Another user's window, with this device's key: it is not theirs to prove with.
    (held,) = tools.send("WebAuthn.getCredentials", {"authenticatorId": key_store})[
        "credentials"
    ]
    assert held["rpId"] == "localhost"

    page.get_by_role("link", name="Remove Work laptop").click()
    assert faults_at_each_width(page) == []
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("The passkey has been removed")).to_be_visible()
    sign_out(page)
    use_passkey(page)
    page.get_by_text("That passkey could not be used").wait_for()
    assert page.url.endswith("/sign-in")


def test_a_passkey_without_its_user_or_of_another_place_opens_nothing(
    windows: Windows, authority: Place
) -> None:
    page, (tools, key_store), _ = windows("localhost")
    sign_in_by_page(page, authority, ROLE)
    register(page, "Laptop")
    sign_out(page)
    # A device that is picked up by another person asks, and does not recognise them.
    tools.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": key_store, "isUserVerified": False},
    )
    use_passkey(page)
    page.get_by_text("The passkey was not used").wait_for()
    tools.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": key_store, "isUserVerified": True},
    )
    # The answer of a browser at another address, which carries that address.
    page.goto("/sign-in")
    answer = page.evaluate(
        """async () => {
          const options = await (await fetch("/sign-in/passkey")).json();
          const bytes = (text) => Uint8Array.from(
            atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
          options.challenge = bytes(options.challenge);
          const made = await navigator.credentials.get({ publicKey: options });
          const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
            .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
          const part = (name) => text(made.response[name]);
          return JSON.stringify({
            id: made.id, rawId: text(made.rawId), type: made.type,
            response: {
              clientDataJSON: part("clientDataJSON"),
              authenticatorData: part("authenticatorData"),
              signature: part("signature"), userHandle: part("userHandle"),
            },
          });
        }"""
    )
    post_by_form(page, answer, origin="elsewhere")
    page.get_by_text("That passkey could not be used").wait_for()
    # Unchanged it is right, but its challenge has been answered for.
    post_by_form(page, answer)
    page.get_by_text("open for too long").wait_for()
    assert page.url.endswith("/sign-in")


def post_by_form(page: Page, answer: str, origin: str = "") -> None:
    """Sends an answer as the page's own form does; ``origin`` forges its address."""
    page.evaluate(
        """([answer, origin]) => {
          const form = document.querySelector("form[action='/sign-in/passkey']");
          const given = JSON.parse(answer);
          if (origin) {
            const data = JSON.parse(atob(given.response.clientDataJSON));
            data.origin = "http://" + origin;
            given.response.clientDataJSON = btoa(JSON.stringify(data));
          }
          const field = document.createElement("input");
          field.name = "answer";
          field.value = JSON.stringify(given);
          form.append(field);
          form.submit();
        }""",
        [answer, origin],
    )
