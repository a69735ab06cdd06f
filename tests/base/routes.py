"""Every address of the site: who may use it, and how it is asked for. A route that is not here fails the tests.

In a sample `{slug}` stands for the entries of its folder (or of all), `{kind}` and `{attachment}` for what belongs to
that entry, `{word}` for what somebody may search for. Samples are only asked for with GET, so they change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.vocabulary import Role

EVERYONE = None
NO_REVISION = "0" * 40
"""Of a revision the name is not known beforehand."""


@dataclass(frozen=True)
class Route:
    """Who may use a route, and samples of its addresses; about the entries of one folder, or of all."""

    needs: Role | None
    samples: tuple[str, ...] = ()
    folder: str = ""
    leads_on: bool = False
    """Its answer for an entry leads to the page of that entry."""
    takes_along: bool = False
    """Its answer is kept elsewhere, so it is of published entries only, whoever asks."""


def _everyone(*samples: str, folder: str = "") -> Route:
    return Route(EVERYONE, samples, folder)


def _members(*samples: str) -> Route:
    return Route(Role.MEMBER, samples)


def _curators(*samples: str) -> Route:
    return Route(Role.CURATOR, samples)


def _administrators(*samples: str) -> Route:
    return Route(Role.ADMINISTRATOR, samples)


ROUTES: dict[str, Route] = {
    "home.home": _everyone("/"),
    "search.results": _everyone(
        "/zoeken", "/zoeken?q=qx", "/zoeken?q=titel", "/zoeken?q=drinkwater&sorteer=nieuwste", "/zoeken?q={word}", "/zoeken?pagina=2",
        "/zoeken?thema=noodvoorzieningen&sector=drinkwater", "/zoeken?soort=netwerk", "/zoeken?q=%22titel%22+-openbaar",
    ),
    "api.search": _everyone("/api/v1/zoeken", "/api/v1/zoeken?q={word}", "/api/v1/zoeken?thema=noodvoorzieningen", "/api/v1/zoeken?q=qx*"),
    "api.suggestions": _everyone("/api/v1/suggesties?q=qx", "/api/v1/suggesties?q=titel", "/api/v1/suggesties?q={word}"),
    "api.desk": _everyone("/api/v1/loket?vraag={word}", "/api/v1/loket?vraag=liaison", "/api/v1/loket?sector=drinkwater&regio=utrecht"),
    "api.entry": _everyone("/api/v1/{kind}/{slug}"),
    "api.description": _everyone("/api/v1/openapi.json"),
    "entries.menu_card": _everyone("/menukaart", "/menukaart?q={word}", "/menukaart?bewijs=onvoldoende-bekend&aanleiding=wet", "/menukaart?soort=pilot&pagina=2"),
    "basket.overview": _everyone("/mandje", "/mandje?eruit={word}"),
    "basket.change": _everyone(),
    "plans.overview": _members("/plannen"),
    "plans.start": _members("/plannen/nieuw"),
    "plan.plan": _members("/plannen/1", "/plannen/99", "/plannen/1?thema=qx&eigenaar=qx&stand=qx", "/plannen/1?bewaard=1"),
    "plan.agenda": _members("/plannen/1/agenda"),
    "plan.set_point": _members(),
    "plan_people.people": _members("/plannen/1/mensen"),
    "plan_people.change": _members(),
    "plan_list.choose": _members("/plannen/1/inlezen"),
    "plan_list.check": _members("/plannen/1/inlezen/lijst"),
    "plan_list.set_columns": _members(),
    "plan_list.confirm": _members(),
    "plan_list.discard": _members(),
    "plan_download.forms": _members("/plannen/1/neem-mee"),
    "plan_download.file": _members(
        *(f"/plannen/1/neem-mee/{form}" for form in ("word", "pdf", "excel", "csv", "agenda", "json"))
    ),
    "plan.add": _members(),
    "plan_action.edit": _members("/plannen/1/acties/1", "/plannen/1/acties/99"),
    "plan.mail": _members(),
    "plan_people.take_the_lead": _members(),
    "plan_remarks.add": _members("/plannen/1/acties/1/opmerking"),
    "plan_remarks.answer": _members("/plannen/1/opmerkingen/1", "/plannen/1/opmerkingen/99"),
    "plan_invitations.invite": _members(),
    "plan_invitations.withdraw": _members(),
    "plan_invitations.accept": _members("/plannen/uitnodiging/onbekend"),
    "plan_life.ready": _members("/plannen/1/klaar"),
    "plan_life.back_to_concept": _members(),
    "plan_life.agree": _members(),
    "plan_life.withdraw": _members(),
    "plan_life.begin_next_version": _members(),
    "plan_life.end": _members(),
    "plan_life.resume": _members(),
    "plan_versions.versions": _members("/plannen/1/versies"),
    "plan_versions.version": _members("/plannen/1/versies/1", "/plannen/1/versies/99"),
    "plan_versions.difference": _members("/plannen/1/versies/1/verschil", "/plannen/1/versies/1/verschil?met=1", "/plannen/1/versies/1/verschil?met=qx"),
    "plan_action_steps.take": _members("/plannen/1/acties/1/stap/beginnen", "/plannen/1/acties/1/stap/overdragen", "/plannen/1/acties/1/stap/verzonnen"),
    "plan_in_place.edit": _members("/plannen/1/acties/1/hier"),
    "plan_split.copy": _members(),
    "plan_split.split": _members("/plannen/1/acties/1/splits"),
    "plan_join.choose": _members("/plannen/1/acties/1/samen", "/plannen/1/acties/1/samen?met=2", "/plannen/1/acties/1/samen?met=qx"),
    "plan_join.join": _members(),
    "plan_action_versions.versions": _members("/plannen/1/acties/1/versies"),
    "plan_action_versions.go_back": _members(),
    "plan_action_draft.keep": _members(),
    "plan_action_draft.drop": _members(),
    "plan_action.take_out": _members(),
    "plan_action.put_back": _members(),
    "plan_action.move": _members(),
    "compare.compare": _everyone("/menukaart/vergelijk", "/menukaart/vergelijk?vermelding={word}&vermelding=openbaar", "/menukaart/vergelijk?vermelding=openbaar&vermelding=openbaar-contact"),
    "entries.menu_card_entry": _everyone("/menukaart/{slug}", folder="menukaart"),
    "entries.roles": _everyone("/rollen"),
    "entries.role": _everyone("/rollen/{slug}", folder="rollen"),
    "networks.overview": _everyone("/netwerken", "/netwerken?sector=gas"),
    "regions.overview": _everyone("/regios"),
    "regions.region": _everyone("/regios/utrecht"),
    "regions.sector": _everyone("/regios/utrecht/drinkwater"),
    "organisations.organisation": _everyone("/organisaties/{word}"),
    "entries.network": _everyone("/netwerken/{slug}", folder="netwerken"),
    "entries.agendas": _everyone("/agenda"),
    "entries.agenda": _everyone("/agenda/{slug}", folder="agendas"),
    "front_desk.front_desk": _everyone("/contacten", "/contacten?q={word}", "/contacten?q=liaison", "/contacten?sector=drinkwater&regio=utrecht"),
    "front_desk.contact": _everyone("/contacten/{slug}", folder="contacten"),
    "downloads.card": Route(EVERYONE, ("/contacten/{slug}.vcf",), "contacten", takes_along=True),
    "downloads.cards": _everyone("/contacten.vcf", "/contacten.vcf?q={word}", "/contacten.vcf?sector=drinkwater&regio=utrecht"),
    "downloads.table": _everyone("/contacten.csv", "/contacten.csv?q={word}", "/contacten.csv?sector=drinkwater&regio=utrecht"),
    "downloads.phone": _everyone("/belkaart", "/belkaart?regio=utrecht&sector=drinkwater"),
    "attachments.file": _everyone("/bijlagen/{slug}/{attachment}"),
    "pages.page": _everyone("/paginas/hulp", "/paginas/verborgen"),
    "feeds.all_changes": _everyone("/feed.atom"),
    "feeds.changes_of_theme": _everyone("/feed/noodvoorzieningen.atom"),
    "feeds.sitemap": _everyone("/sitemap.xml"),
    "feeds.robots": _everyone("/robots.txt"),
    "feeds.search_description": _everyone("/opensearch.xml"),
    "health.alive": _everyone("/healthz"),
    "health.ready": _everyone("/readyz"),
    "metrics_page.numbers": _everyone("/metrics"),
    "offline.page": _everyone("/offline"),
    "offline.copy": _everyone("/offline/kopie", "/offline/kopie?voor=iedereen"),
    "offline.service_worker": _everyone("/service-worker.js"),
    "offline.manifest": _everyone("/manifest.webmanifest"),
    "login.log_in": _everyone("/inloggen", "/inloggen?verder=/menukaart/openbaar"),
    "login.log_out": _everyone(),
    "two_step_login.ask": _everyone("/inloggen/code"),
    "single_sign_on.log_in": _everyone("/inloggen/organisatie"),
    "single_sign_on.come_back": _everyone("/inloggen/organisatie/terug"),
    "passwords.forgotten": _everyone("/wachtwoord-vergeten"),
    "link_pages.set_up": _everyone("/eerste-beheerder/onbekend"),
    "link_pages.accept_invitation": _everyone("/uitnodiging/onbekend"),
    "link_pages.choose_password": _everyone("/nieuw-wachtwoord/onbekend"),
    "reader_reports.report": _everyone("/melden/{slug}"),
    "reader_reports.suggestion": _everyone("/voorstel", "/voorstel?titel=qx"),
    "reader_reports.thanks": _everyone("/bedankt"),
    "organisation_review.correct": _everyone("/correctie/onbekend"),
    "organisation_review.thanks": _everyone("/correctie/verstuurd"),
    "own_account.overview": _members("/account"),
    "own_account.unsent_form": _members("/account/formulier"),
    "own_account.end_session": _members(),
    "own_account.end_other_sessions": _members(),
    "reauthentication.confirm": _members("/account/bevestigen", "/account/bevestigen?verder=/menukaart"),
    "two_step_settings.settings": _members("/account/twee-stappen"),
    "two_step_settings.recovery_codes": _members(),
    "two_step_settings.download_codes": _members(),
    "two_step_settings.switch_off": _members(),
    "passwords.change": _members("/account/wachtwoord"),
    "editor.edit": _curators("/redactie/{slug}", "/redactie/openbaar?voorbereid=1"),
    "editor.choose_kind": _curators("/redactie/nieuw"),
    "editor.new": _curators("/redactie/nieuw/voorbeeld", "/redactie/nieuw/contact"),
    "while_typing.paste": _curators(),
    "while_typing.preview": _curators(),
    "drafts.mine": _curators("/redactie/concepten"),
    "drafts.keep": _curators(),
    "drafts.discard": _curators(),
    "drafts.put_back": _curators(),
    "versions.changes": _curators("/redactie/geschiedenis"),
    "versions.deleted": _curators("/redactie/verwijderd"),
    "versions.versions": _curators("/redactie/{slug}/geschiedenis"),
    "versions.version": _curators(f"/redactie/openbaar/geschiedenis/{NO_REVISION}"),
    "versions.as_it_was": _curators(f"/redactie/openbaar/geschiedenis/{NO_REVISION}/vermelding"),
    "versions.attachment": _curators(f"/redactie/openbaar/geschiedenis/{NO_REVISION}/bijlagen/x.png"),
    "entry_actions.rename": _curators("/redactie/{slug}/hernoemen"),
    "entry_actions.delete": _curators("/redactie/{slug}/verwijderen"),
    "undo_and_restore.restore": _curators(),
    "undo_and_restore.undo": _curators(),
    "undo_and_restore.bring_back": _curators(),
    "curators_desk.overview": _curators("/redactie"),
    "source_files.overview": _curators("/redactie/bestanden"),
    "source_files.file": Route(
        Role.CURATOR, ("/redactie/bestanden/loket.yml", "/redactie/bestanden/menukaart/{slug}.md"), "menukaart", leads_on=True
    ),
    "thesaurus_table.overview": _curators("/redactie/bestanden/woorden", "/redactie/bestanden/woorden?q=qx&pagina=2"),
    "thesaurus_table.add": _curators("/redactie/bestanden/woorden/nieuw"),
    "thesaurus_table.change": _curators("/redactie/bestanden/woorden/1"),
    "thesaurus_table.remove": _curators(),
    "dead_links.overview": _curators("/redactie/links"),
    "dead_links.check": _curators(),
    "dead_links.remove": _curators("/redactie/links/verwijderen?adres=https://weg.example/"),
    "curators_desk.searches": _curators("/redactie/zoekvragen"),
    "curators_desk.content": Route(Role.CURATOR, ("/redactie/naar/{slug}",), leads_on=True),
    "entry_list.overview": _curators("/redactie/lijst", "/redactie/lijst?status=concept", "/redactie/lijst?q=qx"),
    "entry_list.preview": _curators(),
    "entry_list.carry_out": _curators(),
    "prepared_review.show": _curators("/redactie/voorbereid/1"),
    "prepared_review.take": _curators(),
    "prepared_elsewhere.discard": _curators(),
    "prepared_elsewhere.as_new": _curators(),
    "prepared_elsewhere.attach": _curators(),
    "inbox.overview": _curators("/redactie/meldingen"),
    "inbox.report": _curators("/redactie/meldingen/1"),
    "inbox.forget_email": _curators(),
    "inbox.take_over": _curators(),
    "review_requests.overview": _curators("/redactie/contacten", "/redactie/contacten?mist=website"),
    "review_requests.ask": Route(Role.CURATOR, ("/redactie/{slug}/correctie",), folder="contacten"),
    "review_requests.withdraw": _curators(),
    "confirmations.overview": _curators("/redactie/bevestigen", "/redactie/bevestigen?sector=drinkwater&regio=utrecht"),
    "confirmations.ask": _curators(),
    "calling_gaps.overview": _curators("/redactie/bereikbaarheid"),
    "steps.take": _curators(),
    "contact_person.edit": Route(Role.CURATOR, ("/redactie/{slug}/persoon",), "contacten"),
    "contact_person.remove": _curators(),
    "entry_attachments.manage": _curators("/redactie/{slug}/bijlagen"),
    "entry_attachments.add_to_text": _curators(),
    "entry_attachments.remove": _curators(),
    "administration.overview": _administrators("/beheer"),
    "administration.accounts": _administrators("/beheer/gebruikers"),
    "administration.account": _administrators("/beheer/gebruikers/1", "/beheer/gebruikers/5"),
    "administration.invite": _administrators("/beheer/gebruikers/uitnodigen"),
    "administration.delete": _administrators("/beheer/gebruikers/1/verwijderen"),
    "network_members.overview": _administrators("/beheer/netwerken"),
    "network_members.members": Route(Role.ADMINISTRATOR, ("/beheer/netwerken/{slug}",), folder="netwerken"),
    "administration.withdraw": _administrators(),
    "administration.block": _administrators(),
    "administration.unblock": _administrators(),
    "administration.reset": _administrators(),
    "administration.end_sessions": _administrators(),
    "administration.switch_off_two_step": _administrators(),
    "plan_emergency.open_plan": _administrators("/beheer/noodtoegang"),
    "audit_log.log": _administrators("/beheer/logboek", "/beheer/logboek?onderwerp=qxlogboek"),
    "audit_log.export": _administrators("/beheer/logboek.csv"),
}  # fmt: skip
"""By endpoint, as `url_map` names it."""
