"""An attachment goes where its entry goes: whoever may see the entry gets the file, and nobody else gets a trace."""

from urllib.parse import quote

import pytest

from kennisplatform.entries.attachments.accept import checksum
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.files import pdf, picture
from tests.visitor import logged_in

PLAN = pdf("Draaiboek voor de noodkeuken, met de kwelderbus")
PHOTO = picture()


@pytest.fixture
def attach(app, content):
    """Return what writes an entry with a PDF and a picture beside it."""

    def written(slug="lcms", **velden):
        files = {"plan.pdf": PLAN, "foto.png": PHOTO}
        listed = [
            {"bestand": name, "titel": f"Titel van {name}", "controlegetal": checksum(data)}
            for name, data in files.items()
        ]
        folder = content.path / "menukaart" / slug
        folder.mkdir(exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        content.entry("menukaart", slug, bijlagen=listed, **velden)
        site_of(app).follower.synchronise()
        return folder

    return written


WORLD = {
    "openbaar": ({"zichtbaar": "openbaar"}, {"visitor", "member", "networker", "curator"}),
    "leden": ({"zichtbaar": "leden"}, {"member", "networker", "curator"}),
    "netwerk": ({"zichtbaar": "netwerk", "netwerken": ["noord"]}, {"networker", "curator"}),
    "concept": ({"status": "concept"}, {"curator"}),
    "gearchiveerd": ({"status": "gearchiveerd"}, {"curator"}),
}


@pytest.mark.parametrize("slug", WORLD)
def test_only_who_may_see_the_entry_gets_its_files_or_finds_it_by_their_words(app, attach, content, slug):
    velden, allowed = WORLD[slug]
    content.entry("netwerken", "noord")
    attach(slug, **velden)
    viewers = {
        "visitor": app.test_client(),
        "member": logged_in(app, Role.MEMBER).client,
        "networker": logged_in(app, Role.MEMBER, ("noord",), "netwerker").client,
        "curator": logged_in(app, Role.CURATOR).client,
    }
    for name, client in viewers.items():
        expected = 200 if name in allowed else 404
        for file in ("plan.pdf", "foto.png", "plan.pdf?bewaren"):
            assert client.get(f"/bijlagen/{slug}/{file}").status_code == expected, (name, file)
        found = client.get("/api/v1/zoeken?q=kwelderbus").json
        assert [hit["slug"] for hit in found["resultaten"]] == ([slug] if name in allowed else []), name
        mistyped = client.get("/zoeken?q=kwelderbis").text
        assert ("kwelderbus" in mistyped) == (name in allowed), name
        suggested = client.get("/api/v1/suggesties?q=titel van plan").json["suggesties"]
        assert name in allowed or slug not in [suggestion["slug"] for suggestion in suggested]


def test_a_file_comes_with_its_type_and_can_do_nothing(client, attach):
    attach()
    for name, data, media_type in (("plan.pdf", PLAN, "application/pdf"), ("foto.png", PHOTO, "image/png")):
        response = client.get(f"/bijlagen/lcms/{name}")
        assert response.data == data and response.mimetype == media_type
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "script-src" not in response.headers["Content-Security-Policy"]
        assert response.headers["Content-Disposition"].startswith("inline")
        assert "public" not in response.headers["Cache-Control"]
        kept = client.get(f"/bijlagen/lcms/{name}?bewaren")
        assert kept.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_what_a_browser_has_is_not_sent_again_and_a_part_can_be_asked(client, attach, member):
    attach()
    for browser in (client, member.client):
        first = browser.get("/bijlagen/lcms/plan.pdf")
        again = browser.get("/bijlagen/lcms/plan.pdf", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        part = browser.get("/bijlagen/lcms/plan.pdf", headers={"Range": "bytes=5-8"})
        assert (part.status_code, part.data) == (206, PLAN[5:9])
        assert part.headers["Content-Range"] == f"bytes 5-8/{len(PLAN)}"
        for answer in (first, again, part):
            assert answer.headers["Cache-Control"] in {"no-store", "private, no-cache"}
        beyond = browser.get("/bijlagen/lcms/plan.pdf", headers={"Range": "bytes=99999999-"})
        assert beyond.status_code == 416


TRAVERSALS = [
    "..", ".", "../lcms.md", "..%2flcms.md", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%2flcms.md", "....//lcms.md", "..%5clcms.md",
    "%2fetc%2fpasswd", "%252e%252e%252flcms.md", "plan.pdf%00.png", "plan.pdf%0a", "plan.pdf%2f", "plan.pdf/", "./plan.pdf%20", "PLAN.PDF",
    "plan.pdf;x", "plan.pdf%23", "geheim.pdf", "lcms.md", ".htaccess", "ÿ.pdf", "plan.pdf\u202e", "x" * 9000 + ".pdf", "％2e％2e/plan.pdf",
]  # fmt: skip


@pytest.mark.parametrize("slug", ["lcms", "..%2fmenukaart%2flcms", "%00", "x" * 5000], ids=lambda slug: slug[:20])
def test_no_address_leads_to_a_file_that_is_not_listed(client, attach, slug):
    (attach() / "geheim.pdf").write_bytes(PLAN)
    for name in TRAVERSALS:
        with client.get(f"/bijlagen/{slug}/{quote(name, safe='%/;')}", follow_redirects=True) as response:
            assert response.status_code in {404, 414}, name[:20]
            assert b"root:" not in response.data and b"titel:" not in response.data, name[:20]


def test_a_file_that_was_replaced_on_the_disk_is_not_sent(client, attach):
    folder = attach()
    (folder / "plan.pdf").write_bytes(b"<script>alert(1)</script>")
    assert client.get("/bijlagen/lcms/plan.pdf").status_code == 404
    (folder / "plan.pdf").unlink()
    (folder / "plan.pdf").symlink_to(folder / "foto.png")
    assert client.get("/bijlagen/lcms/plan.pdf").status_code == 404


def test_the_page_lists_attachments_with_kind_and_size(visitor, attach):
    attach(tekst="Zie ![De keuken](/bijlagen/lcms/foto.png).")
    page = visitor.page("/menukaart/lcms")
    listed = [item.get_text(" ", strip=True) for item in page.select(".attachment-list li")]
    assert listed == ["Titel van plan.pdf (PDF, 1 kB)", "Titel van foto.png (afbeelding, 1 kB)"]
    assert visitor.get(page.select_one(".attachment-list a")["href"]).data == PLAN
    assert page.select_one(".prose img")["alt"] == "De keuken"
    assert visitor.get(page.select_one(".prose img")["src"]).data == PHOTO


def test_an_attachment_that_is_gone_is_not_listed(visitor, attach):
    (attach() / "plan.pdf").unlink()
    assert len(visitor.page("/menukaart/lcms").select(".attachment-list li")) == 1


def test_a_result_says_that_the_word_stands_in_an_attachment(visitor, attach):
    attach()
    (hit,) = visitor.page("/zoeken?q=kwelderbus").select(".hit")
    assert "Staat in de bijlage Titel van plan.pdf" in hit.get_text(" ", strip=True)


def test_an_attachment_with_another_content_changes_what_is_found(app, client, attach, content):
    folder = attach()
    assert client.get("/api/v1/zoeken?q=kwelderbus").json["totaal"] == 1
    other = pdf("Iets over zandzakken")
    (folder / "plan.pdf").write_bytes(other)
    content.entry(
        "menukaart", "lcms", bijlagen=[{"bestand": "plan.pdf", "titel": "Plan", "controlegetal": checksum(other)}]
    )
    site_of(app).follower.synchronise()
    assert client.get("/api/v1/zoeken?q=kwelderbus").json["totaal"] == 0
    assert client.get("/api/v1/zoeken?q=zandzakken").json["totaal"] == 1


def test_a_broken_pdf_does_not_keep_its_entry_from_being_found(client, content):
    broken = b"%PDF-1.4 stuk"
    (content.path / "menukaart" / "lcms").mkdir()
    (content.path / "menukaart" / "lcms" / "plan.pdf").write_bytes(broken)
    content.entry(
        "menukaart",
        "lcms",
        "Noodkeuken",
        bijlagen=[{"bestand": "plan.pdf", "titel": "Plan", "controlegetal": checksum(broken)}],
    )
    assert client.get("/api/v1/zoeken?q=noodkeuken").json["totaal"] == 1


def test_the_api_lists_attachments_with_their_address(client, attach):
    attach()
    (plan, _) = client.get("/api/v1/voorbeeld/lcms").json["bijlagen"]
    assert plan["titel"] == "Titel van plan.pdf" and client.get(plan["url"]).data == PLAN
