"""What administrators do with accounts, and what nobody can do."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from kennisplatform.accounts.audit import AuditFilter
from kennisplatform.accounts.directory import Account, Accounts, LastAdministrator
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.conftest import ContentFolder
from tests.visitor import PASSWORD, Visitor, logged_in


@pytest.fixture
def networks(content: ContentFolder) -> None:
    """Asked for before anybody opens a page: the first page reads the content."""
    content.entry("netwerken", "gas-rendo", "Gas RENDO")
    content.entry("menukaart", "geheim", "Geheim", zichtbaar="netwerk", netwerken=["gas-rendo"])


@pytest.fixture
def accounts(app: Flask) -> Accounts:
    return site_of(app).accounts


@pytest.fixture
def ria(app: Flask, accounts: Accounts) -> Account:
    return accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)


def page_of(account: Account) -> str:
    return f"/beheer/gebruikers/{account.id}"


def press(visitor: Visitor, account: Account, action: str):
    return visitor.submit(page_of(account), {}, action=f"{page_of(account)}/{action}")


def own(accounts: Accounts) -> Account:
    found = accounts.by_email("beheerder@voorbeeld.nl")
    assert found
    return found


def test_an_administrator_invites_and_hands_the_link_over(networks, app, administrator, accounts):
    page = administrator.submit(
        "/beheer/gebruikers/uitnodigen", {"email": "Ria@voorbeeld.nl", "role": "curator", "networks": ["gas-rendo"]}
    )
    address = page.text.split("<textarea")[1].split(">")[1].split("<")[0]
    assert address.startswith("http://127.0.0.1:5000/uitnodiging/")
    assert "ria@voorbeeld.nl" in administrator.get("/beheer/gebruikers").text
    assert address not in administrator.get("/beheer/gebruikers").text
    Visitor(app).submit(
        urlsplit(address).path, {"name": "Ria", "password": PASSWORD, "repeated": PASSWORD, "role": "beheerder"}
    )
    made = accounts.by_email("ria@voorbeeld.nl")
    assert (made.name, made.role, made.networks) == ("Ria", Role.CURATOR, frozenset({"gas-rendo"}))
    assert "Open uitnodigingen" not in administrator.get("/beheer/gebruikers").text


@pytest.mark.parametrize(
    "values",
    [
        {"email": "ria@voorbeeld.nl"},
        {"email": "geen adres"},
        {"email": "nieuw@voorbeeld.nl", "role": "opperbaas"},
        {"email": "nieuw@voorbeeld.nl", "networks": ["bestaat-niet"]},
    ],
    ids=["has an account", "no address", "no role", "no network"],
)
def test_an_invitation_that_cannot_be_is_explained_and_keeps_what_was_typed(administrator, ria, values):
    response = administrator.submit("/beheer/gebruikers/uitnodigen", values)
    assert "Dit klopt nog niet" in response.text
    assert f'value="{values["email"]}"' in response.text


def test_a_withdrawn_invitation_works_no_more(app, administrator, visitor):
    page = administrator.submit("/beheer/gebruikers/uitnodigen", {"email": "ria@voorbeeld.nl"}).text
    path = "/uitnodiging/" + page.split("/uitnodiging/")[1].split("<")[0]
    assert visitor.get(path).status_code == 200
    [invitation] = site_of(app).account_links.open_invitations()
    action = f"/beheer/uitnodigingen/{invitation.id}/intrekken"
    assert "ingetrokken" in administrator.submit("/beheer/gebruikers", {}, action=action).text
    assert visitor.get(path).status_code == 410


def test_a_change_of_role_and_networks_counts_at_once(networks, app, administrator, accounts):
    member = logged_in(app, Role.MEMBER)
    account = accounts.by_email("lid@voorbeeld.nl")
    assert member.get("/menukaart/geheim").status_code == 404
    administrator.submit(page_of(account), {"networks": ["gas-rendo"]})
    assert member.get("/menukaart/geheim").status_code == 200
    assert member.get("/beheer").status_code == 403
    administrator.submit(page_of(account), {"role": "beheerder"})
    assert member.get("/beheer").status_code == 200
    assert accounts.by_id(account.id).networks == {"gas-rendo"}


def test_a_network_that_is_gone_stays_until_somebody_unticks_it(app, administrator, accounts):
    account = accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, ["weg"], PASSWORD)
    assert "weg (bestaat niet meer)" in administrator.get(page_of(account)).text
    administrator.submit(page_of(account), {"role": "curator"})
    assert accounts.by_id(account.id).networks == {"weg"}
    administrator.submit(page_of(account), {"networks": []})
    assert accounts.by_id(account.id).networks == set()


def test_who_is_blocked_is_out_at_once_and_stays_out(app, administrator, accounts):
    member = logged_in(app, Role.MEMBER)
    account = accounts.by_email("lid@voorbeeld.nl")
    token = site_of(app).account_links.make_reset(account)
    press(administrator, account, "blokkeren")
    assert "Uitloggen" not in member.get("/").text
    assert "geblokkeerd" in member.log_in("lid@voorbeeld.nl").text
    assert "geblokkeerd" not in member.log_in("lid@voorbeeld.nl", "fout").text
    assert member.get(f"/nieuw-wachtwoord/{token}").status_code == 410
    assert "nieuw-wachtwoord" not in administrator.get(page_of(account)).text
    press(administrator, account, "deblokkeren")
    assert "Uitloggen" in member.log_in("lid@voorbeeld.nl").text


def test_an_administrator_logs_somebody_out_everywhere(app, administrator, accounts):
    member = logged_in(app, Role.MEMBER)
    press(administrator, accounts.by_email("lid@voorbeeld.nl"), "uitloggen")
    assert "Uitloggen" not in member.get("/").text
    assert "Uitloggen" in member.log_in("lid@voorbeeld.nl").text


def test_an_administrator_makes_a_link_for_a_new_password(app, administrator, visitor, ria):
    page = press(administrator, ria, "nieuw-wachtwoord").text
    path = "/nieuw-wachtwoord/" + page.split("/nieuw-wachtwoord/")[1].split("<")[0]
    other = "lantaarn-kwartel-zeewier"
    visitor.submit(path, {"password": other, "repeated": other})
    assert "Uitloggen" in visitor.log_in("ria@voorbeeld.nl", other).text


def test_a_deleted_account_is_gone_with_its_sessions(app, administrator, accounts):
    member = logged_in(app, Role.MEMBER)
    account = accounts.by_email("lid@voorbeeld.nl")
    assert "niet terugdraaien" in administrator.get(page_of(account) + "/verwijderen").text
    assert accounts.by_id(account.id)
    administrator.submit(page_of(account) + "/verwijderen", {})
    assert accounts.by_id(account.id) is None
    assert "Uitloggen" not in member.get("/").text
    assert administrator.get(page_of(account)).status_code == 404


@pytest.mark.parametrize("action", ["blokkeren", "verwijderen"])
def test_nobody_blocks_or_deletes_themselves(app, administrator, accounts, action):
    logged_in(app, Role.ADMINISTRATOR, name="Tweede")
    me = own(accounts)
    token = administrator.page(page_of(me)).select_one("input[name=csrf_token]")["value"]
    administrator.client.post(f"{page_of(me)}/{action}", data={"csrf_token": token})
    assert accounts.by_id(me.id) == own(accounts)
    assert not own(accounts).is_blocked


def test_the_last_administrator_stays_one(app, administrator, accounts):
    me = own(accounts)
    other = accounts.add("b@voorbeeld.nl", "B", Role.ADMINISTRATOR, password=PASSWORD)
    accounts.block(other.id)  # who is blocked does not count
    assert "Dit is de enige beheerder" in administrator.submit(page_of(me), {"role": "lid"}).text
    for change in (lambda: accounts.block(me.id), lambda: accounts.delete(me.id)):
        with pytest.raises(LastAdministrator):
            change()
    assert own(accounts).role is Role.ADMINISTRATOR
    assert not own(accounts).is_blocked


def test_two_administrators_who_demote_each_other_at_once_do_not_both_succeed(accounts):
    pair = [accounts.add(f"{name}@voorbeeld.nl", name, Role.ADMINISTRATOR) for name in "ab"]
    for _ in range(5):
        for account in pair:
            accounts.set_role_and_networks(account.id, Role.ADMINISTRATOR, ())
        start, refused = threading.Barrier(2), []

        def demote(number: int, start: threading.Barrier = start, refused: list[int] = refused) -> None:
            start.wait()
            try:
                accounts.set_role_and_networks(number, Role.MEMBER, ())
            except LastAdministrator:
                refused.append(number)

        threads = [threading.Thread(target=demote, args=(account.id,)) for account in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        assert accounts.has_administrator()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Beheerder", "Ria Jansen", "Kees"}),
        ("naam=jansen+RIA", {"Ria Jansen"}),
        ("naam=kees@", {"Kees"}),
        ("rol=curator", {"Kees"}),
        ("toegang=nee", {"Kees"}),
        ("toegang=ja", {"Beheerder", "Ria Jansen"}),
        ("gezien=nooit", {"Ria Jansen", "Kees"}),
        ("gezien=kort", {"Beheerder"}),
        ("gezien=lang", set()),
        ("netwerk=gas-rendo", {"Ria Jansen"}),
        ("rol=onzin", {"Beheerder", "Ria Jansen", "Kees"}),
    ],
)
def test_the_list_is_filtered_by_the_address(networks, administrator, accounts, query, names):
    accounts.add("rj@voorbeeld.nl", "Ria Jansen", Role.MEMBER, ["gas-rendo"])
    accounts.block(accounts.add("kees@voorbeeld.nl", "Kees", Role.CURATOR).id)
    page = administrator.page(f"/beheer/gebruikers?{query}")
    assert {link.text for link in page.select("tbody th a")} == names


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.CURATOR])
def test_others_cannot_administer(app, ria, role):
    visitor = logged_in(app, role) if role else Visitor(app)
    for path in ("/beheer", "/beheer/gebruikers", "/beheer/gebruikers/uitnodigen", page_of(ria)):
        response = visitor.client.get(path)
        assert response.status_code == (403 if role else 302)
        assert "ria@voorbeeld.nl" not in response.text
    token = visitor.page("/inloggen").select_one("input[name=csrf_token]")["value"]
    for action in ("", "/blokkeren", "/uitloggen", "/nieuw-wachtwoord", "/verwijderen"):
        sent = visitor.client.post(page_of(ria) + action, data={"csrf_token": token, "role": "beheerder"})
        assert sent.status_code == (403 if role else 302)
    assert site_of(app).accounts.by_id(ria.id) == ria


def test_what_was_done_is_in_the_log_without_addresses_or_links(administrator, accounts, ria, app):
    administrator.submit("/beheer/gebruikers/uitnodigen", {"email": "nieuw@voorbeeld.nl", "role": "curator"})
    press(administrator, ria, "nieuw-wachtwoord")
    press(administrator, ria, "blokkeren")
    lines = site_of(app).audit_log.page(AuditFilter())
    actions = [line.action for line in lines.entries]
    assert actions[:3] == ["gebruiker geblokkeerd", "link voor nieuw wachtwoord gemaakt", "uitgenodigd"]
    assert "@" not in str(lines)


def test_looking_at_an_account_asks_for_no_password_and_changing_it_does(app, administrator, ria):
    with site_of(app).database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE login_session SET confirmed_at = '2026-01-01 00:00:00'")
    form = administrator.page(page_of(ria)).select_one("main form")
    asked = administrator.send(page_of(ria), form, {"role": "curator", "name": "Ria de Vries"})
    assert asked.request.path == "/account/bevestigen"
    assert site_of(app).accounts.by_id(ria.id) == ria
    back = administrator.submit(asked.request.full_path, {"proof": PASSWORD})
    assert back.request.path == page_of(ria)
    assert 'value="Ria de Vries"' in back.text
    form = BeautifulSoup(back.text, "html.parser").select_one("main form")
    administrator.send(page_of(ria), form, {})
    changed = site_of(app).accounts.by_id(ria.id)
    assert (changed.name, changed.role) == ("Ria de Vries", Role.CURATOR)


def test_a_button_that_asks_for_the_password_is_offered_again_after_it(app, administrator, accounts, ria):
    with site_of(app).database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE login_session SET confirmed_at = '2026-01-01 00:00:00'")
    asked = press(administrator, ria, "blokkeren")
    offered = administrator.submit(asked.request.full_path, {"proof": PASSWORD})
    assert not accounts.by_id(ria.id).is_blocked
    form = BeautifulSoup(offered.text, "html.parser").select_one("main form")
    administrator.send(form["action"], form, {})
    assert accounts.by_id(ria.id).is_blocked


def test_name_and_address_of_an_account_can_be_changed(app, administrator, accounts, ria):
    old_link = site_of(app).account_links.make_reset(ria)
    administrator.submit(page_of(ria), {"name": "Ria de Vries", "email": "Ria.de.Vries@nieuw.example"})
    changed = accounts.by_id(ria.id)
    assert (changed.name, changed.email) == ("Ria de Vries", "ria.de.vries@nieuw.example")
    assert Visitor(app).get(f"/nieuw-wachtwoord/{old_link}").status_code == 410, "it was mailed to an address of before"
    assert "Uitloggen" in Visitor(app).log_in("ria.de.vries@nieuw.example").text


@pytest.mark.parametrize(
    ("email", "problem"), [("beheerder@voorbeeld.nl", "al een account"), ("x", "geen e-mailadres")]
)
def test_an_address_that_cannot_be_is_explained(administrator, accounts, ria, email, problem):
    answer = administrator.submit(page_of(ria), {"email": email})
    assert problem in answer.text
    assert accounts.by_id(ria.id) == ria


def test_a_region_stands_for_all_networks_that_work_in_it(content, app, administrator):
    content.entry("netwerken", "gas-rendo", "Gas RENDO", regios=["drenthe", "ijsselland"])
    content.entry("netwerken", "water", "Drinkwater", regios=["ijsselland"])
    content.entry("netwerken", "elders", "Elders", regios=["zeeland"])
    page = administrator.submit(
        "/beheer/gebruikers/uitnodigen",
        {"email": "ria@voorbeeld.nl", "name": "Ria", "region": "ijsselland", "networks": ["elders"]},
    )
    [invitation] = site_of(app).account_links.open_invitations()
    assert invitation.networks == {"gas-rendo", "water", "elders"}
    text = BeautifulSoup(page.text, "html.parser").select_one("#tekst").text
    assert "/uitnodiging/" in text and text.startswith("Goedendag")
    path = "/uitnodiging/" + text.split("/uitnodiging/")[1].split()[0]
    assert 'value="Ria"' in Visitor(app).get(path).text


def test_the_members_of_a_network_are_changed_together(networks, app, administrator, accounts, ria):
    kees = accounts.add("kees@voorbeeld.nl", "Kees", Role.MEMBER, ["gas-rendo", "weg"])
    assert "1 lid" in administrator.get("/beheer/netwerken").text
    answer = administrator.submit("/beheer/netwerken/gas-rendo", {"members": [str(ria.id)]})
    assert "Erbij: 1 lid. Eraf: 1 lid." in answer.text
    assert accounts.by_id(ria.id).networks == {"gas-rendo"}
    assert accounts.by_id(kees.id).networks == {"weg"}
    assert "geen mensen" not in answer.text
    assert administrator.get("/beheer/netwerken/bestaat-niet").status_code == 404
