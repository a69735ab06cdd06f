"""No form that cannot be taken loses what was typed in it: it comes back, filled in, and can be sent at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from kennisplatform.accounts.tables import LoginSessionRow
from kennisplatform.accounts.unsent_forms import KEPT_FOR, MOST_OF_AN_ACCOUNT
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.base.arriving import every_form
from tests.base.test_forms import everything  # noqa: F401 - a fixture
from tests.visitor import PASSWORD, Visitor, logged_in, sent_by

TYPED = "Dit typte ik, en het mag niet weg."
TEXTS = "textarea[name]:not([readonly]), input[type=text][name]:not([readonly]), input:not([type])[name]"


def forms_of(response: TestResponse):
    return BeautifulSoup(response.text, "html.parser").select("form[method=post]")


def form_to(response: TestResponse, path: str):
    here = response.request.full_path.rstrip("?")
    for form in forms_of(response):
        if urlsplit(urljoin(here, str(form.get("action") or here))).path == urlsplit(path).path:
            return form
    raise AssertionError(f"no form to {path}")


def without_session(visitor: Visitor) -> None:
    """Forget the cookies, as a browser does that was closed."""
    visitor.client._cookies.clear()


def end_session(app: Flask) -> None:
    """End every session on the side of the server only, as a night does."""
    with site_of(app).database.transaction() as session:
        session.execute(update(LoginSessionRow).values(seen_at=datetime.now(UTC) - timedelta(days=30)))


@pytest.mark.slow
def test_every_form_of_the_site_comes_back_with_what_was_typed(app, everything):  # noqa: F811
    forms = [form for form in every_form(app) if form.method == "POST" and form.names(TEXTS)]
    assert forms
    for form in forms:
        data = sent_by(form.tag)
        for name in form.names(TEXTS):
            data[name] = TYPED
        data["csrf_token"] = "van-gisteren"
        answer = form.visitor.client.post(form.target, data=data, follow_redirects=True)
        assert TYPED in answer.text, (form.here, form.target, answer.status)


@pytest.mark.parametrize("token", ["", "verzonnen", "van een ander"])
@pytest.mark.parametrize("address", ["/voorstel", "/melden/ifv-desk"])
def test_a_form_of_a_visitor_is_sent_with_one_more_press(app, content, address, token):
    content.entry("contacten", "ifv-desk")
    visitor = Visitor(app)
    form = form_to(visitor.get(address), address)
    data = sent_by(form)
    for name, value in {"title": "Een titel", "text": TYPED, "email": "ria@voorbeeld.nl"}.items():
        data[name] = value
    data["csrf_token"] = (
        Visitor(app).page("/inloggen").select_one("[name=csrf_token]")["value"] if token == "van een ander" else token
    )
    again = visitor.client.post(address, data=data)
    assert again.status_code == 400
    assert "verstuur het nog een keer" in again.text
    assert not site_of(app).reports.page(None, 1).total
    done = visitor.send(address, form_to(again, address), {})
    assert "Bedankt" in done.text
    assert site_of(app).reports.page(None, 1).total == 1


def test_a_report_opened_before_logging_in_elsewhere_is_sent_with_one_more_press(app, content, member):
    content.entry("contacten", "ifv-desk")
    data = sent_by(form_to(Visitor(app).get("/melden/ifv-desk"), "/melden/ifv-desk"))
    data["text"] = TYPED
    again = member.client.post("/melden/ifv-desk", data=data)
    assert TYPED in again.text
    assert "Bedankt" in member.send("/melden/ifv-desk", form_to(again, "/melden/ifv-desk"), {}).text


def test_a_second_page_to_log_in_leads_on_when_the_first_was_used(app, visitor):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    second = form_to(visitor.get("/inloggen?verder=/rollen"), "/inloggen")
    visitor.log_in("ria@voorbeeld.nl")
    answer = visitor.send("/inloggen?verder=/rollen", second, {"email": "ria@voorbeeld.nl", "password": PASSWORD})
    assert answer.request.path == "/rollen"
    assert "Uitloggen" in answer.text
    assert visitor.get("/inloggen?verder=/rollen").request.path == "/rollen"


@pytest.mark.parametrize("how", [without_session, None], ids=["the browser was closed", "the session ended"])
def test_who_was_logged_out_finds_the_form_again_after_logging_in(app, content, how):
    content.entry("contacten", "water", "Waterbedrijf")
    curator = logged_in(app, Role.CURATOR)
    address = "/redactie/water/persoon"
    form = form_to(curator.get(address), address)
    how(curator) if how else end_session(app)
    log_in = curator.send(address, form, {"name": "Ria de Vries", "purpose": TYPED, "consented_on": "vorige week"})
    assert log_in.request.path == "/inloggen"
    assert "staat alles wat u invulde er weer" in log_in.text
    back = curator.send(
        log_in.request.full_path, form_to(log_in, "/inloggen"), {"email": "curator@voorbeeld.nl", "password": PASSWORD}
    )
    assert back.request.path == address
    assert TYPED in back.text and 'value="Ria de Vries"' in back.text and 'value="vorige week"' in back.text
    assert "verstuur het nog een keer" in back.text
    assert TYPED not in curator.get(address).text, "it is shown once"


def test_a_button_of_who_was_logged_out_waits_too(app, content):
    content.entry("menukaart", "voorbeeld", status="ter-beoordeling")
    curator = logged_in(app, Role.CURATOR)
    page = curator.get("/menukaart/voorbeeld")
    target = "/redactie/voorbeeld/status"
    data = sent_by(form_to(page, target))
    data["status"], data["opmerking"] = "concept", TYPED
    end_session(app)
    log_in = curator.client.post(target, data=data, follow_redirects=True)
    waits = curator.send(
        log_in.request.full_path, form_to(log_in, "/inloggen"), {"email": "curator@voorbeeld.nl", "password": PASSWORD}
    )
    assert TYPED in waits.text
    assert site_of(app).catalogue.entries["voorbeeld"].status == "ter-beoordeling"
    curator.send(target, form_to(waits, target), {})
    assert site_of(app).catalogue.entries["voorbeeld"].status == "concept"


def test_somebody_else_at_the_same_computer_gets_nothing(app, content):
    content.entry("contacten", "water", "Waterbedrijf")
    site_of(app).accounts.add("bea@voorbeeld.nl", "Bea", Role.CURATOR, password=PASSWORD)
    curator = logged_in(app, Role.CURATOR)
    address = "/redactie/water/persoon"
    form = form_to(curator.get(address), address)
    end_session(app)
    log_in = curator.send(address, form, {"purpose": TYPED})
    back = curator.send(
        log_in.request.full_path, form_to(log_in, "/inloggen"), {"email": "bea@voorbeeld.nl", "password": PASSWORD}
    )
    assert back.request.path == address
    assert TYPED not in back.text


def test_a_form_of_another_site_is_refused_and_shows_nothing_of_it(app, content, member):
    content.entry("contacten", "ifv-desk")
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://kwaad.example"},
        {"Origin": "null"},
        {"Referer": "https://kwaad.example/"},
    ):
        answer = member.client.post("/melden/ifv-desk", data={"text": "Kwaad", "csrf_token": "x"}, headers=headers)
        assert answer.status_code == 400
        assert "Dit formulier is verlopen" in answer.text
        assert "Kwaad" not in answer.text
        out = member.client.post("/uitloggen", headers=headers)
        assert out.status_code == 400
    assert "Uitloggen" in member.get("/").text


def test_showing_a_form_again_does_not_do_what_it_asks(app, administrator):
    member = site_of(app).accounts.add("lid@voorbeeld.nl", "Lid", Role.MEMBER, password=PASSWORD)
    address = f"/beheer/gebruikers/{member.id}"
    for path, values in (("", {"role": "beheerder"}), ("/blokkeren", {}), ("/verwijderen", {}), ("/uitloggen", {})):
        answer = administrator.client.post(address + path, data={**values, "csrf_token": "oud"})
        assert answer.status_code == 400
    assert site_of(app).accounts.by_id(member.id) == member


def test_a_role_that_must_log_in_in_two_steps_sees_no_page_by_an_old_token(content, tmp_path):
    from kennisplatform import create_app
    from kennisplatform.config import Settings

    settings = Settings(content_dir=content.path, instance_dir=tmp_path / "i", two_step_required=(Role.ADMINISTRATOR,))
    app = create_app(settings)
    try:
        administrator = logged_in(app, Role.ADMINISTRATOR)
        answer = administrator.client.post("/beheer/gebruikers/1", data={"csrf_token": "oud"})
        assert "beheerder@voorbeeld.nl" not in answer.text
    finally:
        site_of(app).follower.stop_following()
        site_of(app).database.close()


@pytest.mark.parametrize("token", [None, "", "verzonnen", "van een ander"])
def test_logging_out_always_logs_out_and_says_so(app, member, token):
    data = {} if token is None else {"csrf_token": token}
    answer = member.client.post("/uitloggen", data=data, follow_redirects=True)
    assert "U bent uitgelogd" in answer.text
    assert "Uitloggen" not in member.get("/").text


def test_forms_are_kept_for_a_bounded_time_and_of_each_account_a_few(app):
    forms = site_of(app).unsent_forms
    account = site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER)
    keys = [forms.keep(account.id, "/x", [("tekst", str(number))]) for number in range(MOST_OF_AN_ACCOUNT + 3)]
    kept = [forms.find(account.id, key) for key in keys]
    assert [form.values[0][1] for form in kept if form] == [str(number) for number in range(3, MOST_OF_AN_ACCOUNT + 3)]
    assert forms.find(account.id + 1, keys[-1]) is None
    with site_of(app).database.transaction() as session:
        session.connection().exec_driver_sql(
            f"UPDATE unsent_form SET kept_at = '{(datetime.now(UTC) - KEPT_FOR - timedelta(minutes=1)):%Y-%m-%d %H:%M:%S}'"
        )
    assert forms.find(account.id, keys[-1]) is None
    assert forms.erase_expired() == MOST_OF_AN_ACCOUNT
