"""The lists of the history: whatever is changed, Git reads what was meant, and what differs is told as it is."""

import subprocess

import pytest
from dulwich.objects import Blob, ObjectID
from dulwich.repo import Repo
from hypothesis import given, settings
from hypothesis import strategies as st

from kennisplatform.entries.history.trees import Trees, contents

NAMES = st.sampled_from(["a", "a.md", "a-b", "ab", "a0", "b", "m", "100644 a", "40000 a", "é"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
CONTENTS = [Blob.from_string(text) for text in (b"een", b"twee", b"drie")]


def files_in(folder, tree: ObjectID) -> dict[str, str]:
    """Return path and content id of every file of a state, as the program git reads it."""
    listed = subprocess.run(
        ["git", "-C", folder, "ls-tree", "-rz", tree.decode()], check=True, capture_output=True, text=True
    ).stdout
    lines = (line.partition("\t") for line in listed.split("\0") if line)
    return {path: described.split()[2] for described, _, path in lines}


def fits(state: dict[str, str], path: str) -> bool:
    """Tell whether a path is neither a folder in a state nor below a file of it."""
    others = state.keys() - {path}
    return not any(f"{other}/".startswith(f"{path}/") or path.startswith(f"{other}/") for other in others)


@pytest.fixture(scope="module")
def repo(tmp_path_factory):
    with Repo.init_bare(str(tmp_path_factory.mktemp("repo"))) as repo:
        repo.object_store.add_objects([(blob, None) for blob in CONTENTS])
        yield repo


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(PATHS, st.sampled_from([*CONTENTS, None])), max_size=12))
def test_git_reads_what_was_meant(repo, steps):
    trees, state, tree = Trees(), {}, Trees().changed(repo, None, {})
    for path, blob in steps:
        if not (fits(state, path) if blob else path in state):
            continue
        before, earlier = dict(state), tree
        state.pop(path, None)
        state |= {path: blob.id.decode()} if blob else {}
        tree = trees.changed(repo, tree, {path: blob.id if blob else None})
        assert trees.blob_at(repo, tree, path) == (blob.id if blob else None)
        told = {
            other: tuple(one and one.decode() for one in sides)
            for other, sides in trees.between(repo, earlier, tree).items()
        }
        assert told == ({path: (before.get(path), state.get(path))} if before != state else {})
    assert files_in(repo.path, tree) == state
    subprocess.run(["git", "-C", repo.path, "fsck", "--strict", tree], check=True, capture_output=True)


@given(
    st.dictionaries(st.integers(0, 400).map("menukaart/{}.md".format), st.sampled_from([*CONTENTS, None]), max_size=60)
)
@settings(max_examples=20, deadline=None)
def test_many_changes_at_once_make_what_one_by_one_make(repo, changes):
    start = {f"menukaart/{number}.md": CONTENTS[0].id for number in range(0, 400, 7)}
    at_once = one_by_one = Trees().changed(repo, None, start)
    wanted = {path: blob.id if blob else None for path, blob in changes.items() if blob or path in start}
    at_once = Trees().changed(repo, at_once, wanted)
    for path, blob in wanted.items():
        one_by_one = Trees().changed(repo, one_by_one, {path: blob})
    assert at_once == one_by_one
    asked = {*start, *wanted, "menukaart", "menukaart/0.md/x", "niets/0.md"}
    assert Trees().blobs_at(repo, at_once, asked) == {path: blob for path, blob in (start | wanted).items() if blob}


def test_an_id_that_reads_like_a_line_is_no_line(repo):
    looks = b"100644 a.md\0" + b"x" * 8
    lines = b"100644 0.md\0" + looks + b"100644 b.md\0" + bytes(20)
    trees = Trees()
    tree = trees._write(repo, lines)
    assert trees.blob_at(repo, tree, "a.md") is None
    assert trees.blob_at(repo, tree, "0.md") == looks.hex().encode()
    after = trees.changed(repo, tree, {"a.md": CONTENTS[0].id})
    assert trees.blob_at(repo, after, "a.md") == CONTENTS[0].id
    assert trees.blob_at(repo, after, "b.md") == b"0" * 40


def test_another_repository_within_this_one_is_no_content(repo):
    module = b"160000 mod.md\0" + bytes.fromhex(CONTENTS[0].id.decode())
    trees = Trees()
    tree = trees._write(repo, module)
    assert trees.blob_at(repo, tree, "mod.md") is None
    assert trees.blobs_at(repo, tree, [f"{number}.md" for number in range(40)] + ["mod.md"]) == {}
    assert trees.between(repo, None, tree) == {}
    assert dict(contents(repo, trees.changed(repo, tree, {"een.md": CONTENTS[0].id}))) == {"een.md": CONTENTS[0].id}
