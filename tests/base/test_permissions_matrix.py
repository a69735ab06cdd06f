"""Who may see what: every address of the site, asked for by every kind of viewer, with traps for whatever leaks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

import pypdf
import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kennisplatform.vocabulary import Role
from kennisplatform.web.base.requests import RecordNumber
from tests.base import hidden
from tests.base.hidden import ENTRIES, PUBLIC, VIEWERS, HiddenEntry, Site
from tests.base.routes import EVERYONE, NO_REVISION, ROUTES, Route

pytestmark = pytest.mark.slow

CONCEPT_PAGE = "/paginas/verborgen"
ELSEWHERE = {
    "/inloggen/code": 302,  # to logging in: nobody here is half way
    "/account/formulier": 302,  # to the own account: no form waits here
    "/inloggen/organisatie": 404,  # no organisation is configured
    "/inloggen/organisatie/terug": 404,
    "/eerste-beheerder/onbekend": 410,  # no such link, or not any more
    "/uitnodiging/onbekend": 410,
    "/nieuw-wachtwoord/onbekend": 410,
    "/correctie/onbekend": 410,
    "/plannen/uitnodiging/onbekend": 410,
    "/metrics": 404,  # nobody here has the token
    "/redactie/bestanden/woorden/1": 404,  # no list of words here
}
PLAN = "/plannen/1"
"""The plan with its actions."""
ELSEWHERE |= {
    "/plannen/99": 404,
    f"{PLAN}/acties/99": 404,
    f"{PLAN}/acties/1/stap/verzonnen": 404,
    f"{PLAN}/versies/99": 404,
    f"{PLAN}/opmerkingen/99": 404,
}
ELSEWHERE |= {sample: 404 for route in ROUTES.values() for sample in route.samples if NO_REVISION in sample}
"""The samples that do not answer 200, to whoever may use the route."""
ERROR_PAGES = (
    "/bestaat-niet",
    "/menukaart/",
    "/menukaart/qx",
    "/zoeken?pagina=0",
    "/zoeken?pagina=9999999",
    "/api/v1/bestaat-niet",
    "/api/v1/zoeken?thema=x",
    "/api/v1/voorbeeld/qxvorigeslug",
    "/menukaart/qxvorigeslug",
    "/menukaart/qxverwijderd",
)
PUBLIC_CONTACT = {"slug": "openbaar-contact", "kind": "contact", "word": "openbaar contact", "attachment": "x.png"}
SAME_FOR_VISITORS = [
    sample for route in ROUTES.values() if route.needs is EVERYONE for sample in route.samples if "{" not in sample
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the site full of hidden things; these tests only look."""
    built = hidden.build(tmp_path_factory.mktemp("site"))
    built.app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # what is refused must be refused to who has a token as well
    yield built
    built.close()


@pytest.fixture(scope="module")
def site_without(tmp_path_factory):
    """Return the same site in which nothing is hidden, because it is not there."""
    built = hidden.build(tmp_path_factory.mktemp("site-without"), with_hidden=False)
    yield built
    built.close()


@pytest.fixture(scope="module", params=list(VIEWERS))
def viewer(request):
    """Return the name of a kind of viewer."""
    return request.param


@pytest.fixture(scope="module")
def answers(site, viewer):
    """Return what each address of the table answers this viewer; every address is asked for once."""
    asked_for = (address for route in ROUTES.values() for address in [*addresses(route), *of_public_contact(route)])
    client = site.viewers[viewer].client
    return {address: answer_of(client.get(address)) for address in dict.fromkeys([*asked_for, *ERROR_PAGES])}


def about(route: Route) -> list[HiddenEntry]:
    """Return the hidden entries that a route is about."""
    return [entry for entry in ENTRIES if entry.folder == route.folder or not route.folder]


def addresses(route: Route, entries: Sequence[HiddenEntry] = ENTRIES) -> list[str]:
    """Return the samples of a route, filled in with these hidden entries."""
    found: list[str] = []
    for sample in route.samples:
        if "{word}" in sample:
            for entry in entries:
                title = entry.word("titel")
                mistyped = (title, title[:-1], title[:-2] + title[-1])
                found += [sample.format(word=word) for word in mistyped]
        elif "{" in sample:
            found += [filled(sample, entry) for entry in about(route) if entry in entries]
        else:
            found.append(sample)
    return found


def of_public_contact(route: Route) -> list[str]:
    """Return the samples of a route, filled in with the contact that everybody sees."""
    return [sample.format(**PUBLIC_CONTACT) for sample in route.samples]


def filled(sample: str, entry: HiddenEntry) -> str:
    """Return the address about one entry."""
    return sample.format(slug=entry.slug, kind=entry.kind, attachment=entry.attachment)


@dataclass(frozen=True)
class Answer:
    """The status of an answer, and all that can be read in it and its headers, in lower case."""

    status: int
    text: str


def answer_of(response: TestResponse) -> Answer:
    """Read an answer."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers if name != "Set-Cookie")
    return Answer(response.status_code, unquote(f"{headers}\n{readable(response)}").casefold())


def traces(viewer: str, address: str, answer: Answer) -> list[str]:
    """Return what is in an answer and not for this viewer; what they typed themselves does not count."""
    typed = unquote(address).casefold()
    return [word for word in hidden.hidden_from(viewer) if word in answer.text and word not in typed]


def readable(response: TestResponse) -> str:
    """Return the text of an answer, that of files of Office and of a PDF included."""
    if response.mimetype.startswith("image/"):
        return ""
    if response.mimetype == "application/pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.get_data())).pages)
    if not response.get_data().startswith(b"PK"):
        return response.text
    files = zipfile.ZipFile(io.BytesIO(response.get_data()))
    return "".join(files.read(name).decode(errors="replace") for name in files.namelist())


def without_token(response: TestResponse) -> str:
    """Return the text of an answer without what changes by itself.

    That is the token of its forms, its own moment, when things were saved, and what comes near to what was typed
    (which `traces` looks at).
    """
    text = re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", response.text)
    text = re.sub(r"<updated>[^<]*|<section aria-labelledby=.bedoelde.*?</section>\s*", "", text, flags=re.DOTALL)
    return re.sub(r'("gemaakt(?:InWoorden)?":")[^"]*', r"\1", text)


def rules(site: Site) -> list[Rule]:
    """Return every route but those of files that come with the program."""
    return [rule for rule in site.app.url_map.iter_rules() if not rule.endpoint.endswith("static")]


def asked(rule: Rule, site: Site) -> str:
    """Return an address of a route, with anything for what it takes."""
    values = {name: 1 if isinstance(one, RecordNumber) else "x" for name, one in rule._converters.items()}
    return site.app.url_map.bind("localhost").build(rule.endpoint, values, method=next(iter(rule.methods or ["GET"])))


def may_use(viewer: str, route: Route) -> bool:
    """Tell whether this viewer has the role that a route needs."""
    role, _ = VIEWERS[viewer]
    roles = list(Role)
    return route.needs is EVERYONE or (role is not None and roles.index(role) >= roles.index(route.needs))


def test_every_route_is_in_the_table_and_asks_for_the_role_that_the_table_says(site):
    asked_for = {rule.endpoint: site.app.view_functions[rule.endpoint].needed_role for rule in rules(site)}
    assert asked_for == {endpoint: route.needs for endpoint, route in ROUTES.items()}


def test_every_route_that_shows_something_has_a_sample(site):
    shows = {rule.endpoint for rule in rules(site) if "GET" in (rule.methods or ())}
    assert [endpoint for endpoint in sorted(shows) if not ROUTES[endpoint].samples] == []


def test_who_lacks_the_role_is_refused_by_every_route_and_method(site, viewer):
    for rule in rules(site):
        if may_use(viewer, ROUTES[rule.endpoint]):
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            response = site.viewers[viewer].client.open(asked(rule, site), method=method)
            where = (viewer, method, rule.rule)
            if viewer == "bezoeker":
                assert response.status_code == 302, where
                assert response.location.startswith("/inloggen"), where
            else:
                assert response.status_code == 403, where


def test_nothing_hidden_leaves_a_trace_at_any_address(viewer, answers):
    found = {address: traces(viewer, address, answer) for address, answer in answers.items()}
    assert {address: words for address, words in found.items() if words} == {}
    assert len(answers) > 300


def test_who_has_the_role_is_let_in(viewer, answers):
    for endpoint, route in ROUTES.items():
        if not may_use(viewer, route) or "{" in "".join(route.samples):
            continue
        for address in addresses(route):
            is_hidden = address == CONCEPT_PAGE and viewer not in hidden.CURATORS
            is_hidden |= address.startswith(PLAN) and viewer not in hidden.PLAN_READERS
            leads_on = endpoint == "login.log_in" and viewer != "bezoeker"  # who is in goes on
            expected = 404 if is_hidden else 302 if leads_on else ELSEWHERE.get(address, 200)
            assert answers[address].status == expected, (viewer, endpoint, address)


def test_an_entry_is_there_for_who_may_see_it_and_for_others_as_absent_as_what_never_was(site, viewer):
    client = site.viewers[viewer].client
    for endpoint, route in ROUTES.items():
        for sample in (sample for sample in route.samples if "{slug}" in sample and may_use(viewer, route)):
            for entry in about(route):
                address = filled(sample, entry)
                response = client.get(address)
                if viewer in entry.seen_by and (entry.is_published or not route.takes_along):
                    assert response.status_code == (302 if route.leads_on else 200), (viewer, address)
                    continue
                never_was = replace(entry, way="nooit")
                absent = client.get(filled(sample, never_was))
                assert response.status_code == absent.status_code == 404, (viewer, address, endpoint)
                same = without_token(absent).replace(never_was.slug, entry.slug)
                # The word of its attachment: the page repeats what was typed without the dot, to search for.
                same = same.replace(never_was.word("bestand"), entry.word("bestand"))
                assert without_token(response) == same, address


def test_the_name_of_a_person_is_on_the_page_of_the_contact_and_nowhere_else(viewer, answers):
    contacts = {entry.slug: entry.word("persoon") for entry in ENTRIES if entry.folder == "contacten"}
    contacts["openbaar-contact"] = "qxpersoon"
    elsewhere = [
        address
        for endpoint, route in ROUTES.items()
        if endpoint not in {"front_desk.contact", "contact_person.edit"}
        for address in [*addresses(route), *of_public_contact(route)]
    ]
    for address in elsewhere:
        text = answers[address].text
        assert [name for name in contacts.values() if name in text and name not in address] == [], (viewer, address)
    seen = {slug for slug, name in contacts.items() if name in answers[f"/contacten/{slug}"].text}
    visible = {entry.slug for entry in ENTRIES if entry.folder == "contacten" and viewer in entry.seen_by}
    assert seen == (set() if viewer == "bezoeker" else visible | {"openbaar-contact"})


def test_the_page_of_an_entry_shows_all_its_words_to_who_may_see_it(site, viewer):
    """Otherwise the words could be missing above because they are shown to nobody."""
    for endpoint in ("menu_card_entry", "role", "network", "agenda"):
        route = ROUTES[f"entries.{endpoint}"]
        for entry in (entry for entry in about(route) if viewer in entry.seen_by):
            text = site.viewers[viewer].client.get(filled(route.samples[0], entry)).text.casefold()
            missing = [
                place
                for place in ("titel", "samenvatting", "tekst", "bestand", "bijlage", "bron")
                if entry.word(place) not in text
            ]
            assert missing == [], (viewer, entry)


def test_searching_finds_what_somebody_may_see_and_counts_nothing_else(site, viewer):
    check_that_a_search_finds_and_counts_what_may_be_seen(site, viewer)


def check_that_a_search_finds_and_counts_what_may_be_seen(site, viewer):
    for entry in ENTRIES:
        found = site.viewers[viewer].client.get(f"/api/v1/zoeken?q={entry.word('titel')}").get_json()
        slugs = [result["slug"] for result in found["resultaten"]]
        counted = {value["aantal"] for values in found["facetten"].values() for value in values}
        if viewer in entry.seen_by:
            assert slugs == [entry.slug], (viewer, entry)
        else:
            assert (found["totaal"], slugs, counted) == (0, [], {0}), (viewer, entry)


@pytest.mark.parametrize("address", SAME_FOR_VISITORS)
def test_a_visitor_gets_the_same_answer_as_when_nothing_hidden_existed(site, site_without, address):
    check_that_a_visitor_gets_the_same_answer(site, site_without, address)


def check_that_a_visitor_gets_the_same_answer(site, site_without, address):
    answers = [where.viewers["bezoeker"].client.get(address) for where in (site, site_without)]
    full, without = ((answer.status_code, without_token(answer)) for answer in answers)
    assert full == without


def test_the_public_entry_names_hidden_ones_to_who_may_see_them_only(site, viewer):
    page = site.viewers[viewer].client.get(f"/menukaart/{PUBLIC}").text
    for entry in ENTRIES:
        assert (f"/{entry.slug}" in page) is (viewer in entry.seen_by), (viewer, entry)


def test_a_page_that_somebody_looked_at_before_is_everybodys_own(site):
    """Pages are remembered: whoever comes next, and whoever came before, each gets what is theirs and nothing more."""
    views = site.app.view_functions
    remembered = [endpoint for endpoint in ROUTES if getattr(views[endpoint], "is_remembered", False)]
    assert remembered
    order = [*VIEWERS, *reversed(VIEWERS)]
    samples = [(ROUTES[endpoint], sample) for endpoint in remembered for sample in ROUTES[endpoint].samples]
    for address in dict.fromkeys(
        sample.format(slug=entry.slug, word=entry.word("titel"))
        for route, sample in samples
        for entry in about(route)[::3]
    ):
        answers = [(viewer, site.viewers[viewer].client.get(address)) for viewer in order]
        first = dict(reversed(answers))
        for viewer, response in answers:
            assert traces(viewer, address, answer_of(response)) == [], (viewer, address)
            assert without_token(response) == without_token(first[viewer]), (viewer, address)
        names = {
            viewer: re.search(r'class="account-name"[^>]*>([^<]*)', response.text) for viewer, response in first.items()
        }
        own = {viewer: name and name[1] for viewer, name in names.items()}
        assert own == {viewer: None if viewer == "bezoeker" else viewer.capitalize() for viewer in VIEWERS}, address
        tokens = [re.findall(r'csrf_token" value="([^"]*)', first[viewer].text) for viewer in VIEWERS]
        assert tokens[0] == []
        assert all(tokens[1:])
        assert len({token[0].partition(".")[0] for token in tokens[1:]}) == len(VIEWERS) - 1
