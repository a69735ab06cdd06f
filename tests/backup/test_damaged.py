"""A file that is not a whole and honest backup is refused in plain Dutch, and nothing of it is put in place."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennisplatform.backup.archive import NotUsable
from kennisplatform.backup.checking import read_backup
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.backup.world import done, empty_site, fill_content, is_untouched, live_with, run
from tests.conftest import ContentFolder
from tests.sites import site_on
from tests.visitor import logged_in

Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    """Return a backup as it should be."""
    folder = tmp_path_factory.mktemp("heel")
    content = ContentFolder(folder / "content")
    fill_content(content)
    with site_on(content.path, folder / "instance") as app:
        logged_in(app, Role.CURATOR)
        live_with(app, content)
        done(app, "backup", folder / "site.tar")
    return (folder / "site.tar").read_bytes()


def members_of(data: bytes) -> Members:
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return [(info, tar.extractfile(info).read()) for info in tar]


def tar_of(members: Members) -> bytes:
    """Return an archive as somebody makes it who means harm: its checksums are right."""
    file = io.BytesIO()
    sums = ""
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for info, data in members:
            if info.name == "SHA256SUMS":
                continue
            if info.isreg():
                info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
            sums += f"{hashlib.sha256(data).hexdigest()}  {info.name}\n"
        last = tarfile.TarInfo("SHA256SUMS")
        last.size = len(sums.encode("utf-8", "surrogateescape"))
        tar.addfile(last, io.BytesIO(sums.encode("utf-8", "surrogateescape")))
    return file.getvalue()


def member(name: str, data: bytes = b"x", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, data


def with_member(name: str, data: bytes = b"x", **fields: object) -> Callable[[bytes], bytes]:
    return lambda whole: tar_of([*members_of(whole), member(name, data, **fields)])


def changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda whole: tar_of([(i, change(data) if i.name == name else data) for i, data in members_of(whole)])


def described(**values: object) -> Callable[[bytes], bytes]:
    return changed("backup.json", lambda data: json.dumps(json.loads(data) | values).encode())


def in_tables(change: Callable[[dict[str, dict]], object]) -> Callable[[bytes], bytes]:
    def changed_tables(data: bytes) -> bytes:
        tables = json.loads(data)
        change({table["name"]: table for table in tables["tables"]})
        return json.dumps(tables).encode()

    return changed("database/tabellen.json", changed_tables)


def without(name: str) -> Callable[[bytes], bytes]:
    return lambda whole: tar_of([(info, data) for info, data in members_of(whole) if info.name != name])


def byte_changed_in(text: bytes) -> Callable[[bytes], bytes]:
    return lambda whole: whole.replace(text, bytes([text[0] ^ 1]) + text[1:], 1)


def huge(kind: bytes) -> Callable[[bytes], bytes]:
    """Begin with a header that claims to be followed by eight gigabytes."""
    info = tarfile.TarInfo("x")
    info.size = 8 * 2**30 - 1
    info.type = kind
    return lambda whole: info.tobuf(tarfile.USTAR_FORMAT) + whole


DAMAGED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "geen reservekopie"),
    "a text": (lambda _: b"Dit is geen tar. " * 1000, "geen reservekopie"),
    "compressed": (gzip.compress, "geen reservekopie"),
    "another tar": (lambda _: tar_of([member("iets.txt")]), "geen reservekopie"),
    "another program": (described(program="iets anders"), "geen reservekopie"),
    "cut in half": (lambda whole: whole[: len(whole) // 2], "houdt te vroeg op"),
    "cut off the checksums": (lambda whole: whole[: whole.rindex(b"SHA256SUMS\0")], "houdt te vroeg op"),
    "a byte of an entry": (byte_changed_in(b"Over nooddrinkwater, nu"), "voorbeeld-1.md’ is beschadigd"),
    "a byte of a checksum": (
        lambda whole: whole[: (at := whole.rindex(b"  README.txt") - 64)] + b"g" + whole[at + 1 :],
        "README.txt’ is beschadigd",
    ),
    "a member less": (
        lambda whole: tar_of([]) if not whole else _without_but_in_sums(whole, "content/thesaurus.yml"),
        "SHA256SUMS past niet",
    ),
    "something behind": (lambda whole: whole[: _end(whole)] + tar_of([member("content/x.md")]), "staat nog iets"),
    "out of the folder": (with_member("content/../../buiten.md"), "naam die er niet in hoort"),
    "from the root": (with_member("/etc/cron.d/x"), "naam die er niet in hoort"),
    "by a backslash": (with_member("content/..\\x"), "naam die er niet in hoort"),
    "hidden": (with_member("content/.git/config"), "naam die er niet in hoort"),
    "unprintable": (with_member("content/a\nb.md"), "naam die er niet in hoort"),
    "no text": (with_member("content/a\udcff.md"), "naam die er niet in hoort"),
    "a link": (with_member("content/x.md", type=tarfile.SYMTYPE, linkname="/etc/passwd"), "geen gewoon bestand"),
    "a hard link": (with_member("content/x.md", type=tarfile.LNKTYPE, linkname="README.txt"), "geen gewoon bestand"),
    "a device": (with_member("content/x.md", type=tarfile.CHRTYPE), "geen gewoon bestand"),
    "a folder": (with_member("content/x", type=tarfile.DIRTYPE), "geen gewoon bestand"),
    "elsewhere": (with_member("elders/x.md"), "iets dat er niet in hoort"),
    "the key": (with_member("instance/secret-key"), "iets dat er niet in hoort"),
    "twice": (with_member("content/thesaurus.yml"), "twee keer"),
    "a file as folder": (with_member("content/thesaurus.yml/x.md"), "twee keer"),
    "huge": (huge(tarfile.REGTYPE), "geen reservekopie"),
    "a huge name": (huge(tarfile.GNUTYPE_LONGNAME), "geen reservekopie"),
    "a huge header": (huge(tarfile.XHDTYPE), "geen reservekopie"),
    "of the future": (described(format=99), "nieuwere versie"),
    "migrated in the future": (described(database={"kind": "sqlite", "revision": "9999"}), "nieuwere versie"),
    "a history that is none": (
        changed("instance/geschiedenis.git/refs/heads/main", lambda _: b"0" * 40 + b"\n"),
        "eschiedenis",
    ),
    "a table too many": (in_tables(lambda tables: tables["draft"].update(name="vreemd")), "tabel"),
    "other columns": (in_tables(lambda tables: tables["account"]["columns"].pop("email")), "andere kolommen"),
    "a row too few": (in_tables(lambda tables: tables["account"].update(rows=7)), "rijen in plaats van 7"),
    "no rows at all": (without("database/account.jsonl"), "ontbreken"),
    "no list of tables": (changed("database/tabellen.json", lambda _: b"{"), "niet te lezen"),
    "a line cut short": (changed("database/account.jsonl", lambda data: data[:-5]), "niet te lezen"),
    "a line of another kind": (changed("database/account.jsonl", lambda _: b'{"id": "een"}\n'), "niet te lezen"),
    "a deep line": (changed("database/account.jsonl", lambda _: b"[" * 100_000 + b"\n"), "niet te lezen"),
    "a row without what it needs": (changed("database/account.jsonl", lambda _: b'{"id": 1}\n'), "past niet"),
    "a row too large a number": (
        changed("database/account.jsonl", lambda _: b'{"id": 1%s}\n' % (b"0" * 30)),
        "account",
    ),
}


def _without_but_in_sums(whole: bytes, name: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for info, data in members_of(whole):
            if info.name != name:
                tar.addfile(info, io.BytesIO(data))
    return file.getvalue()


def _end(whole: bytes) -> int:
    return len(whole.rstrip(b"\0")) // 512 * 512 + 512


@pytest.mark.parametrize("what", DAMAGED)
def test_a_file_that_is_no_good_leaves_the_installation_empty(whole, tmp_path, what):
    damage, reason = DAMAGED[what]
    file = tmp_path / "site.tar"
    file.write_bytes(damage(whole))
    assert file.read_bytes() != whole
    with empty_site(tmp_path / "nieuw") as app:
        result = run(app, "restore", file)
        assert isinstance(result.exception, SystemExit), (what, result.exception)
        assert result.exit_code == 1
        assert reason in result.output, result.output
        assert is_untouched(app)
        (tmp_path / "nieuw" / "content").rmdir()
        good = tmp_path / "heel.tar"
        good.write_bytes(whole)
        assert "Teruggezet" in done(app, "restore", good)
        assert site_of(app).accounts.by_email("curator@voorbeeld.nl")


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_bytes_change_the_check_says_so_in_words_or_all_that_counts_is_whole(whole, tmp_path, data):
    end = data.draw(st.sampled_from([len(whole), len(whole), len(whole) - 512, len(whole) - 1024]))
    places = data.draw(st.lists(st.tuples(st.integers(0, end - 1), st.integers(1, 255)), max_size=3))
    end = data.draw(st.one_of(st.just(end), st.integers(0, end)))
    changed = bytearray(whole)
    for place, difference in places:
        changed[place] ^= difference
    file = tmp_path / "site.tar"
    file.write_bytes(changed[:end])
    unpacked: dict[str, bytes] = {}
    with suppress(NotUsable):
        read_backup(file, lambda _: None, take=lambda _, member: unpacked.update({member.name: member.whole(10**8)}))
        assert unpacked == {info.name: data for info, data in members_of(whole) if info.name in unpacked}
        assert len(unpacked) == len(members_of(whole)) - 4


@pytest.mark.parametrize("what", ["cut in half", "a byte of an entry", "a link", "huge", "a text"])
def test_the_check_sees_it_too(app, whole, tmp_path, what):
    damage, reason = DAMAGED[what]
    file = tmp_path / "site.tar"
    file.write_bytes(damage(whole))
    result = run(app, "backup", "--check", file)
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True)
    assert reason in result.output


def test_the_check_tells_what_is_in_it(app, whole, tmp_path):
    file = tmp_path / "site.tar"
    file.write_bytes(whole)
    said = done(app, "backup", "--check", file)
    for words in ("Alles is heel", "Inhoud: 10 bestanden", "1  account", "Gemaakt met python", "sqlite"):
        assert words in said, words


def test_a_file_that_is_not_there_is_named(app, tmp_path):
    for arguments in (["restore"], ["backup", "--check"]):
        result = run(app, *arguments, tmp_path / "niet.tar")
        assert result.exit_code == 1
        assert "niet.tar" in result.output


def test_only_an_empty_installation_is_filled(whole, tmp_path):
    file = tmp_path / "site.tar"
    file.write_bytes(whole)
    with empty_site(tmp_path / "nieuw") as app:
        done(app, "restore", file)
        content: Path = tmp_path / "nieuw" / "content"
        (content / "menukaart" / "nog-een.md").write_text("van na het terugzetten")
        result = run(app, "restore", file)
        assert result.exit_code == 1
        for words in ("CONTENT_DIR", "INSTANCE_DIR", "DATABASE_URL", "Er is niets veranderd"):
            assert words in result.output
        assert (content / "menukaart" / "nog-een.md").exists()
        assert site_of(app).accounts.by_email("curator@voorbeeld.nl")
