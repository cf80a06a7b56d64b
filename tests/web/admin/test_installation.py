"""The checks of the installation, as the administrator sees them."""


def test_the_administrator_sees_the_same_and_no_other_user(signed_in, pages) -> None:
    page = signed_in("administrator").get("/settings/installation")
    assert page.status_code == 200
    assert "TRACKER_PROXIES is not set" in page.get_data(as_text=True)
    assert signed_in("adviser").get("/settings/installation").status_code == 404
