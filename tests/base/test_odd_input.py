"""Whatever is typed, in whatever field or address: an answer, at once, and never a failure."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from kennisplatform.web.base.security import LARGEST_FORM
from tests.base.arriving import FoundForm, arrived, every_form
from tests.base.test_forms import everything  # noqa: F401 - a fixture
from tests.base.test_outside import WORST, not_held_up
from tests.sites import site_on
from tests.trouble.world import addresses, fill
from tests.visitor import Visitor, logged_in, sent_by

ODD = {piece: WORST[piece] for piece in ("a", ".", "@", "a@", "[", " ", "a.", "(", "\n")} | {
    "address": "a@" + "." * 40_000 + "@",
    "site": "http://[" + ":" * 1000,
    "controls": "a\x00b\x1b[0m\x7f",
    "marks": "\u0316\u0300" * 20_000,
    "wide digits": "３１-０３-٢٠٢٦",
    "halves": "\U0001f600 e\u0301 \u202e \ufeff",
}
TYPED = "input[name]:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=submit]):not([type=file]), textarea[name]"
CHOSEN = "select[name], input[name][type=radio], input[name][type=checkbox]"
ENCODED = {what: quote_plus(text) for what, text in ODD.items()}
"""As a browser sends them."""
URLENCODED = "application/x-www-form-urlencoded"
RENDERS_MARKDOWN = ("/redactie/nieuw/", "/redactie/voorbeeld")
"""Beginnings of addresses whose text becomes a page, which is bounded where that is done."""


@pytest.mark.slow
def test_every_field_of_every_form_takes_any_text(app, everything):  # noqa: F811
    forms = [form for form in every_form(app) if form.names(TYPED) and not form.path.startswith(RENDERS_MARKDOWN)]
    assert forms
    for form in forms:
        for what, text in ODD.items():
            with not_held_up((form.target, what)):
                answer = asked_with(form, text) if form.method == "GET" else sent_with(form, ENCODED[what])
            assert answer.status_code < 500, (form.target, what, answer.status)
            assert answer.status_code != 413, (form.target, what, "its fields were not read")


ENGLISH = re.compile(r"\b(?:not|valid|invalid|choice|field|should|must|required)\b", re.IGNORECASE)


@pytest.mark.slow
def test_a_choice_that_a_form_does_not_offer_is_refused_in_dutch(app, everything):  # noqa: F811
    refused = 0
    for form in every_form(app):
        sent = sent_by(form.tag)
        if not (names := form.names(CHOSEN)):
            continue
        for name in names:
            sent.setlist(name, ["verzonnen"])
        way = {"query_string": sent} if form.method == "GET" else {"data": sent}
        answer = form.visitor.client.open(form.target, method=form.method, **way)
        assert answer.status_code < 500, form.target
        page = BeautifulSoup(answer.text, "html.parser")
        said = " ".join(one.get_text(" ") for one in page.select("[role=alert], [id^=fout-]"))
        assert not ENGLISH.search(said), (form.target, said)
        refused += "Kies een van de mogelijkheden." in said
    assert refused


def asked_with(form: FoundForm, text: str) -> TestResponse:
    """Send a form that leads to another page, with the beginning of this text in each of its fields."""
    query = sent_by(form.tag)
    for name in form.names(TYPED):
        query[name] = text[:3000]
    return form.visitor.client.get(form.path, query_string=query)


def sent_with(form: FoundForm, encoded: str) -> TestResponse:
    """Send a form with this text in each of its fields, or as much of it as the largest form holds."""
    names = form.names(TYPED)
    others = urlencode([field for field in sent_by(form.tag).items(multi=True) if field[0] not in names])
    room = (LARGEST_FORM - len(others)) // len(names) - 100
    typed = "&".join(f"{name}={encoded[:room]}" for name in names)
    return form.visitor.client.post(form.target, data=f"{others}&{typed}", content_type=URLENCODED)


OF_URL_FOR = "endpoint=x&self=x&_anchor=x&_scheme=x&_method=POST&_external=1&values=x&filename=x&slug=x&number=1"
"""Names that Flask takes as arguments when it makes an address."""


@pytest.mark.slow
@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR], ids=["visitor", "administrator"])
def test_no_name_in_an_address_is_taken_for_an_argument(app, content, role):
    fill(content)
    visitor = logged_in(app, role) if role else Visitor(app)
    for address in addresses(role):
        with visitor.client.get(f"{address}{'&' if '?' in address else '?'}{OF_URL_FOR}") as answer:
            assert answer.status_code < 500, address
            assert "://x" not in answer.headers.get("Location", "")


def test_no_address_is_made_of_whatever_names_somebody_sends():
    project = Path(__file__).parents[2]
    sources = [*(project / "kennisplatform").rglob("*.py"), *(project / "templates").rglob("*.html")]
    assert [path for path in sources if re.search(r"\*\*request\.(args|form|values)", path.read_text())] == []


def test_control_characters_are_left_out_on_either_database(content, migrated_database_url, tmp_path):
    content.entry("contacten", "ifv-desk")
    text = {"text": "Tekst\x00met\x1brommel", "title": "Titel\x00", "email": "", "password": "x\x00"}
    with site_on(content.path, tmp_path / "instance", migrated_database_url) as app:
        visitor = Visitor(app)
        for address in ("/voorstel", "/melden/ifv-desk"):
            assert "Bedankt" in visitor.submit(address, text).text
        assert visitor.submit("/inloggen", {**text, "email": "a\x00@voorbeeld.nl"}).status_code == 200
        curator = logged_in(app, Role.CURATOR)
        for number in (1, 2):
            assert "Tekstmetrommel" in curator.get(f"/redactie/meldingen/{number}").text


ODD_IN_ADDRESS = ("%00", "a%00b", "%ff%fe", "%EF%BF%BF", "..%2f..", "[", "%5B", "%5Cx", "²", "9" * 30, "x" * 3000)
VALUES = "q={0}&pagina={0}&verder={0}&{0}={0}&voor={0}&met={0}&concept={0}"


@pytest.mark.slow
@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR], ids=["visitor", "administrator"])
def test_no_address_is_a_failure(app, everything, role):  # noqa: F811
    """Who has most rights comes past every check of rights, a visitor is sent on with the address."""
    visitor = arrived(app, role)
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        for text in ODD_IN_ADDRESS:
            path = text.join(re.split("<[^>]*>", rule.rule))
            address = f"{path}?{VALUES.format(text)}"
            with visitor.client.get(address) as answer:
                assert answer.status_code < 500, (address, answer.status)


@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "9223372036854775808", "9" * 40, "-1", "²"])
def test_a_record_with_a_number_that_cannot_be_is_not_there(content, tmp_path, migrated_database_url, number):
    with site_on(content.path, tmp_path / "instance", migrated_database_url) as app:
        administrator = logged_in(app, Role.ADMINISTRATOR)
        for address in ("/beheer/gebruikers/{}", "/beheer/gebruikers/{}/verwijderen", "/redactie/meldingen/{}"):
            assert administrator.client.get(address.format(quote(number))).status_code == 404, address


@pytest.mark.parametrize("query", ["q=\xff\xfe", "q=%", "q=%zz", "&&&=", "q=\x00"])
def test_an_address_that_is_no_text_is_no_failure(client, query):
    for path in ("/zoeken", "/contacten", "/api/v1/zoeken", "/inloggen", "/melden/x", "/bestaat-niet"):
        assert client.get(path, environ_overrides={"QUERY_STRING": query}).status_code < 500, path


def test_a_form_with_more_values_than_anybody_fills_in_is_refused(app, visitor):
    token = visitor.page("/inloggen").select_one("[name=csrf_token]")["value"]
    body = f"csrf_token={token}&" + "&".join("email=a" for _ in range(20_000))
    answer = visitor.client.post("/inloggen", data=body, content_type=URLENCODED)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "said",
    ["203.0.113.9:51008", "[2001:db8::1]:443", "[2001:db8::1]", "unknown", "_hidden", "", "fe80::1%eth0", "x, y"],
)
def test_whatever_a_proxy_says_of_the_visitor_everybody_can_send_a_form(content, tmp_path, said):
    content.entry("contacten", "ifv-desk")
    app = create_app(Settings(content_dir=content.path, instance_dir=tmp_path / "instance", trusted_proxies=1))
    try:
        visitor = Visitor(app)
        visitor.client.environ_base["HTTP_X_FORWARDED_FOR"] = said
        assert visitor.submit("/inloggen", {"email": "a@voorbeeld.nl", "password": "x"}).status_code == 200
        assert "Bedankt" in visitor.submit("/melden/ifv-desk", {"text": "Hallo"}).text
    finally:
        site_of(app).follower.stop_following()
        site_of(app).database.close()


@pytest.mark.parametrize("address", ["/melden/ifv-desk", "/voorstel"])
def test_an_odd_e_mail_address_is_said_to_be_none(content, visitor, address):
    content.entry("contacten", "ifv-desk")
    for email in ("a@" + "." * 200_000 + "@", "jan,piet@voorbeeld.nl", "a@b"):
        with not_held_up(email[:10]):
            answer = visitor.submit(address, {"email": email, "text": "Mijn tekst", "title": "Titel"})
        assert "Dit is geen e-mailadres" in answer.text or "Dit is te lang" in answer.text
        assert "Mijn tekst" in answer.text


@pytest.mark.parametrize("source", ["http://[", "http://[::1", "https://a]b", "https://a b/c", "gopher://x", "x"])
def test_an_odd_address_of_a_site_is_said_to_be_none(visitor, source):
    answer = visitor.submit("/voorstel", {"source": source, "text": "Mijn tekst", "title": "Titel"})
    assert answer.status_code == 200
    assert "Dit is geen webadres" in answer.text
    assert "Mijn tekst" in answer.text
