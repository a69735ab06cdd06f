"""The documents that may be attached: which program judges and reads each, and what it refuses."""

from __future__ import annotations

from kennisplatform.entries.attachments.reader_process import DocumentReader

PDF = DocumentReader(
    "pdf_program.py",
    {
        "broken": "Deze PDF is beschadigd of heeft een vorm die wij niet kunnen lezen. Bewaar hem opnieuw als PDF.",
        "encrypted": "Deze PDF is beveiligd met een wachtwoord. Bewaar hem zonder wachtwoord en kies die.",
        "active": "In deze PDF zit programmacode of een actie die iets start. Druk hem af naar PDF en kies die.",
        "files": "In deze PDF zitten andere bestanden. Druk hem af naar PDF en voeg de andere bestanden apart toe.",
    },
)
OFFICE = DocumentReader(
    "office_program.py",
    {
        "broken": "Dit bestand is beschadigd, te groot of beveiligd met een wachtwoord. Bewaar het opnieuw.",
        "other": "Dit is geen document van Word, Excel of PowerPoint (docx, xlsx of pptx). Bewaar het in zo’n vorm.",
        "active": "In dit bestand zitten macro’s of andere programma’s. Bewaar het zonder macro’s, of als PDF: kies "
        "Bestand, Opslaan als, PDF.",
        "files": "In dit bestand zitten andere bestanden. Haal ze eruit, of bewaar het als PDF: kies Bestand, Opslaan "
        "als, PDF.",
        "external": "Dit bestand haalt bij het openen iets op van een andere plaats, zoals een sjabloon of een "
        "gekoppelde afbeelding. Verbreek die koppelingen, of bewaar het als PDF: kies Bestand, Opslaan als, PDF.",
    },
)
READERS = {"pdf": PDF, "docx": OFFICE, "xlsx": OFFICE, "pptx": OFFICE}
"""By the extension of the stored file."""
