"""What a contact must say, and what it may not: reported with the file, which stays on the site."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.entries.contact_data.person_names import is_mailbox_of_a_person, names_a_person
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.models import Contact
from kennisplatform.entries.rules.contact_rules import breaches

GOOD = {
    "titel": "Meldkamer van het waterbedrijf",
    "functie": "Officier van dienst",
    "telefoon": "+31881234567",
    "e_mail": "meldkamer@waterbedrijf.nl",
    "website": "https://www.waterbedrijf.nl/",
    "eigenaar": "Redactie kennisplatform (IFV, sinds 2022 NIPV)",
    "bijgewerkt": "2026-01-15",
    "herzien_voor": "2027-01-15",
}
BROKEN = [
    ("eigenaar", None, "noem welke functie of welk team"),
    ("eigenaar", "Meldkamer; Redactie", "noem één eigenaar"),
    ("eigenaar", "Meldkamer / Redactie", "noem één eigenaar"),
    ("eigenaar", "redactie@nipv.nl", "geen e-mailadres"),
    ("eigenaar", "ing. P. de Wit", "naam van een persoon"),
    ("herzien_voor", None, "kies vóór welke datum"),
    ("herzien_voor", "2027-01-17", "meer dan een jaar"),
    ("titel", "Dhr. Jansen, waterbedrijf", "naam van een persoon"),
    ("functie", "Accountmanager J. de Vries", "naam van een persoon"),
    ("telefoon", "088 123 45 67", "schrijf het nummer als +31881234567; de site toont het als 088 123 4567"),
    ("telefoon", "088 123 45 67, kies 2", "geen telefoonnummer dat bestaat"),
    ("telefoon", "+31 12", "geen telefoonnummer dat bestaat"),
    ("e_mail", "waterbedrijf@gmail.com", "gmail.com is voor privémail"),
    ("e_mail", "meldkamer@Hotmail.NL", "hotmail.nl is voor privémail"),
    ("e_mail", "meldkamer@kpnmail.nl", "privémail"),
    ("e_mail", "meldkamer@zeelandnet.nl", "privémail"),
    ("e_mail", "meldkamer@mail.ziggo.nl", "privémail"),
    ("e_mail", "meldkamer@server.local", "geen naam op internet"),
    ("e_mail", "j.jansen@waterbedrijf.nl", "adres van een persoon"),
    ("e_mail", "jan.van.de.water@waterbedrijf.nl", "adres van een persoon"),
    ("website", "http://www.waterbedrijf.nl/", "neem https://"),
    ("website", "https://localhost:8000/", "geen naam op internet"),
    ("website", "https://intranet/", "geen naam op internet"),
    ("website", "https://192.0.2.1/", "geen naam op internet"),
    ("website", "https://[::1]/", "geen naam op internet"),
    ("website", "https://2130706433/", "geen naam op internet"),
    ("website", "https://server.local/", "geen naam op internet"),
    ("website", "https://jan:geheim@waterbedrijf.nl/", "naam of wachtwoord"),
]
PERSONS = """
    dhr. Jansen|Dhr.Jansen|Mevr. P. de Wit|mevrouw Bakker|de heer A. van der Berg|mw. Öztürk|drs. K. Smit|ing. Visser
    Mr. dr. J.P. Balkenende|mr. Jansen|J. de Vries|J.P. Jansen|Crisiscoördinator (A.B. van ’t Hof)|Th. van Dijk
    prof. dr. ir. De Boer|Dr. Kuipers, hoofd|Contactpersoon: IJ. Zwart|dhr. drs. K. El Amrani|P.M.A. van den Heuvel-Smit
"""
FUNCTIONS = """
    Officier van dienst|Officier van Dienst Drinkwater (OvD-D)|Mr. Visserplein|Meldkamer Mr. Dr. Lelylaan|Prof. Lorentzlaan
    Ir. D.F. Woudagemaal|N.V. Nederlandse Gasunie|B.V. Waterleiding|G.H.O.R. Utrecht|Sectie B. Operaties|Hoofd a.i. Drinkwater
    ING Bank|HR Nederland|MR Groningen|Loket kennisplatform (één loket)|Adviseur o.a. Gas|100 MW Noord|Dhr.|J.
    Aanspreekpunt continuïteit (precieze functie nog aan te vullen)|Burg. A. Kolfschotenlaan|Directeur Brandweer|Dr. Nassaucollege
"""
MAILBOXES_OF_PERSONS = (
    "j.jansen jan.jansen j.p.jansen jan.van.dijk j_jansen a.de.boer ria.bakker-smit JAN.JANSEN j.kuipers j.jansen2"
)
MAILBOXES_OF_FUNCTIONS = """
    info meldkamer crisis.team officier.van.dienst e-loket klant.contact vr.utrecht meldkamer.noord stedin.netbeheer info.gas
    meldkamer.112 noc ovd.water drinkwater.storing hoofd.van.dienst crisis_coordinator veiligheid.crisisbeheersing jansen i.loket
"""


def one_of_each(text):
    return [one.strip() for line in text.strip().splitlines() for one in line.split("|")]


def test_a_contact_that_keeps_the_rules_has_no_problems(content):
    content.entry("contacten", "goed", **GOOD)
    assert EntryStore(content.path).catalogue.problems == ()


@pytest.mark.parametrize(("field", "value", "reason"), BROKEN)
def test_a_broken_rule_is_reported_where_it_stands_and_the_contact_stays(content, field, value, reason):
    content.entry("contacten", "fout", **{**GOOD, field: value})
    catalogue = EntryStore(content.path).catalogue
    assert "fout" in catalogue.entries
    (problem,) = catalogue.problems
    assert reason in problem.reason
    assert problem.field == field.replace("_", "-")
    assert problem.line or value is None
    assert not problem.left_out


def test_an_email_address_that_nobody_can_mail_to_is_refused_where_it_stands(content):
    content.entry("contacten", "fout", **{**GOOD, "e_mail": "meldkamer@10.0.0.4"})
    catalogue = EntryStore(content.path).catalogue
    assert "fout" not in catalogue.entries
    (problem,) = catalogue.problems
    assert "dit is geen e-mailadres; schrijf het zoals naam@voorbeeld.nl" in problem.reason
    assert (problem.field, problem.left_out) == ("e-mail", True)
    assert problem.line


def test_more_than_one_owner_is_refused_with_what_to_do(content):
    content.entry("contacten", "twee", **{**GOOD, "eigenaar": ["Redactie", "Meldkamer"]})
    catalogue = EntryStore(content.path).catalogue
    assert "twee" not in catalogue.entries
    assert "noem één eigenaar" in catalogue.problems[0].reason


@pytest.mark.parametrize(
    ("status", "reported"),
    [("gepubliceerd", True), ("ter-beoordeling", True), ("concept", False), ("gearchiveerd", False)],
)
def test_what_is_not_filled_in_counts_once_others_see_it_and_what_is_wrong_counts_always(content, status, reported):
    content.entry("contacten", "leeg", **{**GOOD, "eigenaar": None, "status": status})
    content.entry("contacten", "fout", **{**GOOD, "functie": "dhr. Jansen", "status": status})
    found = {problem.path for problem in EntryStore(content.path).catalogue.problems}
    assert found == {"contacten/fout.md"} | ({"contacten/leeg.md"} if reported else set())


def test_a_date_in_a_leap_year_is_a_year_away_as_well():
    start = date(2027, 3, 1)
    kept = {"slug": "x", **{key.replace("_", "-"): value for key, value in GOOD.items()}}
    kept |= {"soort": "contact", "samenvatting": "S", "organisatie": "W", "type-organisatie": "overig"}
    contact = Contact.model_validate({**kept, "bijgewerkt": start, "herzien-voor": date(2028, 3, 1)})
    assert breaches(contact) == ()
    later = contact.model_copy(update={"review_due": contact.review_due + timedelta(days=1)})
    assert [one.field for one in breaches(later)] == ["herzien-voor"]


@pytest.mark.parametrize("text", one_of_each(PERSONS))
def test_a_name_is_recognised(text):
    assert names_a_person(text)


@pytest.mark.parametrize("text", one_of_each(FUNCTIONS))
def test_a_function_a_street_or_a_company_is_no_person(text):
    assert not names_a_person(text)


@pytest.mark.parametrize("mailbox", MAILBOXES_OF_PERSONS.split())
def test_the_mailbox_of_a_person_is_recognised(mailbox):
    assert is_mailbox_of_a_person(f"{mailbox}@stedin.example", "Stedin")


@pytest.mark.parametrize("mailbox", MAILBOXES_OF_FUNCTIONS.split())
def test_the_mailbox_of_a_function_place_or_organisation_is_not(mailbox):
    assert not is_mailbox_of_a_person(f"{mailbox}@stedin.example", "Stedin")


PIECES = st.sampled_from(
    ["dhr.", "Mr.", "J.", "A.B.", "van", "’t", "de heer", "Jansen", "straat", " ", ".", "@", "_", "\n"]
)
ANY_TEXT = st.text() | st.lists(PIECES | st.text(max_size=5)).map("".join) | st.lists(PIECES).map(" ".join)


@given(ANY_TEXT, ANY_TEXT)
def test_any_text_gets_an_answer(text, organisation):
    assert names_a_person(text) in (True, False)
    assert is_mailbox_of_a_person(text, organisation) in (True, False)
    contact = Contact.model_construct(
        slug="x", title=text, function=text, owner=text, organisation=organisation, email=text
    )
    assert all(found.reason for found in breaches(contact))


@pytest.mark.parametrize(
    "text", ["J." * 20_000, "dhr. " * 20_000, "mr." + " " * 50_000, "A. van " * 10_000, "a." * 20_000 + "@b.nl"]
)
def test_a_long_text_takes_no_time(text):
    assert names_a_person(text) in (True, False)
    assert is_mailbox_of_a_person(text) in (True, False)
