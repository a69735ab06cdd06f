"""Whoever looks only at the files that changed knows the same as who reads all of them for the first time."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kennisplatform.entries.content_files import FoundFile, blob_id_of, found_file, found_files, is_of_content
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


def test_a_file_that_came_and_went_during_a_look_at_all_is_not_there(content, monkeypatch):
    content.entry("menukaart", "een")
    store = EntryStore(content.path)
    store.refresh()

    def slowly(folder):
        content.entry("menukaart", "twee")
        store.refresh_only(["menukaart/twee.md"])
        yield from found_files(folder)
        (content.path / "menukaart/twee.md").unlink()
        store.refresh_only(["menukaart/twee.md"])

    monkeypatch.setattr("kennisplatform.entries.content_files.found_files", slowly)
    assert list(store.refresh().entries) == ["een"]
    assert store.catalogue is store.refresh_only(["menukaart/twee.md"])


PARTS = ["menukaart", "paginas", "elders", "loket.yml", "een", "een.md", "plan.pdf", "~$een.md", "a\\b.pdf", "a\nb.md"]
PLACES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("/".join)
KINDS = st.sampled_from(["file", "folder", "to itself", "to a file outside", "to a folder outside", "to a neighbour"])
LONG = f"menukaart/{'a' * 300}.md"


def place(path: Path, kind: str, outside: Path) -> None:
    """Put something at a path, where that is possible: another thing may stand there, or above it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "file":
            path.write_bytes(b"x")
        elif kind == "folder":
            path.mkdir()
        else:
            target = {"to itself": path, "to a file outside": outside / "een.md", "to a folder outside": outside}
            path.symlink_to(target.get(kind, path.parent / "een"))
    except OSError:
        pass


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(PLACES, KINDS), max_size=8), st.lists(PLACES, max_size=5))
def test_one_file_is_found_as_among_all(placed, asked):
    with tempfile.TemporaryDirectory() as folder:
        outside, content = Path(folder, "outside"), Path(folder, "content")
        content.mkdir()
        place(outside / "een.md", "file", outside)
        for path, kind in placed:
            place(content / path, kind, outside)
        every = {found.path: found for found in found_files(content)}
        below = [f"{path}/{part}" for path, _ in placed for part in PARTS]
        for path in {*asked, *(path for path, _ in placed), *below, *every, LONG}:
            if is_of_content(path):
                assert _told(found_file(content, path)) == _told(every.get(path)), path
            else:
                assert path not in every or every[path].ignored_because


def _told(found: FoundFile | None) -> object:
    """Return what is found but the times at which it was last read, which looking itself may change."""
    return found and (found.path, found.file, found.ignored_because, found.status and found.status.st_ino)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PLACES, KINDS), min_size=1, max_size=8))
def test_odd_things_in_the_folder_keep_nobody_from_the_rest(placed):
    with tempfile.TemporaryDirectory() as folder:
        outside, content = Path(folder, "outside"), ContentFolder(Path(folder, "content"))
        content.entry("netwerken", "goed")
        store = EntryStore(content.path)
        store.refresh()
        paths = []
        for path, kind in placed:
            place(content.path / path, kind, outside)
            paths.append(path)
        assert "goed" in store.refresh_only(paths).entries
        some, every = store.blob_ids(paths), store.blob_ids()
        assert some == {path: every[path] for path in paths if path in every and is_of_content(path)}
