"""`flask export offline` writes what the chosen viewer may see, and never over files of somebody else."""

import json

import pytest

from tests.base import hidden


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    built = hidden.build(tmp_path_factory.mktemp("site"))
    yield built
    built.close()


def export(app, *arguments):
    return app.test_cli_runner().invoke(args=["export", "offline", *map(str, arguments)])


def written(folder):
    return "\n".join(path.read_text("latin-1") for path in folder.rglob("*") if path.is_file()).casefold()


def data(folder):
    return json.loads((folder / "kopie.js").read_text().partition("globalThis.offlineCopy = ")[2].rstrip(";\n"))


@pytest.mark.parametrize(
    ("viewer", "options"),
    [
        ("bezoeker", ()),
        ("lid", ("--viewer", "lid")),
        ("lid-noord", ("--viewer", "lid", "--network", "noord")),
        ("lid-zuid", ("--viewer", "lid", "--network", "zuid")),
    ],
)
def test_the_folder_holds_what_the_viewer_may_see_and_nothing_else(site, tmp_path, viewer, options):
    result = export(site.app, tmp_path / "stick", *options)
    assert result.exit_code == 0, result.output
    text = written(tmp_path / "stick")
    assert [word for word in hidden.hidden_from(viewer) if word in text] == []
    slugs = {entry["slug"] for entry in data(tmp_path / "stick")["vermeldingen"]}
    browser = site.viewers[viewer].client.get("/offline/kopie").get_json()
    assert slugs == {entry["slug"] for entry in browser["vermeldingen"]}


def test_the_page_shows_the_moment_and_needs_nothing_from_a_server(app, content, tmp_path):
    content.entry("contacten", "ifv-desk")
    result = export(app, tmp_path / "stick")
    assert "1 contact, 0 netwerken, 0 rollen" in result.output
    page = (tmp_path / "stick" / "index.html").read_text()
    assert f"Kopie van <strong data-copy-moment>{data(tmp_path / 'stick')['gemaaktInWoorden']}</strong>" in page
    assert "/static" not in page and "http" not in page and "module" not in page


def test_an_earlier_copy_is_written_over_and_leaves_nothing_behind(app, content, tmp_path):
    content.entry("contacten", "geheim", organisatie="Qxgeheim", zichtbaar="leden")
    assert export(app, tmp_path / "stick", "--viewer", "lid").exit_code == 0
    assert "qxgeheim" in written(tmp_path / "stick")
    assert export(app, tmp_path / "stick").exit_code == 0
    assert "qxgeheim" not in written(tmp_path / "stick")


def test_a_folder_with_other_files_is_left_alone(app, content, tmp_path):
    content.entry("contacten", "ifv-desk")
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "kopie.js").write_text("van mij")
    result = export(app, folder)
    assert result.exit_code == 1
    assert "staan al andere bestanden" in result.output
    assert [path.name for path in folder.iterdir()] == ["kopie.js"]
    assert (folder / "kopie.js").read_text() == "van mij"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--network", "noord"), "alleen samen met --viewer lid"),
        (("--viewer", "lid", "--network", "oost"), "Het netwerk oost bestaat niet"),
    ],
)
def test_a_mistake_in_the_options_is_explained_and_nothing_is_written(app, content, tmp_path, options, message):
    content.entry("netwerken", "noord")
    result = export(app, tmp_path / "stick", *options)
    assert result.exit_code == 1
    assert message in result.output
    assert not (tmp_path / "stick").exists()


def test_text_of_others_cannot_end_the_script(app, content, tmp_path):
    content.entry("contacten", "aanval", organisatie="</script><script>alert(1)</script>\u2028x")
    export(app, tmp_path / "stick")
    assert "<script>alert" not in (tmp_path / "stick" / "index.html").read_text()
    assert "\u2028" not in (tmp_path / "stick" / "kopie.js").read_text()
    assert data(tmp_path / "stick")["vermeldingen"][0]["titel"].startswith("</script>")
