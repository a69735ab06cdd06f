"""Documents of Word, Excel and PowerPoint: kept as they are, found by their words, refused when they do more."""

import pytest

from kennisplatform.entries.attachments.accept import RefusedAttachment, accept, title_of
from tests.files import excel, office_part, office_with, powerpoint, word

DOCUMENTS = {
    "docx": word("Draaiboek voor nooddrinkwater", "Tappunten per wijk"),
    "xlsx": excel("Tappunt", "Stadshagen"),
    "pptx": powerpoint("Oefening Zwolle", "Vertel over de pompen"),
}
WORDS = {
    "docx": ["Draaiboek", "voor", "nooddrinkwater", "Tappunten", "per", "wijk", "tabelcel"],
    "xlsx": ["Tappunt", "Stadshagen"],
    "pptx": ["Oefening", "Zwolle", "Vertel", "over", "de", "pompen"],
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_is_kept_to_the_byte_and_its_words_are_found(kind):
    accepted = accept(f"Mijn plan.{kind}", DOCUMENTS[kind])
    assert accepted.data == DOCUMENTS[kind]
    assert accepted.name.startswith("mijn-plan-") and accepted.name.endswith(f".{kind}")
    assert set(WORDS[kind]) <= set(accepted.text.split())


def test_what_it_is_follows_from_what_it_holds_and_not_from_its_name():
    assert accept("plan.pdf", DOCUMENTS["xlsx"]).name.endswith(".xlsx")


def relation(kind, target, mode="External"):
    def change(content):
        added = (
            f'<Relationship Id="rIdX" Type="http://x/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
        )
        return content.replace(b"</Relationships>", added.encode())

    return office_part("word/_rels/document.xml.rels", change)


def field(instruction):
    return office_part(
        "word/document.xml",
        lambda content: content.replace(
            b"<w:p>", b'<w:p><w:r><w:instrText xml:space="preserve">' + instruction + b"</w:instrText></w:r>", 1
        ),
    )


REFUSED = {
    "macros": (office_with("word/vbaProject.bin"), "macro’s"),
    "a type with macros": (
        office_part(
            "[Content_Types].xml",
            lambda content: content.replace(b"document.main+xml", b"document.macroEnabled.main+xml"),
        ),
        "macro’s",
    ),
    "a control": (office_with("word/activeX/activeX1.bin"), "macro’s"),
    "another file": (office_with("word/embeddings/oleObject1.bin"), "andere bestanden"),
    "a template from elsewhere": (
        relation("attachedTemplate", "https://kwaad.example/x.dotm"),
        "van een andere plaats",
    ),
    "a picture from elsewhere": (relation("image", "https://kwaad.example/x.png"), "van een andere plaats"),
    "a field that starts a program": (
        field(b"DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe /k calc"),
        "van een andere plaats",
    ),
    "a workbook with links": (
        office_with("xl/externalLinks/externalLink1.xml", into=excel("a")),
        "van een andere plaats",
    ),
    "a workbook with a connection": (
        office_with("xl/connections.xml", b"<connections/>", excel("a")),
        "van een andere plaats",
    ),
    "entities": (
        office_part(
            "word/document.xml", lambda content: b'<!DOCTYPE x [<!ENTITY a "b">]>' + content.partition(b"?>")[2]
        ),
        "beschadigd",
    ),
    "half a file": (word("Tekst")[:-200], "beschadigd"),
    "an ordinary zip": (office_with("[Content_Types].xml", b"<Types/>"), "geen document van Word"),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Opslaan als"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_a_document_that_does_more_than_be_read_is_refused_with_what_to_do(name):
    data, reason = REFUSED[name]
    with pytest.raises(RefusedAttachment, match=reason):
        accept("plan.docx", data)


@pytest.mark.slow
def test_a_document_that_unpacks_to_more_than_fits_is_refused():
    with pytest.raises(RefusedAttachment, match="beschadigd"):
        accept("plan.docx", office_with("word/media/image1.xml", b"0" * 210_000_000))


def test_a_link_to_a_site_is_allowed():
    assert accept("plan.docx", relation("hyperlink", "https://voorbeeld.nl"))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Draaiboek_noodwater-2025.docx", "Draaiboek noodwater 2025"),
        ("C:\\Mijn documenten\\plan.v2.pdf", "Plan.v2"),
        ("coo\u0308rdinatie.xlsx", "Coördinatie"),
        ("", "Bijlage"),
        ("__.pdf", "Bijlage"),
    ],
)
def test_a_title_is_proposed_from_the_name(name, title):
    assert title_of(name) == title
