"""Whoever looks only at the files that changed knows the same as who reads all of them for the first time."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kennisplatform.entries.content_files import blob_id_of, found_files
from kennisplatform.entries.entry_store import EntryStore
from tests.conftest import ContentFolder

NAMES = ["een", "twee", "drie"]
PATHS = [f"{folder}/{name}.md" for folder in ("menukaart", "netwerken", "paginas") for name in NAMES]
NAMED = st.lists(st.sampled_from([*NAMES, "niets"]), max_size=2, unique=True)
SAID = st.one_of(
    st.none(),
    st.just("---\nkapot: [\n---\n"),
    st.fixed_dictionaries({"verwant": NAMED, "eerdere-namen": NAMED, "tekst": st.sampled_from(["een", "twee"])}),
)
STEPS = st.lists(st.dictionaries(st.sampled_from(PATHS), SAID, min_size=1, max_size=3), min_size=1, max_size=8)
PICTURE = "menukaart/een/plaat.png"


def write(content: ContentFolder, path: str, said: object) -> None:
    folder, name = path.removesuffix(".md").split("/")
    if said is None:
        (content.path / path).unlink(missing_ok=True)
    elif isinstance(said, str):
        content.write(path, said)
    elif folder == "paginas":
        content.entry(folder, name, tekst=said["tekst"])
    else:
        content.entry(folder, name, **said)


def known(store: EntryStore) -> tuple[object, ...]:
    """Return all that a store says, with the order in which it does."""
    catalogue = store.catalogue
    orders = list(catalogue.entries), list(catalogue.pages), list(catalogue.versions)
    return catalogue, orders


@settings(max_examples=15, deadline=None)
@given(STEPS, st.booleans())
def test_what_is_known_is_the_same(steps, with_picture):
    with tempfile.TemporaryDirectory() as folder:
        content = ContentFolder(Path(folder) / "content")
        content.entry("menukaart", "een")
        (content.path / "menukaart/een").mkdir()
        store = EntryStore(content.path)
        store.refresh()
        for step in steps:
            for path, said in step.items():
                write(content, path, said)
            if with_picture:
                content.write(PICTURE, repr(step).encode())
            looked_at = [*step, PICTURE, "menukaart/~$niets.md", "elders/niets.md", "../niets.md"]
            assert store.refresh_only(looked_at) is store.catalogue
            anew = EntryStore(content.path)
            anew.refresh()
            assert known(store) == known(anew)
            assert store.blob_ids(looked_at).items() <= anew.blob_ids().items()
        before = store.catalogue
        assert store.refresh() is before
        assert store.blob_ids() == anew.blob_ids()


def test_a_file_is_looked_at_while_all_are(content, monkeypatch):
    """What somebody saves during a look at all files is not undone by what that saw before."""
    for name in NAMES:
        content.entry("menukaart", name)
    store = EntryStore(content.path)
    store.refresh()

    def slowly(folder):
        yield from found_files(folder)
        content.entry("menukaart", "twee", "Vernieuwd")
        (content.path / "menukaart/drie.md").unlink(missing_ok=True)
        store.refresh_only(["menukaart/twee.md", "menukaart/drie.md"])

    monkeypatch.setattr("kennisplatform.entries.content_files.found_files", slowly)
    catalogue = store.refresh()
    assert catalogue.entries["twee"].title == "Vernieuwd"
    assert list(catalogue.entries) == ["een", "twee"]
    assert store.blob_ids()["menukaart/twee.md"] == blob_id_of((content.path / "menukaart/twee.md").read_bytes())
