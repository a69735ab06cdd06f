"""Curators put attachments to an entry by a form; what is refused says why, and nothing that was filled in is lost."""

import io

import pytest
from bs4 import BeautifulSoup

from kennisplatform.entries.attachments.accept import LARGEST_ATTACHMENT
from kennisplatform.site import site_of
from kennisplatform.web.base.security import LARGEST_FORM
from kennisplatform.web.editor.entry_attachments import LARGEST_REQUEST
from tests.files import pdf, picture

ADDRESS = "/redactie/lcms/bijlagen"


@pytest.fixture
def entry(content):
    return content.entry("menukaart", "lcms", "LCMS", "Over het systeem.")


def send(somebody, data, name="plan.pdf", titel="Draaiboek"):
    return somebody.submit(ADDRESS, {"titel": titel, "bestand": (io.BytesIO(data), name)}, action=ADDRESS)


def error(response):
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser").select_one("#bestand-fout").get_text(" ", strip=True)


def test_what_is_attached_is_found_by_its_words_at_once_and_shown_on_the_page(entry, curator, visitor):
    response = send(curator, pdf("Met de kwelderbus naar de noodkeuken"))
    assert "‘Draaiboek’ is toegevoegd." in response.text
    (hit,) = visitor.page("/zoeken?q=kwelderbus").select(".hit")
    assert "Staat in de bijlage Draaiboek" in hit.get_text(" ", strip=True)
    (link,) = visitor.page("/menukaart/lcms").select(".attachment-list a")
    assert visitor.get(link["href"]).data == pdf("Met de kwelderbus naar de noodkeuken")


def test_a_picture_comes_with_the_line_that_shows_it_in_the_text(entry, curator, visitor, content, app):
    send(curator, picture("GIF"), "De Keuken.gif", "De [nood]keuken")
    (line,) = (field["value"] for field in curator.page(ADDRESS).select(".attachment-line"))
    assert line.startswith("![De (nood)keuken](/bijlagen/lcms/de-keuken-")
    entry.write_text(entry.read_text() + line)
    site_of(app).follower.synchronise()
    shown = visitor.page("/menukaart/lcms").select_one(".prose img")
    assert shown["alt"] == "De (nood)keuken" and visitor.get(shown["src"]).mimetype == "image/png"


@pytest.mark.slow
def test_taking_one_away_removes_file_and_words_and_the_history_brings_them_back(entry, app, curator, visitor, content):
    send(curator, pdf("kwelderbus"))
    send(curator, picture(), "foto.png", "Foto")
    page = curator.page(ADDRESS)
    form = page.select_one(".attachment-cards form")
    assert "‘Draaiboek’ is verwijderd" in curator.send(form["action"], form, {}).text
    assert visitor.page("/menukaart/lcms").select_one(".attachment-list a").text == "Foto"
    assert visitor.get("/api/v1/zoeken?q=kwelderbus").json["totaal"] == 0
    assert [file.suffix for file in (content.path / "menukaart" / "lcms").iterdir()] == [".png"]
    editing = site_of(app).editing
    removal, *_, first, _by_hand = editing.history.revisions("menukaart/lcms.md")
    assert (removal.author, removal.message) == ("Curator", "Bijlage verwijderd: Draaiboek")
    assert first.message == "Bijlage toegevoegd: Draaiboek" and len(first.paths) == 2
    editing.restore("menukaart/lcms.md", first.id, curator_author())
    assert visitor.get("/api/v1/zoeken?q=kwelderbus").json["totaal"] == 1
    (link,) = visitor.page("/menukaart/lcms").select(".attachment-list a")
    assert visitor.get(link["href"]).data == pdf("kwelderbus")


def curator_author():
    from kennisplatform.entries.history.revisions import Author

    return Author("Curator", 1)


REFUSED = {
    "nothing chosen": (None, "Kies een bestand"),
    "HTML": (
        b"<script>alert(1)</script>",
        "geen afbeelding (PNG, JPEG, WebP of GIF) en geen PDF, Word, Excel of PowerPoint",
    ),
    "over the bound": (b"%PDF-1.4" + b"\0" * LARGEST_ATTACHMENT, "groter dan 10 MB"),
    "empty": (b"", "leeg"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refused_file_changes_nothing_and_keeps_the_title_that_was_typed(entry, curator, kind):
    data, reason = REFUSED[kind]
    before = entry.read_bytes()
    values = {"titel": "Mijn titel", **({} if data is None else {"bestand": (io.BytesIO(data), "foto.png")})}
    response = curator.submit(ADDRESS, values, action=ADDRESS)
    response.request.environ["wsgi.input"].close()  # the test client leaves the file of a large form open
    assert reason in error(response)
    assert BeautifulSoup(response.text, "html.parser").select_one("#titel")["value"] == "Mijn titel"
    assert entry.read_bytes() == before and not entry.with_suffix("").exists()


def test_the_same_file_is_not_attached_twice(entry, curator):
    send(curator, picture(), "a.png", "Eerste")
    assert "staat er al, als ‘Eerste’" in error(send(curator, picture(), "a.png", "Tweede"))


@pytest.mark.slow
def test_there_is_a_bound_to_all_attachments_of_an_entry(entry, curator, monkeypatch):
    from kennisplatform.curation.writing import attachments

    monkeypatch.setattr(attachments, "LARGEST_TOTAL", len(pdf("a")) + 10)
    send(curator, pdf("a"))
    assert "samen groter" in error(send(curator, pdf("b"), titel="B"))


MULTIPART = "multipart/form-data; boundary=grens"


def test_a_text_as_large_as_a_file_is_refused_before_it_is_read(entry, curator):
    response = curator.submit("/redactie/lcms/bijlagen", {"titel": "[" * 1_000_000})
    assert response.status_code == 413 and "Dit is te groot om te versturen" in response.text


def test_what_is_far_too_large_gets_a_page_that_says_what_to_do(entry, curator):
    response = curator.client.post(ADDRESS, data=b"-" * (LARGEST_REQUEST + 1), content_type=MULTIPART)
    assert response.status_code == 413 and "Dit is te groot om te versturen" in response.text


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_who_may_not_attach_cannot_fill_the_disk_either(entry, request, who):
    somebody = request.getfixturevalue(who)
    response = somebody.client.post(ADDRESS, data=b"-" * (LARGEST_FORM + 1), content_type=MULTIPART)
    assert response.status_code == 413


def test_only_curators_may_attach_and_only_with_the_token_of_the_form(entry, visitor, member, curator):
    assert "Inloggen" in visitor.get(ADDRESS).text
    assert member.get(ADDRESS).status_code == 403
    sent = {"titel": "x", "bestand": (io.BytesIO(picture()), "x.png")}
    assert curator.client.post(ADDRESS, data=sent).status_code == 400
    assert curator.client.post(f"{ADDRESS}/x.png/verwijderen").status_code == 400
    assert "bijlagen" not in entry.read_text()


@pytest.mark.parametrize(
    "address",
    [
        "/redactie/..%2flcms/bijlagen", "/redactie/%00/bijlagen", "/redactie/LCMS/bijlagen",
        f"/redactie/{'x' * 5000}/bijlagen", "/redactie/é/bijlagen", "/redactie/menukaart%2flcms/bijlagen", "/redactie/%2e%2e/bijlagen",
    ],
    ids=lambda address: address[:30],
)  # fmt: skip
def test_no_address_leads_to_another_file(entry, curator, address):
    assert curator.get(address).status_code in {404, 414}


@pytest.mark.parametrize("name", ["..%2flcms.md", "%2e%2e", "lcms.md", "%00", "x" * 5000, "plan.pdf"])
def test_nothing_can_be_removed_that_is_not_listed(entry, curator, name):
    send(curator, picture(), "foto.png", "Foto")
    form = curator.page(ADDRESS).select_one(".attachment-cards form")
    assert curator.send(f"{ADDRESS}/{name}/verwijderen", form, {}).status_code in {404, 414}
    assert entry.exists() and len(list(entry.with_suffix("").iterdir())) == 1


def test_attaching_while_somebody_else_saves_loses_nothing(entry, app, curator, monkeypatch):
    editing = site_of(app).editing
    store = editing.store
    read = store.document
    others = iter(["Een ander schrijft.", "En nog eens."])

    def document(found):
        answer = read(found)
        if text := next(others, None):
            entry.write_text(entry.read_text() + text)
        return answer

    monkeypatch.setattr(store, "document", document)
    send(curator, picture(), "foto.png", "Foto")
    saved = entry.read_text()
    assert "Een ander schrijft.En nog eens." in saved and "titel: Foto" in saved


def test_a_renamed_entry_takes_its_attachments_and_their_links_along(entry, app, curator, visitor, content):
    send(curator, picture(), "foto.png", "Foto")
    address = curator.page(ADDRESS).select_one(".attachment-cards a")["href"]
    entry.write_text(f"{entry.read_text()}![Foto]({address})\n")
    content.entry("menukaart", "ander", "Ander", f"Zie [de foto]({address}).")
    site_of(app).follower.synchronise()
    editing = site_of(app).editing
    present = editing.store.catalogue.entries["lcms"]
    editing.rename("lcms", "landelijk", editing.store.document(present)[1], curator_author())
    new = visitor.page("/menukaart/landelijk").select_one(".prose img")["src"]
    assert new == address.replace("/lcms/", "/landelijk/")
    assert visitor.page("/menukaart/ander").select_one(".prose a")["href"] == new
    assert visitor.get(new).mimetype == visitor.get(address).mimetype == "image/png"
    assert visitor.client.get(address).status_code == 301


def test_a_removed_entry_takes_its_attachments_along(entry, app, curator, visitor, content):
    send(curator, picture(), "foto.png", "Foto")
    editing = site_of(app).editing
    present = editing.store.catalogue.entries["lcms"]
    address = visitor.page("/menukaart/lcms").select_one(".attachment-list a")["href"]
    editing.delete("lcms", editing.store.document(present)[1], curator_author())
    assert visitor.get(address).status_code == 404 and not (content.path / "menukaart" / "lcms").exists()
    (gone,) = editing.history.deleted()
    editing.restore(gone.path, gone.revision_id, curator_author())
    assert visitor.get(address).mimetype == "image/png"
