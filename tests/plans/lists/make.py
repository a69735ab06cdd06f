"""Lists of actions as organisations make them, each in its own shape. Everything in them is made up.

What a reader sees in each stands in `expected.yml` beside this file, written by hand.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import docx
from openpyxl import Workbook


def _saved(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _word(document) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _filled(document, rows, style="Table Grid"):
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style=style)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def region_csv() -> bytes:
    """Make a list in CSV as the Dutch Excel saves it: cp1252, semicolons, Dutch dates and amounts."""
    return (
        "Nr;Actie;Actiehouder;Deadline;Status;Kosten\r\n"
        "1;Coördinatie van nooddrinkwater vastleggen;Veiligheidsregio Noordkust;01-03-2016;loopt;€ 12.500,-\r\n"
        "2;Uitgiftepunten opnieuw aanwijzen;Gemeente Duindorp / Waterbedrijf Noord;Q2 2016;open;10k\r\n"
        '3;"Draaiboek schrijven\nen toetsen op papier";Waterbedrijf Noord;eind 2015;gereed;n.t.b.\r\n'
        "4;Alarmlijn testen;Meldkamer Noordkust;1 maart 2016;on hold;5.000 - 7.500\r\n"
    ).encode("cp1252")


def company_workbook() -> bytes:
    """Make a workbook with a title above the heading, two lines of heading with merged cells, and real dates."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Actielijst"
    sheet["A1"] = "Actielijst continuïteit 2016"
    sheet.merge_cells("A1:G1")
    sheet["A2"] = "versie 3, besproken in het netwerk"
    sheet.append([])
    sheet.append(["Nr.", "Maatregel", "Wie", None, "Planning", None, "Status"])
    sheet.append([None, None, "Trekker", "Betrokkenen", "Start", "Gereed", None])
    for area in ("A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5"):
        sheet.merge_cells(area)
    sheet.append(
        [
            1,
            "Effecten na 8, 24 en 48 uur in kaart brengen",
            "Netbeheer Midden",
            "Veiligheidsregio Heuvelland",
            datetime(2016, 1, 4),
            datetime(2016, 6, 30),
            "Lopend",
        ]
    )
    sheet.append(
        [
            2,
            "Plan maken voor uitval langer dan 48 uur",
            "Veiligheidsregio Heuvelland",
            "gemeenten; Netbeheer Midden",
            datetime(2016, 3, 1),
            datetime(2017, 3, 1),
            "Nog niet gestart",
        ]
    )
    sheet.append(
        [
            3,
            "Noodstroom van het crisiscentrum testen",
            "Veiligheidsregio Heuvelland",
            None,
            None,
            datetime(2015, 12, 1),
            "Afgerond",
        ]
    )
    return _saved(book)


def word_by_theme() -> bytes:
    """Make a Word file with one table in which rows over the whole width name the theme."""
    document = docx.Document()
    document.add_heading("Actieplan netwerk drinkwater 2015", 0)
    document.add_paragraph("Vastgesteld door de stuurgroep.")
    rows = [
        ["Nr", "Omschrijving actie", "Verantwoordelijke", "Planning", "Voortgang"],
        ["Alertering", "", "", "", ""],
        [
            "1.1",
            "Vaste alarmlijn tussen meldkamer en waterbedrijf instellen",
            "Waterbedrijf Zuid",
            "voorjaar 2016",
            "in uitvoering",
        ],
        ["1.2", "Alarmlijn twee keer per jaar testen", "Meldkamer Zuid", "doorlopend", "nog niet begonnen"],
        ["Opleiden, trainen en oefenen", "", "", "", ""],
        [
            "2.1",
            "Oefenkalender voor vier jaar opstellen",
            "Veiligheidsregio Zuid i.s.m. Waterbedrijf Zuid",
            "2e kwartaal 2016",
            "gereed",
        ],
        ["2.2", "Openbare orde opnemen in de oefening nooddrinkwater", "Politie Zuid", "najaar 2016", "-"],
    ]
    table = _filled(document, rows)
    for place in (1, 4):
        table.rows[place].cells[0].merge(table.rows[place].cells[4])
    return _word(document)


def word_with_merged_rows() -> bytes:
    """Make a Word file in which the theme is merged over rows, and owners stand below each other."""
    document = docx.Document()
    document.add_paragraph("Werkafspraken gas")
    rows = [
        ["Thema", "Wat gaan we doen?", "Door wie", "Wanneer", "Opmerkingen"],
        [
            "Crisismanagement",
            "Kaart ‘bron en effect’ maken",
            "Netbeheer Oost\nVeiligheidsregio Oost",
            "31 december 2015",
            "Zie de evaluatie",
        ],
        ["", "Lichter crisisteam voor uitval van gas afspreken", "Veiligheidsregio Oost", "1e helft 2016", ""],
        [
            "Noodvoorzieningen",
            "Warme ruimtes en douches afspreken",
            "Gemeente Oosterwold, Rode Kruis",
            "vóór de winter 2016",
            "",
        ],
        ["", "Kachels en dekens klaarzetten", "Netbeheer Oost", "oktober 2016", "Hoeveel is nog niet bekend"],
    ]
    table = _filled(document, rows)
    for first in (1, 3):
        table.cell(first, 0).merge(table.cell(first + 1, 0))
    return _word(document)


def tabs_with_bom() -> bytes:
    """Make a text with tabs in UTF-16, as Excel saves ‘Unicode-tekst’, with empty columns."""
    rows = [
        ["ID", "", "Verbeteractie", "", "Eigenaar", "Einddatum", "Prioriteit", "Raming (€)"],
        [
            "A1",
            "",
            "Eén tekst voor uitval van 112",
            "",
            "Ministerie van Justitie en Veiligheid",
            "30-6-2020",
            "Hoog",
            "0",
        ],
        ["A2", "", "Ander nummer bekendmaken", "", "Veiligheidsregio’s", "K4 2020", "Midden", "15.000"],
        ["A3", "", "NL-Alert coördineren", "", "Rijk", "2021", "Laag", "2.500,00"],
    ]
    return "\r\n".join("\t".join(row) for row in rows).encode("utf-16")


def commas_in_english() -> bytes:
    """Make a CSV with commas in UTF-8, without numbers, with quotes in the text."""
    return (
        b"Maatregel,Trekker,Partners,Streefdatum,Financiering,Toelichting\n"
        b'"Lijst van aggregaten maken, met brandstof en uren",Veiligheidsregio Delta,"Haven Delta, Olie Delta",31/12/2023,"bedrijf 50%, regio 50%",\n'
        b'"Oefenen met ""lege tank""",Olie Delta,,week 12 2024,nog af te spreken,"Samen met de buren, zie draaiboek"\n'
        b"Distributieplan vertalen naar de regio,Veiligheidsregio Delta,Rijk,na publicatie,,Wacht op het Rijk\n"
    )


def continued_rows() -> bytes:
    """Make a workbook in which an action goes on over the rows below it, with a total at the end."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["Nr", "Actie", "Trekker", "Begin", "Eind", "Budget"],
        [1, "Pool van liaisons opzetten", "Veiligheidsregio Vallei", "jan 2017", "dec 2017", 4000],
        [None, "met een profiel en een training", None, None, None, None],
        [2, "Account van LCMS geven aan het bedrijf", "Veiligheidsregio Vallei", "K1 2017", "K2 2017", 1500],
        [None, None, "Waterbedrijf Vallei", None, None, None],
        [3, "Mensen opleiden", "Waterbedrijf Vallei", None, "medio 2017", "uit bestaande middelen"],
        ["Totaal", None, None, None, None, 5500],
    ):
        sheet.append(row)
    return _saved(book)


def no_heading() -> bytes:
    """Make a list without a heading: only the content tells what is what."""
    return (
        "1|Kritieke voorzieningen voor alle risico’s op een lijst zetten|Veiligheidsregio Kust|31-12-2025|loopt\n"
        "2|Jaarlijks overleg met de zorg over uitval van stroom houden|GHOR Kust|K1 2026|gepland\n"
        "3|Noodsteunpunten verbinden met de netwerken|Gemeente Kuststad|voorjaar 2027|open\n"
    ).encode("utf-8-sig")


def many_sheets() -> bytes:
    """Make a workbook whose first sheet explains and whose second has the list, with states in per cent."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Leeswijzer"
    sheet.append(["Dit bestand hoort bij het convenant."])
    sheet.append(["De acties staan op het tweede blad."])
    actions = book.create_sheet("Acties 2024")
    actions.append(["Convenant elektriciteit: actielijst"])
    actions.append([])
    actions.append(["Volgnr.", "Leerpunt", "Actie", "Actiehouder (organisatie)", "Functie", "Gereed op", "% gereed"])
    actions.append(
        [
            1,
            "Mobiel bellen viel na twee uur uit",
            "Plan maken voor bereikbaarheid zonder mobiel net",
            "Veiligheidsregio Polder",
            "coördinator crisisbeheersing",
            datetime(2024, 9, 1),
            0.5,
        ]
    )
    actions.append(
        [
            2,
            "Verschil in opschaling",
            "Afspraken maken over gelijk opschalen",
            "Veiligheidsregio Polder",
            "hoofd crisisbeheersing",
            datetime(2024, 12, 31),
            0,
        ]
    )
    actions.append(
        [
            3,
            "Onduidelijk wie eerst publiceert",
            "Eén lijn van berichten afspreken",
            "Netbeheer Polder",
            "woordvoerder",
            datetime(2024, 6, 1),
            1,
        ]
    )
    for row in range(4, 7):
        actions.cell(row, 7).number_format = "0%"
    return _saved(book)


def two_tables() -> bytes:
    """Make a Word file with an explaining table first, and the list over two tables with the heading again."""
    document = docx.Document()
    _filled(document, [["Versie", "Datum"], ["0.9", "12-06-2015"]])
    document.add_paragraph("Actielijst")
    head = ["Nr.", "Actie", "Eigenaar", "Gereed", "Kosten", "Status"]
    _filled(document, [
        head,
        ["1", "Risicogesprek met vitale bedrijven houden", "Bestuur veiligheidsregio", "jaarlijks", "geen", "loopt"],
        ["2", "Merken en delen van plannen afspreken", "Veiligheidsregio & bedrijven", "half jaar", "pm", "afgesproken"],
    ])  # fmt: skip
    document.add_paragraph("Vervolg, thema: regionale netwerken")
    _filled(document, [
        head,
        ["3", "Bijeenkomst voor zorginstellingen voorbereiden", "GHOR", "15 september 2015", "€ 1.250,- per jaar", "vervallen"],
    ])  # fmt: skip
    return _word(document)


def quarterly_columns() -> bytes:
    """Make a list of an agency: an aim and an action beside each other, an abbreviation for who, and years as planning."""
    return (
        "Actielijst samenwerking ICT/telecom;;;;;\r\n"
        ";;;;;\r\n"
        "#;Doel;Actie;Wie?;Met wie?;Planning;Stavaza\r\n"
        "1;Iedereen is bereikbaar;Afspraken maken over bellen zonder stroom;VR Westkust;aanbieders, politie;2016-2017;Bezig\r\n"
        "2;Eén beeld;Toegang tot LCMS regelen voor aanbieders;VR Westkust;;Q1 t/m Q3 2016;Nog te starten\r\n"
        "3;Leren;Evaluatie van de storing van mei bespreken;Aanbieder Zee;VR Westkust;15 juni 2016;Afgehandeld\r\n"
        ";;;;;;\r\n"
        "Legenda: Bezig = het werk is begonnen;;;;;;\r\n"
    ).encode("cp1252")


def minutes_table() -> bytes:
    """Make the list at the end of minutes: short names of columns, days without a year in front, a decision between."""
    document = docx.Document()
    document.add_heading("Verslag netwerkoverleg", 1)
    document.add_paragraph("Aanwezig: vier organisaties.")
    document.add_paragraph("Afsprakenlijst")
    _filled(document, [
        ["Nr.", "Afspraak", "Door", "Uiterlijk", "Status"],
        ["2015-01", "Conceptconvenant rondsturen aan alle partijen", "Secretariaat netwerk", "vr 20 november 2015", "open"],
        ["2015-02", "Reacties verwerken", "Secretariaat netwerk", "18-12-15", "open"],
        ["2015-03", "Bestuurlijke agenda vullen", "Veiligheidsregio Heide (bestuursadviseur)", "jan. 2016", "in behandeling"],
    ])  # fmt: skip
    return _word(document)


def wide_workbook() -> bytes:
    """Make a workbook with many columns, owner and planning per theme block, financing in three columns and text below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Uitvoeringsprogramma"
    sheet["A1"] = "UITVOERINGSPROGRAMMA OLIE"
    sheet.append([])
    sheet.append(
        [
            "Thema",
            "Actienummer",
            "Te nemen actie",
            "Niveau",
            "Prioriteit (H/M/L)",
            "Actiehouder",
            "Partners",
            "Start",
            "Deadline",
            "Kosten (raming)",
            "Toelichting",
        ]
    )
    sheet.append(
        [
            "Noodvoorzieningen",
            "O-1",
            "Brandstof voor noodstroom van vitale diensten regelen",
            "regionaal",
            "H",
            "Veiligheidsregio Haven",
            "Opslag Haven",
            "Q3 2024",
            "Q2 2025",
            "ca. € 20.000",
            "Na het landelijk plan",
        ]
    )
    sheet.append(
        [
            None,
            "O-2",
            "Lijst van afnemers met voorrang opstellen",
            "landelijk",
            "M",
            "Ministerie van Economische Zaken en Klimaat",
            None,
            None,
            "eind 2024",
            "n.v.t.",
            None,
        ]
    )
    sheet.append(
        [
            "Crisismanagement",
            "O-3",
            "Contactpersonen uitwisselen met de opslagbedrijven",
            "lokaal",
            "L",
            "Gemeente Havenstad",
            "Opslag Haven; Raffinaderij Haven",
            datetime(2024, 2, 1),
            datetime(2024, 4, 1),
            0,
            None,
        ]
    )
    sheet.merge_cells("A4:A5")
    return _saved(book)


def numbered_text() -> bytes:
    """Make a CSV in which one cell holds a long action with its explanation, and owners are joined by ‘en’."""
    return (
        "\ufeffmaatregel;verantwoordelijk;gereed;opmerking\n"
        '"1. Vul de noodkaart per wijk aan. De oude kaart is van 2009 en kent de nieuwbouw niet; vraag de gemeente om de nieuwe wijken, '
        'de zorgadressen en de wegen die bij hoog water dichtgaan.";gemeente Dijkstad en Waterschap Rivier;1-9-2019;\n'
        '"2. Test de sirene van het pompstation";Waterschap Rivier;3e kwartaal 2019;"jaarlijks herhalen"\n'
        '"3. Maak een bereikbaarheidslijst";Veiligheidsregio Rivier;zomer 2019;\n'
    ).encode()


def letters_and_blocks() -> bytes:
    """Make a Word file with a table for each theme, below a line that names it, without numbers."""
    document = docx.Document()
    document.add_heading("Jaarplan samenwerking", 0)
    for theme, rows in (
        ("A. Risicobeheersing", [["Eigen continuïteitsplan maken", "Veiligheidsregio Bos", "31-12-2026", "60 uur"]]),
        ("B. Informatie en crisiscommunicatie", [
            ["Persberichten vooraf afstemmen", "Netbeheer Bos", "2e helft 2026", "binnen bestaande formatie"],
            ["Website met storingen delen\n- ook voor gemeenten", "Netbeheer Bos", "juni 2026", "2 dagen"],
        ]),
    ):  # fmt: skip
        document.add_paragraph(theme)
        _filled(document, [["Activiteit", "Trekker", "Klaar op", "Inzet"], *rows])
    return _word(document)


LISTS: dict[str, Callable[[], bytes]] = {
    "region_csv": region_csv,
    "company_workbook": company_workbook,
    "word_by_theme": word_by_theme,
    "word_with_merged_rows": word_with_merged_rows,
    "tabs_with_bom": tabs_with_bom,
    "commas_in_english": commas_in_english,
    "continued_rows": continued_rows,
    "no_heading": no_heading,
    "many_sheets": many_sheets,
    "two_tables": two_tables,
    "quarterly_columns": quarterly_columns,
    "minutes_table": minutes_table,
    "wide_workbook": wide_workbook,
    "numbered_text": numbered_text,
    "letters_and_blocks": letters_and_blocks,
}
