"""A change beside the live page: prepared, reviewed, put on a date, published; whatever others do meanwhile."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from kennisplatform import dutch_time
from kennisplatform.curation.prepared.prepared_changes import Claim, PreparedText, SomebodyWasFirst
from kennisplatform.curation.prepared.publication import LONGEST_CLAIM
from kennisplatform.dutch_text import dutch_moment
from kennisplatform.entries.content_files import version_of
from kennisplatform.entries.history.revisions import Author
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.trouble import disks
from tests.visitor import logged_in

PAGE = "/menukaart/flessen"
EDIT = "/redactie/flessen"
TEXT = "Begin van de tekst.\n\nMidden van de tekst.\n\nEinde van de tekst."


@pytest.fixture(autouse=True)
def live(app, content):
    """Write the entry that is on the site, recorded in the history."""
    path = content.entry("menukaart", "flessen", "Water in flessen", TEXT, telefoon="")
    site_of(app).follower.synchronise()
    site_of(app).editing.writer.record_by_hand()
    return path


@pytest.fixture
def ria(app):
    return logged_in(app, Role.CURATOR, name="Ria Schrijver")


@pytest.fixture
def bas(app):
    return logged_in(app, Role.CURATOR, name="Bas Lezer")


def edit(who, address=EDIT, **values):
    form = who.page(address).select_one("form#editor")
    return who.send(address.partition("?")[0], form, {name.replace("_", "-"): value for name, value in values.items()})


def prepare(who, doe="bereid-voor", **values):
    answer = edit(who, doe=doe, **{"tekst": TEXT.replace("Midden", "Nieuw midden"), **values})
    assert "/redactie/voorbereid/" in answer.request.path, answer.text
    return answer.request.path


def decide(who, review, doe, **values):
    page = who.page(review)
    return who.send(f"{review}/stap", page.select_one("form#stap"), {"doe": doe, **values})


def plan(who, review, moment):
    there = moment.astimezone(dutch_time.DUTCH_TIME)
    return decide(who, review, "plan", dag=f"{there:%Y-%m-%d}", tijd=f"{there:%H:%M}")


def words(page):
    return " ".join(page.get_text(" ").split())


def desk(who, group="nu"):
    found = who.page("/redactie").find(id=group)
    section = found and (found if found.name == "details" else found.find_parent("section"))
    return words(section) if section else ""


def changes(app):
    return site_of(app).prepared_changes.all()


def revisions(app):
    return site_of(app).history.revisions("menukaart/flessen.md")


def in_days(number):
    return dutch_time.now().replace(second=0, microsecond=0) + timedelta(days=number)


def test_a_prepared_change_leaves_the_page_as_it_is_and_curators_see_that_there_is_one(app, ria, bas, member, live):
    before = live.read_text()
    review = prepare(ria)
    assert live.read_text() == before
    for who in (ria, bas):
        bar = who.page(PAGE).select_one(".entry-bar")
        assert "Wijziging voorbereid door Ria Schrijver" in bar.text
        assert bar.find("a", href=review)
        assert "Wijziging voorbereid door Ria Schrijver" in desk(who, "voorbereid")
        row = who.page("/redactie/lijst?nodig=voorbereid").select_one(".entry-table tbody")
        assert row.find("a", href=review).text.startswith("Wijziging: in voorbereiding")
    assert "voorbereid" not in member.get(PAGE).text
    assert "Nieuw midden" not in member.get(PAGE).text
    form = bas.page(EDIT).select_one("form#editor")
    assert form.select_one("textarea[name=tekst]").text.strip() == TEXT
    assert [button["value"] for button in form.select(".editor-buttons button[value^=bewaar]")] == ["bewaar"]
    assert form.select("button[value=bereid-voor]") == []


def test_review_shows_what_differs_how_it_will_look_and_what_was_asked(ria, bas):
    assert "Schrijf waar een collega naar moet kijken." in edit(ria, doe="vraag-beoordeling", titel="Anders").text
    review = prepare(ria, "vraag-beoordeling", titel="Water in zakken", opmerking="Klopt het midden?")
    assert "Klopt het midden?" in desk(bas)
    page = bas.page(review)
    assert page.select_one(".difference-fields del").text == "Water in flessen"
    assert page.select_one(".difference-fields ins").text == "Water in zakken"
    assert "Nieuw" in page.select_one(".difference-text ins").text
    assert page.select_one(".preview-page h1").text == "Water in zakken"
    assert "klaargezet voor beoordeling door Ria Schrijver" in page.select_one(".lead").text


def test_who_reviews_publishes_under_the_name_of_who_wrote_it(app, ria, bas, visitor):
    review = prepare(ria, "vraag-beoordeling", opmerking="Klopt het midden?")
    answer = decide(bas, review, "publiceer")
    assert answer.request.path == PAGE and "staat op de site" in answer.text
    assert "Nieuw midden" in visitor.get(PAGE).text
    newest = revisions(app)[0]
    assert (newest.author, newest.message) == ("Ria Schrijver", "Klopt het midden? Goedgekeurd door Bas Lezer.")
    assert changes(app) == []
    assert "Deze wijziging is er niet meer" in bas.get(review).text


def test_who_wrote_it_may_publish_it_as_well(app, ria):
    decide(ria, prepare(ria, opmerking="Komma"), "publiceer")
    assert (revisions(app)[0].author, revisions(app)[0].message) == ("Ria Schrijver", "Komma.")


@pytest.mark.slow
def test_what_is_sent_back_waits_for_who_wrote_it_and_is_asked_again(app, ria, bas):
    review = prepare(ria, "vraag-beoordeling", opmerking="Klopt het?")
    refused = decide(bas, review, "stuur-terug")
    assert refused.status_code == 422 and "Schrijf wat er beter moet." in refused.text
    decide(bas, review, "stuur-terug", opmerking="Noem de bron.")
    told = "Wijziging teruggestuurd door Bas Lezer"
    assert told in desk(ria) and "Noem de bron." in desk(ria)
    assert told not in desk(bas) and told in desk(bas, "voorbereid")
    page = ria.page(f"{EDIT}?voorbereid=1")
    assert "Noem de bron." in words(page)
    assert "Nieuw midden" in page.select_one("textarea[name=tekst]").text
    edit(ria, f"{EDIT}?voorbereid=1", doe="vraag-beoordeling", opmerking="Bron staat erin.")
    assert "Noem de bron." not in desk(ria)
    assert "Bron staat erin." in desk(bas)


@pytest.mark.slow
def test_what_was_asked_or_answered_stays_when_the_text_is_saved(ria, bas):
    review = prepare(ria, "vraag-beoordeling", opmerking="Klopt het?")
    edit(bas, f"{EDIT}?voorbereid=1", doe="bereid-voor", titel="Komma van Bas")
    assert "klaargezet voor beoordeling door Ria Schrijver" in desk(bas)
    decide(bas, review, "stuur-terug", opmerking="Noem de bron.")
    edit(ria, f"{EDIT}?voorbereid=1", doe="bereid-voor", titel="Half verbeterd")
    assert "teruggestuurd door Bas Lezer" in desk(ria) and "Noem de bron." in desk(ria)


def test_a_change_on_a_date_is_published_then_and_not_before(app, ria, bas, visitor):
    review = prepare(ria, "vraag-beoordeling", opmerking="Nieuwe regels.")
    moment = in_days(3)
    assert f"op {dutch_moment(moment)}" in plan(bas, review, moment).text
    assert f"komt op de site op {dutch_moment(moment)}" in words(bas.page(PAGE).select_one(".entry-bar"))
    publication = site_of(app).publication
    publication.publish_due()
    with time_machine.travel(moment - timedelta(seconds=1)):
        publication.publish_due()
    assert "Nieuw midden" not in visitor.get(PAGE).text
    with time_machine.travel(moment + timedelta(days=1)):  # the site was down on the day itself
        publication.publish_due()
    assert "Nieuw midden" in visitor.get(PAGE).text
    newest = revisions(app)[0]
    assert (newest.author, newest.message) == ("Ria Schrijver", "Nieuwe regels. Goedgekeurd door Bas Lezer.")
    assert changes(app) == []


def test_the_site_publishes_by_itself_while_it_runs(app, ria, visitor):
    review = prepare(ria)
    plan(ria, review, in_days(1))
    with time_machine.travel(in_days(2)):
        site_of(app).health.work()
    assert "Nieuw midden" in visitor.get(PAGE).text


MOMENTS = [
    ({"dag": ""}, "Kies een dag waarop de wijziging op de site komt."),
    ({"dag": "morgen"}, "Dit is geen datum."),
    ({"dag": "0001-01-01"}, "Deze dag is al voorbij."),
    ({"dag": "9999-12-31", "tijd": "23:59"}, "Kies een dag binnen twee jaar."),
    ({"dag": f"{dutch_time.today()}", "tijd": "00:00"}, "Dit moment is al voorbij."),
    ({"dag": f"{in_days(1):%Y-%m-%d}", "tijd": "half 9"}, "Dit is geen tijd."),
]


@pytest.mark.parametrize(("typed", "said"), MOMENTS)
def test_a_moment_that_cannot_be_is_refused_at_its_field_and_nothing_else_is_lost(app, ria, typed, said):
    review = prepare(ria)
    answer = decide(ria, review, "plan", opmerking="Blijft staan", **typed)
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert said in words(page.select_one(".review-moment"))
    assert page.select_one("form#stap [name=opmerking]")["value"] == "Blijft staan"
    assert [change.state for change in changes(app)] == ["voorbereiding"]


def test_a_planned_change_can_be_moved_taken_off_and_is_no_longer_planned_after_an_edit(app, ria, bas):
    review = prepare(ria)
    plan(ria, review, in_days(1))
    plan(bas, review, in_days(9))
    assert changes(app)[0].publish_at == in_days(9)
    decide(bas, review, "van-de-planning")
    assert (changes(app)[0].state, changes(app)[0].publish_at) == ("voorbereiding", None)
    plan(bas, review, in_days(9))
    assert "geldt de gekozen datum niet meer" in words(bas.page(f"{EDIT}?voorbereid=1"))
    answer = edit(bas, f"{EDIT}?voorbereid=1", doe="bereid-voor", titel="Nog anders")
    assert "De datum die was gekozen, geldt niet meer." in answer.text
    with time_machine.travel(in_days(10)):
        site_of(app).publication.publish_due()
    assert [change.title for change in changes(app)] == ["Nog anders"]
    decide(ria, review, "publiceer")
    assert "Ook bewerkt door Bas Lezer." in revisions(app)[0].message


def test_what_went_live_meanwhile_is_merged_and_shown(app, ria, bas, live, visitor):
    review = prepare(ria)
    edit(bas, doe="bewaar", samenvatting="Bas schreef dit.")
    page = ria.page(review)
    assert "gewijzigd nadat deze wijziging werd gemaakt, het laatst door Bas Lezer" in words(page)
    assert "samengevoegd" in words(page)
    assert page.select(".difference-fields") == []
    decide(ria, review, "publiceer")
    text = visitor.get(PAGE).text
    assert "Bas schreef dit." in text and "Nieuw midden" in text


def test_what_went_live_after_somebody_looked_is_not_published_over_unseen(app, ria, bas, visitor):
    review = prepare(ria)
    seen = ria.page(review).select_one("form#stap")
    edit(bas, doe="bewaar", samenvatting="Bas schreef dit.")
    answer = ria.send(f"{review}/stap", seen, {"doe": "publiceer"})
    assert answer.status_code == 409 and "Kijk nog eens wat er op de site komt." in answer.text
    assert "Nieuw midden" not in visitor.get(PAGE).text


def test_a_conflict_on_its_day_keeps_the_change_and_says_what_to_do(app, ria, bas, visitor):
    review = prepare(ria)
    plan(ria, review, in_days(1))
    edit(bas, doe="bewaar", tekst=TEXT.replace("Midden", "Ander midden"))
    with time_machine.travel(in_days(2)):
        site_of(app).publication.publish_due()
        site_of(app).publication.publish_due()
    said = "Op de site is intussen hetzelfde gewijzigd: Tekst. Open het formulier en kies wat er moet staan."
    assert said in desk(bas) and "Wijziging niet gepubliceerd op" in desk(bas)
    assert said in words(bas.page(review))
    assert bas.page(review).select("form#stap button[value=publiceer]") == []
    assert "Ander midden" in visitor.get(PAGE).text
    form = ria.page(f"{EDIT}?voorbereid=1").select_one("form#editor")
    assert form.select_one("[name='keuze:tekst'][value=ander]")
    ria.send(EDIT, form, {"doe": "bereid-voor"})
    assert said not in desk(bas)
    decide(ria, review, "publiceer")
    assert "Nieuw midden" in visitor.get(PAGE).text


def test_the_other_side_of_a_conflict_with_the_site_can_be_taken(app, ria, bas):
    prepare(ria, titel="Zakken")
    edit(bas, doe="bewaar", tekst=TEXT.replace("Midden", "Ander midden"))
    form = ria.page(f"{EDIT}?voorbereid=1").select_one("form#editor")
    ria.send(EDIT, form, {"doe": "bereid-voor", "keuze:tekst": "ander"})
    (change,) = changes(app)
    assert "Ander midden" in change.typed.one("tekst") and change.title == "Zakken"


@pytest.mark.parametrize("side", ["mijn", "ander"])
def test_two_curators_who_change_it_at_once_both_keep_what_they_typed(app, ria, bas, side):
    prepare(ria)
    form = ria.page(f"{EDIT}?voorbereid=1").select_one("form#editor")
    edit(bas, f"{EDIT}?voorbereid=1", doe="bereid-voor", titel="Van Bas")
    answer = ria.send(EDIT, form, {"doe": "bereid-voor", "titel": "Van Ria"})
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 409
    assert "Bas Lezer heeft intussen ook iets veranderd" in words(page)
    assert [change.title for change in changes(app)] == ["Van Bas"]
    ria.send(EDIT, page.select_one("form#editor"), {"doe": "bereid-voor", "keuze:titel": side})
    assert [change.title for change in changes(app)] == ["Van Ria" if side == "mijn" else "Van Bas"]


def test_two_who_begin_a_change_at_once_make_one(app, ria, bas):
    form = ria.page(EDIT).select_one("form#editor")
    prepare(bas, titel="Van Bas")
    answer = ria.send(EDIT, form, {"doe": "bereid-voor", "titel": "Van Ria"})
    assert answer.status_code == 409 and "Van Ria" in answer.text and "Van Bas" in answer.text
    assert [change.title for change in changes(app)] == ["Van Bas"]


def test_a_step_with_what_somebody_changed_meanwhile_is_not_taken(app, ria, bas):
    review = prepare(ria)
    seen = bas.page(review).select_one("form#stap")
    edit(ria, f"{EDIT}?voorbereid=1", doe="bereid-voor", titel="Later")
    answer = bas.send(f"{review}/stap", seen, {"doe": "publiceer", "opmerking": "Blijft staan"})
    assert answer.status_code == 409 and "Kijk haar nog eens na" in answer.text and "Blijft staan" in answer.text
    assert len(revisions(app)) == 1


def test_a_change_goes_along_with_its_entry_to_another_address(app, ria, visitor):
    review = prepare(ria)
    ria.submit(f"{EDIT}/hernoemen", {"adres": "zakken"}, action=f"{EDIT}/hernoemen")
    assert "Wijziging voorbereid" in ria.page("/menukaart/zakken").select_one(".entry-bar").text
    decide(ria, review, "publiceer")
    assert "Nieuw midden" in visitor.get("/menukaart/zakken").text


def test_a_change_of_a_deleted_entry_stays_on_the_desk_and_comes_back_or_becomes_new(app, ria, bas):
    review = prepare(ria)
    assert "blijft op het bureau staan" in ria.get(f"{EDIT}/verwijderen").text
    ria.submit(f"{EDIT}/verwijderen", {}, action=f"{EDIT}/verwijderen")
    assert "Wijziging zonder vermelding" in desk(bas)
    assert "Nieuw midden" in bas.page(review).select_one(".preview-page").text
    ria.submit("/redactie/verwijderd", {}, action="/redactie/verwijderd/flessen/terugzetten")
    assert changes(app)[0].slug is None
    bas.submit(review, {}, action=f"{review}/terug-bij-vermelding")
    assert changes(app)[0].slug == "flessen"
    ria.submit(f"{EDIT}/verwijderen", {}, action=f"{EDIT}/verwijderen")
    answer = bas.submit(review, {}, action=f"{review}/nieuwe-vermelding")
    assert "Nieuw midden" in BeautifulSoup(answer.text, "html.parser").select_one("textarea[name=tekst]").text
    assert changes(app) == []


def test_a_change_is_never_that_of_another_entry_with_the_same_address(app, content, ria, live):
    prepare(ria)
    live.unlink()  # by hand
    site_of(app).follower.synchronise()
    site_of(app).editing.record_by_hand()
    edit(ria, "/redactie/nieuw/voorbeeld", doe="bewaar:gepubliceerd", slug="flessen", titel="Iets anders",
         samenvatting="Kort.", themas=["alertering"], sectoren=["gas"], tekst="Tekst")  # fmt: skip
    assert "Iets anders" in ria.get(PAGE).text
    assert "Wijziging" not in ria.page(PAGE).select_one(".entry-bar").text
    assert changes(app)[0].slug is None


def test_what_is_off_the_site_waits_until_it_is_back(app, ria, bas, visitor):
    review = prepare(ria)
    plan(ria, review, in_days(1))
    asked = bas.submit(PAGE, {"status": "gearchiveerd"}, action=f"{EDIT}/status")
    assert "De wijziging die is voorbereid, kan niet op de site" in asked.text
    bas.send(
        f"{EDIT}/status", BeautifulSoup(asked.text, "html.parser").select_one(".workflow"), {"status": "gearchiveerd"}
    )
    with time_machine.travel(in_days(2)):
        site_of(app).publication.publish_due()
    assert "zij is nu gearchiveerd. Zet haar eerst weer op de site." in desk(bas)
    bas.submit(PAGE, {"status": "concept"}, action=f"{EDIT}/status")
    bas.submit(PAGE, {"status": "gepubliceerd"}, action=f"{EDIT}/status")
    with time_machine.travel(in_days(2)):
        site_of(app).publication.publish_due()
    assert "Nieuw midden" in visitor.get(PAGE).text


def test_a_change_that_breaks_a_rule_is_kept_but_not_published(app, ria):
    review = prepare(ria, titel="", samenvatting="Kort.")
    page = ria.page(review)
    assert "Dit klopt nog niet: Titel: Vul dit in." in words(page)
    assert page.select("form#stap button[value=publiceer]") == []
    assert "Vul dit in." in edit(ria, f"{EDIT}?voorbereid=1", doe="vraag-beoordeling", opmerking="Kijk").text


def test_what_may_be_a_mistake_is_asked_before_it_is_put_on_a_date(app, ria, visitor):
    review = prepare(ria, tekst="## Aanpak\n\n## Lessen")
    moment = in_days(1)
    asked = plan(ria, review, moment)
    assert asked.status_code == 422 and "Deze koppen zijn nog leeg: Aanpak, Lessen." in asked.text
    assert changes(app)[0].state == "voorbereiding"
    form = BeautifulSoup(asked.text, "html.parser").select_one("form#stap")
    ria.send(f"{review}/stap", form, {"doe": "plan"})
    with time_machine.travel(in_days(2)):
        site_of(app).publication.publish_due()
    assert changes(app) == []
    assert len(revisions(app)) == 2


def test_a_change_that_is_thrown_away_can_be_put_back_for_a_day(app, ria, bas):
    review = prepare(ria)
    answer = bas.submit(review, {}, action=f"{review}/verwijderen")
    assert changes(app) == [] and "Zet terug" in answer.text
    bas.submit("/redactie/concepten", {}, action="/redactie/concepten/terugzetten")
    (draft,) = bas.page("/redactie/concepten").select(".draft-list a[href^='/redactie/flessen']")
    form = bas.page(draft["href"]).select_one("form#editor")
    bas.send(EDIT, form, {"doe": "bereid-voor"})
    assert "Nieuw midden" in changes(app)[0].typed.one("tekst")


def test_the_tick_that_sources_were_read_counts_for_the_day_on_which_they_were(app, ria, live):
    prepare(ria, nagelezen="ja")
    plan(ria, "/redactie/voorbereid/1", in_days(5))
    read_on = dutch_time.today()
    with time_machine.travel(in_days(6)):
        site_of(app).publication.publish_due()
    assert f"bijgewerkt: '{read_on}'" in live.read_text() or f"bijgewerkt: {read_on}" in live.read_text()


def test_a_page_about_the_site_can_be_prepared_as_well(app, content, ria, visitor):
    content.entry("paginas", "hulp", "Hulp", "Zo werkt het.")
    site_of(app).follower.synchronise()
    answer = edit(ria, "/redactie/hulp", doe="bereid-voor", tekst="Zo werkt het voortaan.")
    assert "Wijziging voorbereid" in ria.page("/paginas/hulp").select_one(".entry-bar").text
    decide(ria, answer.request.path, "publiceer")
    assert "Zo werkt het voortaan." in visitor.get("/paginas/hulp").text


@pytest.mark.slow
def test_a_disk_that_cannot_be_written_on_the_day_is_said_and_it_is_published_when_it_can(app, ria, content, visitor):
    plan(ria, prepare(ria), in_days(1))
    with disks.read_only(content.path), time_machine.travel(in_days(2)):
        site_of(app).publication.publish_due()
    said = "Bewaren kan nu niet: de site mag niet schrijven in de map met inhoud."
    assert said in desk(ria) and "Nieuw midden" not in visitor.get(PAGE).text
    with time_machine.travel(in_days(2)):
        site_of(app).publication.publish_due()
    assert "Nieuw midden" in visitor.get(PAGE).text


def left_behind(app, moment, *, written):
    """Leave a claim as a process does that is killed after it wrote the entry, or before."""
    site = site_of(app)
    (change,) = site.prepared_changes.all()
    expected = site.publication.outlook(change)
    newest = site.history.revisions("menukaart/flessen.md", limit=1)[0].id
    claim = Claim(moment, version_of(expected.document.source.encode()), newest)
    site.prepared_changes.claim(change, claim)
    if written:
        entry = site.catalogue.entries["flessen"]
        site.editing.save_text(
            site.store.name_of(entry), expected.document.source, expected.present.version, Author("Ria Schrijver", 1)
        )


@pytest.mark.parametrize("case", [(True, True), (True, False), (False, True), (False, False)])
def test_a_kill_while_publishing_publishes_once(app, ria, bas, visitor, case):
    written, live_changed = case
    plan(ria, prepare(ria), in_days(1))
    left_behind(app, in_days(2), written=written)
    assert len(revisions(app)) == (2 if written else 1)
    if live_changed:  # it must not be put back as it was a moment ago
        edit(bas, doe="bewaar", samenvatting="Bas schreef dit.", tekst=TEXT)
    publication = site_of(app).publication
    with time_machine.travel(in_days(2) + timedelta(seconds=5)):
        publication.publish_due()
        assert len(changes(app)) == 1  # that process may be at it still
    with time_machine.travel(in_days(2) + LONGEST_CLAIM + timedelta(seconds=5)):
        publication.publish_due()
        publication.publish_due()
    assert changes(app) == []
    page = visitor.get(PAGE).text
    assert ("Nieuw midden" in page) is not (written and live_changed)
    published = [one for one in revisions(app) if one.author == "Ria Schrijver"]
    assert len(published) == 1


def test_while_it_is_published_nobody_changes_it_and_of_several_processes_one_publishes(app, ria):
    review = prepare(ria)
    seen = ria.page(review).select_one("form#stap")
    site = site_of(app)
    (change,) = site.prepared_changes.all()
    site.prepared_changes.claim(change, Claim(dutch_time.now(), "x", ""))
    with pytest.raises(SomebodyWasFirst):
        site.publication.publish(change, "Bas")
    (claimed,) = site.prepared_changes.all()
    with pytest.raises(SomebodyWasFirst):
        site.prepared_changes.discard(claimed)
    assert ria.send(f"{review}/stap", seen, {"doe": "publiceer"}).status_code == 409
    assert len(revisions(app)) == 1


def test_another_text_is_refused_where_there_is_one(app, ria):
    prepare(ria)
    text = PreparedText("flessen", "voorbeeld", "", changes(app)[0].typed)
    with pytest.raises(SomebodyWasFirst):
        site_of(app).prepared_changes.start(text, Author("Bas", 2))


def test_what_waits_is_counted_in_the_menu_and_named_in_the_weekly_letter(app, ria, bas):
    def urgent():
        found = re.search(r"Redactie\D*(\d+)", words(bas.page("/redactie").select_one("header")))
        return int(found[1]) if found else 0

    before = urgent()
    prepare(ria)
    assert urgent() == before
    edit(ria, f"{EDIT}?voorbereid=1", doe="vraag-beoordeling", opmerking="Kijk eens")
    assert urgent() == before + 1
    letter = app.test_cli_runner().invoke(args=["redactie", "digest"]).output
    assert "Voorbereide wijzigingen" in letter and "Water in flessen" in letter and "Kijk eens" in letter
