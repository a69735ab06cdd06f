"""A curator mends a dead address in one go: replaced or removed everywhere, with what cannot be done said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.curation.worklist import link_repair
from kennisplatform.curation.worklist.link_check import links_in_text
from kennisplatform.curation.worklist.link_client import Answer, Verdict
from kennisplatform.curation.worklist.link_repair import Repair
from kennisplatform.site import site_of

OLD = "https://oud.example/pagina"
NEW = "https://nieuw.example/hier"
LINKS = "/redactie/links"


@pytest.fixture
def three(app, content):
    """Write three entries that point at the same address, each in another way."""
    content.entry("menukaart", "bron", "In een bron", bronnen=[{"titel": "Rapport", "url": f"{OLD}#deel-2"}])
    content.entry("menukaart", "tekst", "In de tekst", f"Lees [het rapport]({OLD}), of <{OLD}/bijlage>.")
    content.entry("contacten", "website", "Als website", website=OLD, bronnen=[{"titel": "B", "url": OLD}])
    known(app, OLD)


def known(app, url, verdict=Verdict.FAILED, moved_to=None):
    """Let the link check have seen this address."""
    site_of(app).follower.synchronise()
    site_of(app).link_checker.checked.note(url, Answer(verdict, "de pagina is er niet", moved_to), date(2026, 3, 1))


def replace(curator, new, old=OLD):
    page = curator.page(LINKS)
    form = next(form for form in page.select("form.replace-link") if form.select_one("[name=adres]")["value"] == old)
    return curator.send(LINKS, form, {"nieuw": new})


def source(content, name):
    return (content.path / name).read_text()


def test_one_address_is_replaced_wherever_it_stands_and_nothing_else_is(app, content, curator, three):
    answer = replace(curator, NEW)
    assert answer.request.path == LINKS and "Adres vervangen" in answer.text
    assert f"url: {NEW}#deel-2" in source(content, "menukaart/bron.md")
    assert f"Lees [het rapport]({NEW}), of <{OLD}/bijlage>." in source(content, "menukaart/tekst.md")
    contact = source(content, "contacten/website.md")
    assert f"website: {NEW}" in contact and OLD not in contact
    assert len(site_of(app).history.revisions()) == 2, "one save, and what was found before it"


def test_it_can_be_undone_from_the_list_and_one_entry_from_its_history(content, curator, three):
    before = {path: path.read_text() for path in content.path.glob("*/*.md")}
    done = replace(curator, NEW)
    page = curator.page(f"{LINKS}?{done.request.query_string.decode()}")
    form = page.select_one(".done form")
    undone = curator.send(form["action"], form, {})
    assert undone.request.path == LINKS
    assert {path: path.read_text() for path in content.path.glob("*/*.md")} == before
    content.entry("menukaart", "tekst", "In de tekst", "Geen link meer")
    content.entry("menukaart", "bron", "In een bron")
    done = replace(curator, NEW)
    page = curator.page(f"{LINKS}?{done.request.query_string.decode()}")
    assert page.select_one(".done a")["href"] == "/redactie/website/geschiedenis"


def test_where_the_site_saw_a_redirect_the_new_address_is_a_button(app, content, curator):
    content.entry("menukaart", "a", bronnen=[{"titel": "A", "url": OLD}])
    known(app, OLD, Verdict.MOVED, NEW)
    form = curator.page(LINKS).select_one(".dead-link form")
    assert form.button.get_text(" ", strip=True).startswith("Neem het nieuwe adres over")
    curator.send(LINKS, form, {})
    assert f"url: {NEW}" in source(content, "menukaart/a.md")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Schrijf het nieuwe adres"),
        ("nieuw adres", "Dit is geen webadres"),
        ("javascript:alert(1)", "Dit is geen webadres"),
        ("https://", "Dit is geen webadres"),
        (f"https://x.example/{'a' * 2000}", "te lang"),
        (OLD, "Dit is hetzelfde adres"),
    ],
)
def test_what_is_no_new_address_is_said_at_the_field_and_changes_nothing(content, curator, three, typed, said):
    before = source(content, "menukaart/bron.md")
    answer = replace(curator, typed)
    assert answer.status_code == 422 and said in answer.text
    assert typed[:2000] in answer.text
    assert source(content, "menukaart/bron.md") == before


def test_www_gets_https_before_it(content, curator, three):
    replace(curator, "www.nieuw.example/hier")
    assert "https://www.nieuw.example/hier" in source(content, "contacten/website.md")


def test_an_address_that_somebody_mended_meanwhile_is_said_to_be_gone(content, curator, three):
    page = curator.page(LINKS)
    replace(curator, NEW)
    answer = curator.send(LINKS, page.select_one("form.replace-link"), {"nieuw": NEW})
    assert "staat in geen enkele vermelding (meer)" in answer.text
    assert "staat in geen enkele vermelding (meer)" in curator.get(f"{LINKS}/verwijderen?adres={OLD}").text


def test_removing_first_lists_what_goes_and_says_what_must_be_done_by_hand(content, curator, three):
    page = curator.page(f"{LINKS}/verwijderen?adres={OLD}")
    text = page.find("main").get_text(" ", strip=True)
    assert "In een bron de bron ‘Rapport’" in text
    assert "Als website de bron ‘B’; het veld Website" in text
    assert "In de tekst een link in de tekst" in text
    assert page.find("a", href="/redactie/tekst")
    answer = curator.submit(f"{LINKS}/verwijderen?adres={OLD}", {}, action=f"{LINKS}/verwijderen")
    assert answer.request.path == LINKS
    assert OLD not in source(content, "menukaart/bron.md") + source(content, "contacten/website.md")
    assert OLD in source(content, "menukaart/tekst.md") and "Niet veranderd in ‘In de tekst’" in answer.text


def test_a_source_that_something_else_names_is_not_removed(app, content, curator):
    content.entry(
        "menukaart",
        "a",
        "Met proef",
        bronnen=[{"titel": "Rapport", "url": OLD}],
        beproefd=[{"soort": "oefening", "wat": "Oefening", "bron": "Rapport"}],
    )
    known(app, OLD)
    page = curator.page(f"{LINKS}/verwijderen?adres={OLD}")
    assert "een ander veld van deze vermelding noemt deze bron" in page.get_text()
    assert not page.select(f"form[action='{LINKS}/verwijderen']")


def test_what_somebody_saved_since_it_was_shown_is_left_alone(app, content, curator, three):
    page = curator.page(f"{LINKS}/verwijderen?adres={OLD}")
    content.entry("menukaart", "bron", "Net gewijzigd", bronnen=[{"titel": "Rapport", "url": OLD}])
    form = page.select_one(f"form[action='{LINKS}/verwijderen']")
    answer = curator.send(f"{LINKS}/verwijderen", form, {})
    assert "Overgeslagen, omdat iemand dit intussen wijzigde: Net gewijzigd" in answer.text
    assert OLD in source(content, "menukaart/bron.md") and OLD not in source(content, "contacten/website.md")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"[a]({OLD})", f"[a]({NEW})"),
        (f"[a]({OLD}#kop 'titel')", f"[a]({NEW}#kop 'titel')"),
        (f"<{OLD}>", f"<{NEW}>"),
        (f"[a]({OLD}#kop)", f"[a]({NEW}#kop)"),
        (f"[a][b]\n\n[b]: {OLD}", f"[a][b]\n\n[b]: {NEW}"),
        (f"[a]({OLD}) en [b](https://archief.example/{OLD})", f"[a]({NEW}) en [b](https://archief.example/{OLD})"),
        (f"[a]({OLD}) en [b]({OLD}-2)", f"[a]({NEW}) en [b]({OLD}-2)"),
        (f"[a]({OLD}) en [b]({OLD}?x=1)", f"[a]({NEW}) en [b]({OLD}?x=1)"),
    ],
)
def test_in_running_text_only_the_whole_address_is_replaced(app, content, body, expected):
    content.entry("menukaart", "a", tekst=body)
    (proposal,) = link_repair.plan(Repair(OLD, NEW), _store(app))
    assert proposal.document.body == expected


_PIECES = st.sampled_from(
    [
        OLD,
        NEW,
        f"{OLD}#kop",
        f"{OLD}/",
        f"[x]({OLD})",
        f"<{OLD}>",
        "(",
        ")",
        "[a](",
        "tekst ",
        "\n\n",
        "`",
        "*",
        f"https://a.example/?u={OLD}",
        f"[y]({NEW})",
    ]
)


@given(st.lists(_PIECES, max_size=8))
def test_whatever_the_text_either_all_links_lead_on_or_it_stays(pieces):
    body = "".join(pieces)
    after = link_repair._text(Repair(OLD, NEW), body)
    if after is not None:
        assert list(links_in_text(after)) == [NEW if link == OLD else link for link in links_in_text(body)]


def _store(app):
    site_of(app).follower.synchronise()
    return site_of(app).store
