"""The desk answers with the best first, and says what does not fit."""

import pytest

from kennisplatform.contacts.question import wording
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Region


def slugs(entries):
    return [entry.slug for entry in entries]


@pytest.mark.parametrize(
    ("text", "networks", "contacts"),
    [
        ("stroom zwolle", ["stroom-enexis", "stroom-rendo", "stroom-landelijk"], ["enexis", "rendo", "vr-ijsselland"]),
        ("stroom zwolle nu", ["stroom-enexis", "stroom-rendo", "stroom-landelijk"], ["rendo", "enexis"]),
        ("stroom groningen", ["stroom-enexis", "stroom-landelijk"], ["enexis", "vr-groningen", "tennet"]),
        ("hoogspanning stroom", ["stroom-landelijk", "stroom-enexis"], ["tennet"]),
        ("zwolle", ["water-vitens", "stroom-enexis"], ["vr-ijsselland"]),
        ("veiligheidsregio groningen", ["stroom-enexis"], ["vr-groningen"]),
        ("politie", [], ["politie"]),
        ("beeldbank piketfunctionarissen", [], ["politie"]),
    ],
)
def test_the_best_comes_first(ask, text, networks, contacts):
    answer = ask(text)
    assert slugs(answer.networks)[: len(networks)] == networks
    assert slugs(answer.contacts)[: len(contacts)] == contacts
    assert answer.is_found


def test_a_company_that_does_not_supply_there_is_named_as_such(ask):
    answer = ask("liander groningen?")
    assert slugs(answer.not_covering) == ["liander"]
    assert slugs(answer.networks) == ["stroom-enexis", "stroom-landelijk"]
    assert wording.not_covering(answer) == "Liander levert niet in Groningen; dit zijn de netbeheerders daar."
    assert wording.not_covering(ask("enexis groningen")) == ""


def test_a_company_asked_for_another_sector_is_named_as_such(ask):
    assert wording.not_covering(ask("vitens gas")) == "Van Vitens is geen netwerk bekend voor gas."


def test_where_nothing_fits_the_desk_is_the_only_answer(ask):
    for text in ("zonnestorm op mars", "?!", ""):
        answer = ask(text)
        assert (slugs(answer.contacts), answer.networks, answer.is_found) == (["ifv-desk"], (), False)


def test_details_come_only_with_who_may_see_them(app, content, ask):
    from kennisplatform.permissions import Viewer

    content.entry(
        "contacten", "enexis", organisatie="Enexis", type_organisatie="vitale-partner", telefoon="088 000 00 00"
    )
    site_of(app).follower.synchronise()
    assert ask("enexis").contacts[0].telephone is None
    assert ask("enexis", viewer=Viewer(is_member=True)).contacts[0].telephone == "088 000 00 00"


def test_the_question_for_the_desk_tells_all_that_was_asked(ask):
    question = ask("zonnestorm", regions=frozenset({Region.DRENTHE})).question
    assert wording.question_for_the_desk(question) == (
        "Ik zoek de juiste contactpersoon.\nMijn vraag: zonnestorm\nVeiligheidsregio: Drenthe"
    )
