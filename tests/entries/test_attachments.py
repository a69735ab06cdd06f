"""What may be attached: pictures and PDFs that are what they hold, without anything that could do harm."""

import io
import json
import os
import zlib
from pathlib import Path

import pytest
from PIL import Image

from kennisplatform.entries.attachments.accept import LARGEST_ATTACHMENT, RefusedAttachment, accept, checksum
from kennisplatform.entries.attachments.files import AttachmentFiles
from kennisplatform.entries.attachments.texts import AttachmentTexts
from kennisplatform.entries.entry_store import EntryStore
from tests.files import (
    opens_with,
    pdf,
    pdf_made,
    photo_with_place,
    picture,
    png_claiming,
    with_form_in_xml,
    with_script_on_its_page,
)

REFUSED = {
    "empty": b"",
    "text": b"gewoon tekst",
    "HTML called .png": b"<!doctype html><script>alert(1)</script>",
    "HTML after white space": b"\n\n <html><script>alert(1)</script>",
    "SVG with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "SVG as XML": b'<?xml version="1.0"?><svg onload="alert(1)"/>',
    "Windows program": b"MZ\x90\0" + b"\0" * 200,
    "Linux program": b"\x7fELF" + b"\0" * 200,
    "script": b"#!/bin/sh\nid\n",
    "zip cut short": b"PK\x03\x04" + b"\0" * 200,
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 200,
    "HEIC": b"\0\0\0\x18ftypheic" + b"\0" * 200,
    "TIFF": picture("TIFF"),
    "BMP": picture("BMP"),
    "only a GIF's signature, then JavaScript": b"GIF89a=1;alert(1)//",
    "only a PNG's signature": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    "PNG cut short": picture("PNG", (400, 300))[:-60],
    "JPEG cut short": picture("JPEG", (400, 300))[:-200],
    "PNG with a wrong checksum": picture().replace(b"IDAT", b"IDAS"),
    "PNG of 2.5 thousand million pixels": png_claiming(50_000, 50_000),
    "PNG with a huge side": png_claiming(2_000_000_000, 1),
    "PNG just over the bound": png_claiming(6_400, 6_400),
    "too large": b"%PDF-1.4" + b"\0" * LARGEST_ATTACHMENT,
    "only a PDF's signature": b"%PDF-1.4\n%%EOF",
    "HTML in a PDF's clothes": b"%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF",
    "PDF after something else": b"<script>alert(1)</script>\n" + pdf("x"),
    "PDF before a zip": pdf("x") + b"PK\x03\x04" + b"\0" * 2000,
    "PDF cut short": pdf("x")[:-200],
    "PDF with a password": pdf_made(lambda writer: writer.encrypt("geheim")),
    "PDF with a script": pdf_made(with_script_on_its_page),
    "PDF that runs a script when opened": pdf_made(opens_with({"/S": "/JavaScript", "/JS": "app.alert(1)"})),
    "PDF with the name of a script written in numbers": pdf("x").replace(b"/Type /Catalog", b"/Type /Catalog /Names << /J#61vaScript 9 0 R >>"),
    "PDF with a script that nothing refers to": pdf("x") + b"9 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n" + pdf("x")[pdf("x").rindex(b"startxref") :],
    "PDF that starts a program": pdf_made(opens_with({"/S": "/Launch", "/F": "cmd.exe"})),
    "PDF that sends a form": pdf_made(opens_with({"/S": "/SubmitForm", "/F": "https://e.org"})),
    "PDF that fetches data": pdf_made(opens_with({"/S": "/ImportData", "/F": "x"})),
    "PDF with a file in it": pdf_made(lambda writer: writer.add_attachment("x.exe", b"MZ")),
    "PDF with a form in XML": pdf_made(with_form_in_xml),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_plain_picture_or_pdf_is_refused_with_a_reason(kind):
    with pytest.raises(RefusedAttachment) as refused:
        accept("foto.png", REFUSED[kind])
    assert refused.value.reason.endswith(".") and len(refused.value.reason) > 20


REASONS = {
    "zip cut short": "beschadigd",
    "old Word": "oude Word, Excel of PowerPoint.*Opslaan als.*PDF",
    "HEIC": "JPEG",
    "PNG just over the bound": "miljoen beeldpunten",
    "PNG with a huge side": "miljoen beeldpunten",
    "too large": "10 MB",
    "PDF with a password": "wachtwoord",
    "PDF with a script": "programmacode",
    "PDF that runs a script when opened": "programmacode",
    "PDF with the name of a script written in numbers": "programmacode",
    "PDF with a script that nothing refers to": "programmacode",
    "PDF that starts a program": "programmacode",
    "PDF that sends a form": "programmacode",
    "PDF with a form in XML": "programmacode",
    "PDF with a file in it": "andere bestanden",
}


@pytest.mark.parametrize("kind", REASONS)
def test_the_reason_is_the_real_one(kind):
    with pytest.raises(RefusedAttachment, match=REASONS[kind]):
        accept("foto.png", REFUSED[kind])


NAMES = {
    "foto.png": "foto",
    "Plattegrond Noord (2).PNG": "plattegrond-noord-2",
    "Coördinatie één.png": "coordinatie-een",
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system.ini": "system",
    "/etc/passwd": "passwd",
    "C:\\foto.png": "foto",
    "..": "bijlage",
    ".htaccess": "htaccess",
    "": "bijlage",
    "foto.php.png": "foto-php",
    "foto.png.html": "foto-png",
    "foto.png\0.html": "foto-png",
    "foto.png\r\nX-Header: 1": "foto",
    "a/b/../c.png": "c",
    "%2e%2e%2fx.png": "2e-2e-2fx",
    "<script>alert(1)</script>.png": "script",
    "x" * 5000 + ".png": "x" * 60,
    "照片.png": "zhaopian",
    "foto\u202egnp.exe": "fotognp",
    "-rf.png": "rf",
    "con.png": "con",
}


@pytest.mark.parametrize("given", NAMES)
def test_a_name_becomes_safe_and_says_what_the_file_is(given):
    accepted = accept(given, picture())
    assert accepted.name == f"{NAMES[given]}-{accepted.checksum[:8]}.png"


@pytest.mark.parametrize(("form", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "png")])
def test_a_picture_keeps_its_size_and_gets_the_extension_of_its_content(form, extension):
    accepted = accept("foto.html", picture(form))
    assert accepted.name.endswith(f".{extension}")
    assert Image.open(io.BytesIO(accepted.data)).size == (40, 30)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_pictures_of_every_depth_can_be_attached(mode):
    assert accept("foto.png", picture(mode=mode) if mode in {"L", "P"} else _blank(mode)).name.endswith(".png")


@pytest.mark.slow
def test_a_sound_picture_that_takes_too_much_memory_is_not_called_damaged():
    written = io.BytesIO()
    Image.new("RGBA", (7000, 5700), (9, 9, 9, 90)).save(written, "WEBP", method=0)
    with pytest.raises(RefusedAttachment, match="Verklein de afbeelding"):
        accept("kaart.webp", written.getvalue())


def _blank(mode):
    written = io.BytesIO()
    Image.new(mode, (4, 4)).save(written, "PNG")
    return written.getvalue()


def test_a_photo_loses_its_place_and_camera_and_stands_upright():
    sent = photo_with_place()
    assert b"Telefoonmerk" in sent and b"script" in sent
    kept = accept("foto.jpg", sent).data
    shown = Image.open(io.BytesIO(kept))
    assert not shown.getexif() and b"Telefoonmerk" not in kept and b"script" not in kept
    assert shown.size == (30, 40)


def test_nothing_that_hides_behind_or_in_a_picture_is_kept():
    for hidden in (
        picture() + b"PK\x03\x04<script>",
        picture("GIF") + b"*/=1;alert(1)//",
        picture("WEBP") + b"<script>",
    ):
        kept = accept("foto.png", hidden).data
        assert b"script" not in kept and b"PK\x03\x04" not in kept and b"alert" not in kept


def test_a_transparent_gif_stays_transparent():
    written = io.BytesIO()
    Image.new("P", (4, 4), 0).save(written, "GIF", transparency=0)
    kept = Image.open(io.BytesIO(accept("logo.gif", written.getvalue()).data)).convert("RGBA")
    assert kept.getpixel((0, 0))[3] == 0


def test_a_pdf_is_kept_to_the_byte_and_its_words_are_read():
    sent = pdf("Draaiboek noodwater\nWie belt de nood-\nkeuken?", "Bijlage: coördinatie")
    accepted = accept("draaiboek.pdf", sent)
    assert accepted.data == sent and accepted.checksum == checksum(sent)
    assert accepted.text == "Draaiboek noodwater Wie belt de noodkeuken?\nBijlage: coördinatie"


@pytest.mark.slow
def test_a_pdf_whose_page_unfolds_to_gigabytes_costs_little_and_has_no_words():
    bomb = zlib.compress(b"BT (x) Tj ET " * 40_000_000, 9)
    assert accept("bom.pdf", pdf(compressed=bomb)).text == ""


def test_the_same_content_gets_the_same_name_and_another_content_another():
    assert accept("a.png", picture()).name == accept("a.png", picture()).name
    assert accept("a.png", picture()).name != accept("a.png", picture(size=(41, 30))).name


# What lies on the disk


@pytest.fixture
def attached(content):
    """Return the files of one entry that lists a PDF and a picture, and lie beside it."""
    files = {"plan.pdf": pdf("Noodkeuken"), "foto.png": picture()}
    listed = [{"bestand": name, "titel": name, "controlegetal": checksum(data)} for name, data in files.items()]
    content.entry("menukaart", "lcms", bijlagen=listed)
    folder = content.path / "menukaart" / "lcms"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    store = EntryStore(content.path)
    return store, AttachmentFiles(store), folder


def _replaced_by(target):
    def change(folder):
        (folder / "plan.pdf").unlink()
        (folder / "plan.pdf").symlink_to(target)

    return change


def _folder_elsewhere(folder):
    folder.rename(folder.parent.parent / "elders")
    folder.symlink_to(folder.parent.parent / "elders")


def _pipe(folder):
    (folder / "plan.pdf").unlink()
    os.mkfifo(folder / "plan.pdf")


ON_DISK = {
    "another content": lambda folder: (folder / "plan.pdf").write_bytes(b"<script>"),
    "a byte more": lambda folder: (folder / "plan.pdf").write_bytes(pdf("Noodkeuken") + b"\n"),
    "gone": lambda folder: (folder / "plan.pdf").unlink(),
    "a link to elsewhere": _replaced_by("/etc/passwd"),
    "a link to the picture beside it": _replaced_by("foto.png"),
    "the folder is a link": _folder_elsewhere,
    "a named pipe": _pipe,
}


@pytest.mark.parametrize("what", ON_DISK)
def test_a_file_that_is_not_the_listed_one_is_not_read_and_is_reported(attached, what):
    store, files, folder = attached
    entry = store.refresh().entries["lcms"]
    assert files.read(entry, entry.attachment("plan.pdf")) == pdf("Noodkeuken")
    assert files.problems(store.catalogue) == ()
    ON_DISK[what](folder)
    assert files.read(entry, entry.attachment("plan.pdf")) is None
    assert "menukaart/lcms/plan.pdf" in {problem.path for problem in files.problems(store.catalogue)}


def test_a_file_that_nobody_lists_is_reported(attached):
    store, files, folder = attached
    (folder / "geheim.pdf").write_bytes(b"x")
    assert [problem.path for problem in files.problems(store.refresh())] == ["menukaart/lcms/geheim.pdf"]


WRONG_LISTS = {
    "a path": {"bestand": "../x.png"},
    "a folder": {"bestand": "map/x.png"},
    "capitals": {"bestand": "X.png"},
    "a program": {"bestand": "x.html"},
    "two extensions": {"bestand": "x.html.png"},
    "hidden": {"bestand": ".png"},
    "no title": {"titel": ""},
    "no checksum": {"controlegetal": "abc"},
}


@pytest.mark.parametrize("what", WRONG_LISTS)
def test_an_entry_that_lists_what_cannot_be_an_attachment_is_left_out_with_the_reason(content, what):
    listed = {"bestand": "x.png", "titel": "X", "controlegetal": "0" * 32, **WRONG_LISTS[what]}
    content.write("menukaart/x.md", "")
    path = content.entry("menukaart", "x", bijlagen=[])
    path.write_text(path.read_text().replace("bijlagen: []", f"bijlagen: {json.dumps([listed])}"))
    (problem,) = EntryStore(content.path).refresh().problems
    assert problem.field == "bijlagen" and problem.left_out


def test_words_of_a_pdf_are_read_once_and_a_broken_one_has_none(attached, tmp_path):
    store, files, folder = attached
    texts = AttachmentTexts(files, tmp_path / "teksten")
    entry = store.refresh().entries["lcms"]
    assert texts.of(entry) == ("Noodkeuken", "")
    for kept in Path(tmp_path / "teksten").iterdir():
        kept.write_text("uit de voorraad")
    assert texts.of(entry) == ("uit de voorraad", "")
    (folder / "plan.pdf").write_bytes(b"%PDF-stuk")
    assert AttachmentTexts(files, tmp_path / "anders").of(entry) == ("", "")
