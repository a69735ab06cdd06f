"""The content folder: broken files are left out with a reason, and saving loses nothing."""

import os

import pytest

from kennisplatform.entries.entry_store import EntryStore

GOOD = "titel: T\nsoort: voorbeeld\nsamenvatting: S\nthemas: [alertering]\nsectoren: [gas]\n"

BROKEN = {
    "bad YAML": (f"---\n{GOOD}x: [1\n---\n", "geen geldige YAML"),
    "unknown theme": (f"---\n{GOOD.replace('alertering', 'onzin')}---\n", "'onzin' is geen bekende waarde"),
    "missing title": (f"---\n{GOOD.replace('titel: T', '')}---\n", "dit verplichte veld ontbreekt"),
    "wrong date": (f"---\n{GOOD}bijgewerkt: gisteren\n---\n", "is geen datum"),
    "impossible date": (f"---\n{GOOD}bijgewerkt: 2026-02-31\n---\n", "een datum die niet bestaat"),
    "no front matter": ("Zomaar tekst", "begint niet met een kop"),
    "five megabytes": (f"---\n{GOOD}---\n" + "a" * 5_000_000, "te groot (5,0 MB)"),
    "binary": (b"\x89PNG\r\n\x1a\n\xff\xfe", "geen leesbare tekst"),
    "null bytes": (f"---\n{GOOD}---\n\0", "geen tekst"),
    "YAML bomb": ("---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n", "verwijzingen"),
    "deep nesting": ("---\na: " + "[" * 5000 + "]" * 5000 + "\n---\n", "te diep genest"),
    "python object": ("---\na: !!python/object/apply:os.system [id]\n---\n", "zonder !!python"),
    "twice the same key": (f"---\n{GOOD}titel: U\n---\n", "twee keer"),
    "summary too long": (f"---\n{GOOD.replace('S', 's' * 301)}---\n", "hoogstens 300"),
    "kind of another folder": (f"---\n{GOOD.replace('voorbeeld', 'rol')}---\n", "hoort niet in deze map"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_left_out_with_a_reason_and_the_rest_stays(content, name):
    text, reason = BROKEN[name]
    content.entry("menukaart", "goed")
    content.write("menukaart/kapot.md", text)
    catalogue = EntryStore(content.path).catalogue
    assert list(catalogue.entries) == ["goed"]
    assert any(reason in str(p) and p.path == "menukaart/kapot.md" and p.left_out for p in catalogue.problems)


def test_a_problem_names_file_line_and_field(content):
    content.write("menukaart/kapot.md", f"---\n{GOOD}raming: ''\n---\n")
    (problem,) = EntryStore(content.path).catalogue.problems
    assert (problem.path, problem.line, problem.field) == ("menukaart/kapot.md", 7, "raming")


def test_two_files_with_one_slug_are_reported_and_one_is_shown(content):
    content.entry("menukaart", "dubbel")
    content.entry("netwerken", "dubbel")
    catalogue = EntryStore(content.path).catalogue
    assert len(catalogue.entries) == 1
    assert "bestaat al" in catalogue.problems[0].reason


def test_a_link_out_of_the_folder_is_refused(content, tmp_path):
    outside = tmp_path / "geheim.md"
    outside.write_text(f"---\n{GOOD}---\n")
    os.symlink(outside, content.path / "menukaart/link.md")
    catalogue = EntryStore(content.path).catalogue
    assert not catalogue.entries
    assert "buiten de map" in catalogue.problems[0].reason


def test_an_unknown_key_is_reported(content):
    content.entry("menukaart", "eigen", kleur="blauw")
    assert "kleur" in str(EntryStore(content.path).catalogue.problems[0])


def test_files_that_did_not_change_give_the_same_catalogue(content):
    content.entry("menukaart", "a")
    store = EntryStore(content.path)
    assert store.catalogue is store.refresh()
    content.entry("menukaart", "b")
    assert list(store.refresh().entries) == ["a", "b"]
    (content.path / "menukaart/a.md").unlink()
    assert list(store.refresh().entries) == ["b"]


def test_a_reference_to_nothing_is_reported_but_one_to_a_broken_file_only_once(content):
    content.entry("menukaart", "a", verwant=["kapot", "weg"])
    content.write("menukaart/kapot.md", "geen kop")
    reported = [(problem.path, problem.left_out) for problem in EntryStore(content.path).catalogue.problems]
    assert reported == [("menukaart/a.md", False), ("menukaart/kapot.md", True)]


def test_a_text_that_was_replaced_by_one_as_long_is_noticed_also_when_its_time_was_put_back(content):
    path = content.entry("menukaart", "a", "Een")
    os.utime(path, (0, 0))
    store = EntryStore(content.path)
    assert store.catalogue.entries["a"].title == "Een"
    for title in ("Twe", "Dri"):
        path.write_text(path.read_text().replace(store.catalogue.entries["a"].title, title))
        os.utime(path, (0, 0))
        assert store.refresh().entries["a"].title == title


@pytest.mark.parametrize(
    ("name", "is_left_out"),
    [
        ("losse.md", True),
        ("menukaart/ANDERS.MD", True),
        ("menukaart/notitie.markdown", True),
        ("menukaart/Thumbs.db", False),
        ("onbekend/tekst.md", False),
        ("menukaart/a/~$plan.docx", False),
    ],
)
def test_what_takes_no_part_is_named(content, name, is_left_out):
    content.entry("menukaart", "a")
    (content.path / name).parent.mkdir(exist_ok=True)
    content.write(name, "iets")
    (problem,) = EntryStore(content.path).catalogue.problems
    assert problem.path == (name if "onbekend" not in name else "onbekend")
    assert problem.left_out is is_left_out


def test_hidden_files_are_passed_over(content):
    content.entry("menukaart", "a")
    for name in (".git", "menukaart/.a.md.swp", "menukaart/.DS_Store"):
        content.write(name, "iets")
    assert EntryStore(content.path).catalogue.problems == ()
