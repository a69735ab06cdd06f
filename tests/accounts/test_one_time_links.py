"""Links that let somebody in: what they do, that they do it once, and that nobody gets more out of them."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask

from kennisplatform.accounts.account_links import AccountLinks
from kennisplatform.accounts.one_time_links import InvalidLink, Purpose
from kennisplatform.curation.feedback.reports import NewReport, ReportKind
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from kennisplatform.web.mailing.link_addresses import address_of
from tests.conftest import ContentFolder
from tests.visitor import PASSWORD, Visitor, logged_in

LET_IN = [purpose for purpose in Purpose if purpose is not Purpose.PLAN]
"""Links for whoever holds them; that to a plan asks for an account first (`tests/plans/test_together.py`)."""
OTHER_PASSWORD = "lantaarn-kwartel-zeewier"
AT_ONCE = timedelta(0)
REPORT = NewReport(ReportKind.BY_ORGANISATION, "Storingsdienst", "Alles klopt", slug="stroom")
REMINDED = NewReport(ReportKind.BY_ORGANISATION, "Wachtdienst", "Alles klopt", slug="gas")


@pytest.fixture(autouse=True)
def contacts(content: ContentFolder) -> None:
    """Write the contacts that the links to correct are about."""
    content.entry("contacten", "stroom", "Storingsdienst", telefoon="088 123 45 67")
    content.entry("contacten", "gas", "Wachtdienst", telefoon="088 123 45 68")


@pytest.fixture
def links(app: Flask) -> AccountLinks:
    return site_of(app).account_links


def path_of(app: Flask, purpose: Purpose, token: str) -> str:
    return urlsplit(address_of(app, purpose, token)).path


def chosen(password: str = PASSWORD, **others: object) -> dict[str, object]:
    return {"password": password, "repeated": password, **others}


def test_the_first_administrator_sets_the_site_up_and_is_logged_in(app, visitor, links):
    path = path_of(app, Purpose.SET_UP, links.make_set_up())
    response = visitor.submit(path, chosen(name="Bea", email="Bea@Voorbeeld.nl"))
    assert response.request.path == "/beheer"
    assert "Bea" in response.text
    account = site_of(app).accounts.by_email("bea@voorbeeld.nl")
    assert (account.role, account.name) == (Role.ADMINISTRATOR, "Bea")
    assert links.make_set_up() is None


def test_a_new_set_up_link_ends_the_older_one(app, visitor, links):
    older, newer = links.make_set_up(), links.make_set_up()
    assert visitor.get(path_of(app, Purpose.SET_UP, older)).status_code == 410
    assert visitor.get(path_of(app, Purpose.SET_UP, newer)).status_code == 200


def test_a_set_up_link_ends_when_there_is_an_administrator(app, visitor, links):
    path = path_of(app, Purpose.SET_UP, links.make_set_up())
    logged_in(app, Role.ADMINISTRATOR)
    assert visitor.get(path).status_code == 410


def test_who_is_invited_gets_the_account_that_was_meant(app, visitor, links):
    path = path_of(app, Purpose.INVITATION, links.invite(" Ria@voorbeeld.nl", Role.CURATOR, ["gas-rendo"]))
    response = visitor.submit(path, chosen(name="Ria"))
    assert "Uw account is klaar" in response.text
    account = site_of(app).accounts.by_email("ria@voorbeeld.nl")
    assert (account.role, account.networks) == (Role.CURATOR, frozenset({"gas-rendo"}))
    assert "Uitloggen" in Visitor(app).log_in("ria@voorbeeld.nl").text


def test_who_is_invited_decides_nothing_else(app, visitor, links):
    path = path_of(app, Purpose.INVITATION, links.invite("ria@voorbeeld.nl", Role.MEMBER))
    more = {
        "email": "ander@voorbeeld.nl", "role": "beheerder", "networks": ["gas-rendo"], "is_blocked": "", "id": "1",
        "account_id": "1", "purpose": "setup", "made_at": "2020-01-01", "password_hash": "x", "has_password": "",
    }  # fmt: skip
    visitor.submit(path, chosen(name="Ria", **more))
    [account] = site_of(app).accounts.all()
    assert (account.email, account.role, account.networks) == ("ria@voorbeeld.nl", Role.MEMBER, frozenset())


def test_a_new_password_by_link_ends_every_session_and_is_logged_in_with_by_hand(app, visitor, member, links):
    account = site_of(app).accounts.by_email("lid@voorbeeld.nl")
    path = path_of(app, Purpose.RESET, links.make_reset(account))
    response = visitor.submit(path, chosen(OTHER_PASSWORD))
    assert response.request.path == "/inloggen"
    assert "Log ermee in" in response.text
    assert "Uitloggen" not in member.get("/").text
    assert "horen niet bij elkaar" in visitor.log_in("lid@voorbeeld.nl").text
    assert "Uitloggen" in visitor.log_in("lid@voorbeeld.nl", OTHER_PASSWORD).text


def test_earlier_links_for_a_password_end_when_one_is_used_or_made(app, visitor, member, links):
    account = site_of(app).accounts.by_email("lid@voorbeeld.nl")
    first = path_of(app, Purpose.RESET, links.make_reset(account))
    second = path_of(app, Purpose.RESET, links.make_reset(account))
    assert visitor.get(first).status_code == 410
    assert visitor.get(second).status_code == 200


def used(app: Flask, links: AccountLinks) -> dict[Purpose, str]:
    set_up = links.make_set_up()
    links.set_up(set_up, "bea@voorbeeld.nl", "Bea", PASSWORD)
    invitation = links.invite("ria@voorbeeld.nl", Role.MEMBER)
    ria = links.accept(invitation, "Ria", PASSWORD)
    reset = links.make_reset(ria)
    links.choose_password(reset, PASSWORD)
    reviews = site_of(app).organisation_reviews
    correction, reminder = reviews.ask("stroom"), reviews.remind("gas")
    reviews.send(correction, REPORT)
    reviews.send(reminder, REMINDED)
    return dict(zip(LET_IN, [set_up, invitation, reset, correction, reminder], strict=True))


def fresh(app: Flask, links: AccountLinks, valid_for: timedelta = timedelta(hours=1)) -> dict[Purpose, str]:
    tokens = {Purpose.SET_UP: links.make_set_up(valid_for)}
    tokens[Purpose.INVITATION] = links.invite("ria@voorbeeld.nl", Role.MEMBER, valid_for=valid_for)
    jan = site_of(app).accounts.add("jan@voorbeeld.nl", "Jan", Role.MEMBER, password=PASSWORD)
    tokens[Purpose.RESET] = links.make_reset(jan, valid_for)
    reviews = site_of(app).organisation_reviews
    tokens[Purpose.CORRECTION] = reviews.ask("stroom", valid_for=valid_for)
    tokens[Purpose.REMINDER] = reviews.remind("gas", valid_for=valid_for)
    return tokens


def of_another_purpose(tokens: dict[Purpose, str]) -> dict[Purpose, str]:
    reviews = (Purpose.CORRECTION, Purpose.REMINDER)  # These two do the same.
    others = {purpose: token for purpose, token in tokens.items() if purpose not in reviews}
    rotated = dict(zip(others, [*list(others.values())[1:], tokens[Purpose.CORRECTION]], strict=True))
    return {**rotated, **dict.fromkeys(reviews, others[Purpose.RESET])}


ATTACKS = {
    "used before": used,
    "too old": lambda app, links: fresh(app, links, AT_ONCE),
    "one letter changed": lambda app, links: {
        purpose: ("A" if token[0] != "A" else "B") + token[1:] for purpose, token in fresh(app, links).items()
    },
    "cut short": lambda app, links: {purpose: token[:-1] for purpose, token in fresh(app, links).items()},
    "other letter case": lambda app, links: {purpose: token.swapcase() for purpose, token in fresh(app, links).items()},
    "made longer": lambda app, links: {purpose: token + "A" for purpose, token in fresh(app, links).items()},
    "of another purpose": lambda app, links: of_another_purpose(fresh(app, links)),
    "a pattern": lambda app, links: dict.fromkeys(LET_IN, "%25") if fresh(app, links) else {},
    "an injection": lambda app, links: dict.fromkeys(LET_IN, "x' OR '1'='1") if fresh(app, links) else {},
    "a zero byte": lambda app, links: dict.fromkeys(LET_IN, "x%00y") if fresh(app, links) else {},
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_link_that_does_not_work_says_so_and_changes_nothing(app, visitor, links, attack):
    tokens = ATTACKS[attack](app, links)
    before = site_of(app).accounts.all(), site_of(app).reports.unhandled()
    with visitor.client.session_transaction() as cookie:
        cookie["csrf_token"] = "x"
    token_page = visitor.page("/inloggen").select_one("input[name=csrf_token]")["value"]
    for purpose, token in tokens.items():
        path = path_of(app, purpose, token)
        opened = visitor.get(path)
        sent = visitor.client.post(
            path, data=chosen(OTHER_PASSWORD, name="Eva", email="eva@voorbeeld.nl", klopt="ja", csrf_token=token_page)
        )
        assert (opened.status_code, sent.status_code) == (410, 410), (attack, purpose)
        assert "Deze link werkt niet meer" in opened.text
        assert "/inloggen" in opened.text
    assert (site_of(app).accounts.all(), site_of(app).reports.unhandled()) == before
    assert "horen niet bij elkaar" in visitor.log_in("eva@voorbeeld.nl", OTHER_PASSWORD).text


@pytest.mark.parametrize("purpose", [Purpose.SET_UP, Purpose.INVITATION, Purpose.RESET])
def test_of_many_that_are_made_at_once_only_one_works(app, links, purpose):
    ria = (
        site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, PASSWORD)
        if purpose is Purpose.RESET
        else None
    )
    make = {
        Purpose.SET_UP: links.make_set_up,
        Purpose.INVITATION: lambda: links.invite("nieuw@voorbeeld.nl", Role.MEMBER),
        Purpose.RESET: lambda: links.make_reset(ria),
    }[purpose]
    start = threading.Barrier(6)

    def run(_: int) -> str:
        start.wait()
        return make()

    with ThreadPoolExecutor(6) as threads:
        tokens = list(threads.map(run, range(6)))
    working = []
    for token in tokens:
        with contextlib.suppress(InvalidLink):
            working.append(links.find(token, purpose))
    assert len(working) == 1


@pytest.mark.parametrize("purpose", LET_IN)
def test_of_many_who_use_a_link_at_once_one_succeeds(app, links, purpose):
    token = fresh(app, links)[purpose]
    use = {
        Purpose.SET_UP: lambda: links.set_up(token, "bea@voorbeeld.nl", "Bea", PASSWORD),
        Purpose.INVITATION: lambda: links.accept(token, "Ria", PASSWORD),
        Purpose.RESET: lambda: links.choose_password(token, PASSWORD),
        Purpose.CORRECTION: lambda: site_of(app).organisation_reviews.send(token, REPORT),
        Purpose.REMINDER: lambda: site_of(app).organisation_reviews.send(token, REMINDED),
    }[purpose]
    results: list[object] = []
    start = threading.Barrier(6)

    def run() -> None:
        start.wait()
        try:
            results.append(use())
        except InvalidLink as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert sum(isinstance(result, InvalidLink) for result in results) == 5


def test_only_a_hash_of_a_link_is_kept(app, links):
    tokens = fresh(app, links)
    with site_of(app).database.transaction() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM one_time_link").all()
    assert len(rows) == len(LET_IN)
    assert not any(token in str(row) for token in tokens.values() for row in rows)


def test_opening_a_page_uses_nothing_up_and_tells_no_other_site(app, visitor, links):
    for purpose, token in fresh(app, links).items():
        for _ in range(2):
            response = visitor.get(path_of(app, purpose, token))
            assert response.status_code == 200
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert response.headers["Cache-Control"] == "no-store"
            assert "noindex" in response.headers["X-Robots-Tag"]
            assert "ETag" not in response.headers


def test_a_mistake_in_the_form_keeps_what_was_typed_and_the_link(app, visitor, links):
    path = path_of(app, Purpose.SET_UP, links.make_set_up())
    response = visitor.submit(
        path, {"name": "Bea", "email": "bea@voorbeeld.nl", "password": PASSWORD, "repeated": "anders"}
    )
    assert "De twee wachtwoorden zijn niet gelijk" in response.text
    assert 'value="bea@voorbeeld.nl"' in response.text
    assert PASSWORD not in response.text
    assert visitor.submit(path, chosen(name="Bea", email="bea@voorbeeld.nl")).request.path == "/beheer"


@pytest.mark.parametrize("address", ["geen adres", "a@b@c.nl", "x@y.nl\r\nBcc: z@y.nl", "<a@b.nl>", "@b.nl", "a@", ""])
def test_only_an_address_is_an_address(app, visitor, links, address):
    path = path_of(app, Purpose.SET_UP, links.make_set_up())
    visitor.submit(path, chosen(name="Bea", email=address))
    assert site_of(app).accounts.all() == []


def test_an_invitation_does_not_make_a_second_account_of_one_address(app, visitor, links):
    path = path_of(app, Purpose.INVITATION, links.invite("ria@voorbeeld.nl", Role.ADMINISTRATOR))
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    assert "Er is al een account" in visitor.submit(path, chosen(OTHER_PASSWORD, name="Eva")).text
    assert [account.role for account in site_of(app).accounts.all()] == [Role.MEMBER]


def test_a_failure_on_the_page_of_a_link_keeps_its_token_out_of_the_log(app, visitor, links, monkeypatch, caplog):
    token = links.make_set_up()

    def fail(*_: object) -> None:
        raise RuntimeError("kapot")

    monkeypatch.setattr(links, "find", fail)
    assert visitor.get(path_of(app, Purpose.SET_UP, token)).status_code == 500
    assert "kapot" in caplog.text
    assert token not in "\n".join(record.getMessage() for record in caplog.records)
