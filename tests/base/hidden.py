"""A site full of what not everybody may see: each hidden thing has words that stand nowhere else.

So that a test can look for them in any answer, and know who may not find them there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine
from flask import Flask
from PIL import Image

from kennisplatform import create_app, dutch_time
from kennisplatform.config import Settings
from kennisplatform.contacts.persons import LONGEST_KEPT, Person
from kennisplatform.curation.editor.form_values import form_data_of
from kennisplatform.curation.editor.opened_entry import opened
from kennisplatform.curation.feedback.reports import NewReport, ReportKind
from kennisplatform.curation.prepared.prepared_changes import PreparedText
from kennisplatform.entries.attachments.accept import checksum
from kennisplatform.entries.history.repository import Author
from kennisplatform.entries.models import ROLE_HEADINGS
from kennisplatform.plans.action import Action, Owner
from kennisplatform.plans.exchange.reading.kept import whole_list
from kennisplatform.plans.exchange.reading.upload import tables_of
from kennisplatform.plans.life.steps import step_named
from kennisplatform.plans.plan import NewPlan, NewPoint, PlanMember
from kennisplatform.plans.words import PlanRole, PointState, Side
from kennisplatform.search_address import EMBEDDED
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role, Sector, Theme
from tests.conftest import ContentFolder
from tests.recorded import record
from tests.visitor import PASSWORD, Visitor

VIEWERS: dict[str, tuple[Role | None, tuple[str, ...]]] = {
    "bezoeker": (None, ()),
    "lid": (Role.MEMBER, ()),
    "lid-noord": (Role.MEMBER, ("noord",)),
    "lid-zuid": (Role.MEMBER, ("zuid",)),
    "curator": (Role.CURATOR, ()),
    "beheerder": (Role.ADMINISTRATOR, ()),
}
CURATORS = frozenset({"curator", "beheerder"})
MEMBERS = frozenset(VIEWERS) - {"bezoeker"}
PLAN_READERS = frozenset({"lid-noord", "curator"})
"""Members of the network of the plan, and the curator whom its lead made a writer: curators as such are nobody there."""
PLAN_PLACES = (
    "titel", "actie", "omschrijving", "eigenaar", "functie", "reden", "organisatie", "trekker", "uitkomst", "wacht", "opmerking", "antwoord", "genodigde",
)  # fmt: skip
"""Where in the plan a word stands that stands nowhere else."""
WAYS_TO_HIDE: dict[str, tuple[dict[str, object], frozenset[str]]] = {
    "concept": ({"status": "concept"}, CURATORS),
    "beoordeling": ({"status": "ter-beoordeling"}, CURATORS),
    "archief": ({"status": "gearchiveerd"}, CURATORS),
    "leden": ({"zichtbaar": "leden"}, MEMBERS),
    "noord": ({"zichtbaar": "netwerk", "netwerken": ["noord"]}, CURATORS | {"lid-noord"}),
    "zuid": ({"zichtbaar": "netwerk", "netwerken": ["zuid"]}, CURATORS | {"lid-zuid"}),
    "ledenconcept": ({"status": "concept", "zichtbaar": "leden"}, CURATORS),
}
"""What hides an entry, and from whom it is not hidden."""
FOLDERS = {
    "menukaart": "voorbeeld",
    "rollen": "rol",
    "contacten": "contact",
    "netwerken": "netwerk",
    "agendas": "agenda",
}
PUBLIC = "openbaar"
"""The slug of the entry of the menu card that refers to every hidden one."""
AUTHOR = Author("qxschrijver")


@dataclass(frozen=True)
class Hidden:
    """A word that stands in one place, and who may find it."""

    word: str
    seen_by: frozenset[str]


@dataclass(frozen=True)
class HiddenEntry:
    """An entry with words of its own; `word("titel")` is that of its title."""

    folder: str
    way: str
    seen_by: frozenset[str]

    @property
    def slug(self) -> str:
        """The name of its file."""
        return self.word("slug")

    @property
    def kind(self) -> str:
        """Its kind."""
        return FOLDERS[self.folder]

    @property
    def attachment(self) -> str:
        """The name of its attachment."""
        return f"{self.word('bestand')}.png"

    @property
    def is_published(self) -> bool:
        """Tell whether it is hidden for another reason than its status."""
        return "status" not in WAYS_TO_HIDE[self.way][0]

    def word(self, place: str) -> str:
        """Return the word that stands in this place only."""
        return f"qx{self.way}{self.folder}{place}"

    def words(self) -> Iterator[Hidden]:
        """Yield all words of it."""
        for place in ("titel", "samenvatting", "tekst", "trefwoord", "slug", "bron", "bestand", "bijlage", "persoon"):
            yield Hidden(self.word(place), self.seen_by)


ENTRIES = [HiddenEntry(folder, way, seen_by) for folder in FOLDERS for way, (_, seen_by) in WAYS_TO_HIDE.items()]
OTHER = [
    Hidden("030-7654321", MEMBERS),
    Hidden("qxpost@voorbeeld.nl", MEMBERS),
    Hidden("qxpersoon", MEMBERS),
    Hidden("qxdoel", MEMBERS),
    Hidden("qxeerdereversie", CURATORS),
    Hidden("qxopmerking", CURATORS),
    Hidden("qxschrijver", CURATORS),
    Hidden("qxverwijderd", CURATORS),
    Hidden("qxvorigeslug", CURATORS),
    Hidden("qxnieuweslug", CURATORS),
    Hidden("qxpagina", CURATORS),
    Hidden("qxmelding", CURATORS),
    Hidden("qxmelder", CURATORS),
    *(Hidden(f"qxvoorbereid{place}", CURATORS) for place in ("titel", "tekst", "trefwoord", "opmerking", "schrijver")),
    *(
        Hidden(f"qxplan{place}", PLAN_READERS)
        for place in ("titel", "actie", "omschrijving", "eigenaar", "reden", "organisatie", "lijst")
    ),
    Hidden("qxlogboek", frozenset({"beheerder"})),
    *(Hidden(f"{name}@voorbeeld.nl", frozenset({name, "beheerder"})) for name in VIEWERS if name != "bezoeker"),
]
WORDS = [*(hidden for entry in ENTRIES for hidden in entry.words()), *OTHER]


def hidden_from(viewer: str) -> list[str]:
    """Return every word that this viewer may find nowhere."""
    return [hidden.word for hidden in WORDS if viewer not in hidden.seen_by]


@dataclass
class Site:
    """The site, and each viewer in a browser."""

    app: Flask
    viewers: dict[str, Visitor]

    def close(self) -> None:
        """Let go of it."""
        site_of(self.app).follower.stop_following()
        site_of(self.app).database.close()


def build(folder: Path, with_hidden: bool = True, search_url: str = EMBEDDED) -> Site:
    """Build the site; without what is hidden it is the same otherwise."""
    content = ContentFolder(folder / "content")
    _write_public(content, with_hidden)
    if with_hidden:
        for entry in ENTRIES:
            _write_hidden(content, entry)
        content.entry("paginas", "verborgen", "qxpagina", status="concept")
    app = create_app(Settings(content_dir=content.path, instance_dir=folder / "instance", search_url=search_url))
    site_of(app).follower.synchronise()
    _change_public(app, content, "qxeerdereversie" if with_hidden else "anders", "qxopmerking" if with_hidden else "")
    if with_hidden:
        _make_history(app, content)
        _name_persons(app)
        site_of(app).audit_log.record(None, "proef", "qxlogboek")
        report = NewReport(ReportKind.CORRECTION, "qxmelding", "Dit klopt niet.", PUBLIC, email="qxmelder@voorbeeld.nl")
        site_of(app).reports.add(report)
        _prepare_change(app)
    viewers = {}
    for name, (role, networks) in VIEWERS.items():
        viewers[name] = Visitor(app)
        if role:
            site_of(app).accounts.add(f"{name}@voorbeeld.nl", name.capitalize(), role, networks, PASSWORD)
            assert "Uitloggen" in viewers[name].log_in(f"{name}@voorbeeld.nl").text
    if with_hidden:
        _begin_plan(app)
    return Site(app, viewers)


def _write_public(content: ContentFolder, with_hidden: bool) -> None:
    hidden = ENTRIES if with_hidden else []
    by_folder = {folder: [entry.slug for entry in hidden if entry.folder == folder] for folder in FOLDERS}
    others = [entry.slug for entry in hidden if entry.folder != "contacten"]
    content.entry(
        "menukaart", PUBLIC, "Openbaar voorbeeld", "Nooddrinkwater.", verwant=others, contacten=by_folder["contacten"]
    )
    content.entry("rollen", "openbare-rol", "Openbare rol", _role_text(""))
    content.entry(
        "contacten", "openbaar-contact", "Openbaar contact", telefoon="030-7654321", e_mail="qxpost@voorbeeld.nl"
    )
    for network in ("noord", "zuid"):
        content.entry("netwerken", network, f"Netwerk {network}", contacten=by_folder["contacten"])
    points = [{"titel": "Punt", "thema": "noodvoorzieningen", "prioriteit": 1, "voorbeelden": by_folder["menukaart"]}]
    content.entry("agendas", "drinkwater", "Agenda drinkwater", punten=points)
    content.entry("paginas", "hulp", "Hulp", "Zo werkt het.")


def _write_hidden(content: ContentFolder, entry: HiddenEntry) -> None:
    fields, _ = WAYS_TO_HIDE[entry.way]
    more: dict[str, object] = {
        "samenvatting": f"Over {entry.word('samenvatting')}",
        "trefwoorden": [entry.word("trefwoord")],
        "bronnen": [{"titel": entry.word("bron")}],
        "verwant": [PUBLIC],
        "contacten": ["openbaar-contact"],
        **fields,
    }
    picture = content.path / entry.folder / entry.slug / entry.attachment
    picture.parent.mkdir()
    Image.new("RGB", (2, 2)).save(picture)
    listed = {
        "bestand": entry.attachment,
        "titel": entry.word("bijlage"),
        "controlegetal": checksum(picture.read_bytes()),
    }
    text = f"Drinkwater en {entry.word('tekst')}."
    content.entry(
        entry.folder,
        entry.slug,
        f"Titel {entry.word('titel')}",
        _role_text(text) if entry.folder == "rollen" else text,
        bijlagen=[listed],
        **more,
    )


def _role_text(text: str) -> str:
    return "\n\n".join(f"## {heading}\n\n{text}" for heading in ROLE_HEADINGS)


def _name_persons(app: Flask) -> None:
    """Put a name with the public contact, and with every hidden one."""
    entries = site_of(app).follower.store.catalogue.entries
    names = {"openbaar-contact": "qxpersoon"}
    names |= {entry.slug: entry.word("persoon") for entry in ENTRIES if entry.folder == "contacten"}
    today = dutch_time.today()
    for slug, name in names.items():
        site_of(app).persons.save(entries[slug], Person(name, today, "qxdoel", today + LONGEST_KEPT))


def _change_public(app: Flask, content: ContentFolder, earlier: str, remark: str) -> None:
    """Leave behind an earlier text of the public entry; that it was changed is no secret, what it said is."""
    history = site_of(app).history
    # The history counts in seconds: within one second the changed entry is not the newest, and the lists differ by luck.
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=1)):
        site_of(app).editing.writer.record_by_hand()
    public = content.path / "menukaart" / f"{PUBLIC}.md"
    now = public.read_text()
    for text, why in ((f"{now}\n{earlier}\n", remark), (now, "terug")):
        public.write_text(text)
        record(history, {f"menukaart/{PUBLIC}.md": text.encode()}, AUTHOR, why)


def _make_history(app: Flask, content: ContentFolder) -> None:
    """Leave behind a deleted entry and a concept that was renamed."""
    editing = site_of(app).editing
    content.entry("menukaart", "qxvorigeslug", "Een concept", status="concept")
    content.entry("menukaart", "qxverwijderd", "qxverwijderd")
    site_of(app).follower.synchronise()
    editing.writer.record_by_hand()
    versions = dict(site_of(app).follower.store.catalogue.versions)
    editing.rename("qxvorigeslug", "qxnieuweslug", versions["qxvorigeslug"], AUTHOR)
    editing.delete("qxverwijderd", versions["qxverwijderd"], AUTHOR)


def _prepare_change(app: Flask) -> None:
    """Prepare a change of the public entry, for review."""
    found = opened(PUBLIC, site_of(app).store)
    assert found and found.document
    typed = form_data_of(found.document, found.fields).changed(
        {
            "titel": ("qxvoorbereidtitel",),
            "tekst": ("Drinkwater en qxvoorbereidtekst.",),
            "trefwoorden": ("qxvoorbereidtrefwoord",),
        }
    )
    text = PreparedText(PUBLIC, found.kind, found.version, typed, "qxvoorbereidopmerking", asks_review=True)
    site_of(app).prepared_changes.start(text, Author("qxvoorbereidschrijver"))


def _begin_plan(app: Flask) -> None:
    """Begin a plan of the network Noord, adopt it, and go on with it; a curator writes in it, nobody else does."""
    plans, accounts, life = site_of(app).plans, site_of(app).accounts, site_of(app).plan_life
    lead, curator = (accounts.by_email(f"{name}@voorbeeld.nl") for name in ("lid-noord", "curator"))
    assert lead and curator
    point = NewPoint("Punt", Theme.ALERTING, "", (PUBLIC,))
    new = NewPlan("qxplantitel", "noord", "Netwerk noord", Sector.DRINKING_WATER, "DW-NOO", 2026, 2029, (point,))
    number = plans.start(new, lead)
    for reads_in in (lead, curator):
        site_of(app).plan_lists.keep(number, reads_in.id, whole_list(tables_of(b"Actie;Wie\nqxplanlijst;Noordwater")))
    action = Action(
        sentence="qxplanactie",
        description="qxplanomschrijving",
        owner=Owner(organisation="qxplaneigenaar", function="qxplanfunctie"),
        theme=Theme.ALERTING,
        due="2029-12-31",
        points=(1,),
    )
    plans.add_actions(number, [action, action.model_copy(update={"sentence": "qxplantweede"})], lead)
    plans.set_point(number, 1, PointState.OPEN, "qxplanreden", lead)
    leads = {
        lead.id: PlanMember(PlanRole.LEAD, "Noordwater", "qxplantrekker", Side.COMPANY),
        curator.id: PlanMember(PlanRole.LEAD, "qxplanorganisatie", "Adviseur", Side.GOVERNMENT),
    }
    site_of(app).plan_members.change(number, leads, lead)
    life.consult(number, dutch_time.today(), lead)
    for one in (lead, curator):
        life.agree(number, life.readiness(number, one).fingerprint, one)
    life.begin_next_version(number, lead)
    plans.save_action(number, 1, action.model_copy(update={"outcome": "qxplanuitkomst"}), 1, lead)
    for name in ("beginnen", "wachten"):
        step = step_named(name)
        assert step
        site_of(app).action_steps.take(number, 1, step, lead, "qxplanwacht", start="2026-K1")
    site_of(app).plan_members.change(number, {curator.id: PlanMember(PlanRole.WRITER, "qxplanorganisatie")}, lead)
    site_of(app).remarks.add(number, 1, "qxplanopmerking @Adviseur", (), lead)
    site_of(app).remarks.answer(number, 1, "qxplanantwoord", curator)
    site_of(app).plan_invitations.invite(number, PlanRole.READER, "qxplangenodigde", lead)
