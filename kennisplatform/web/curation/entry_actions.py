"""What is done to one entry outside the editor, besides the steps of its life: deleting, renaming. For curators."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from kennisplatform.curation.writing import slugs
from kennisplatform.curation.writing.editing import FormerSlugTaken, SlugTaken, VersionConflict
from kennisplatform.entries.models import Entry
from kennisplatform.site import site
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.base.forms import SiteForm
from kennisplatform.web.curation.versions import subject_or_404
from kennisplatform.web.display.form_fields import stripped
from kennisplatform.web.display.navigation import url_of

blueprint = Blueprint("entry_actions", __name__, url_prefix="/redactie")

LONGEST_REASON = 300
SOMEBODY_SAVED = (
    "Iemand anders heeft deze vermelding intussen gewijzigd. Er is nog niets gedaan. Kijk eerst wat er veranderd is."
)


class DeletionForm(SiteForm):
    """Why an entry goes."""

    versie = HiddenField()
    opmerking = StringField("Waarom? (hoeft niet)", [Length(max=LONGEST_REASON)], filters=[stripped])


def _slug(_: SiteForm, field: Field) -> None:
    if not slugs.is_name(field.data):
        raise ValidationError("Gebruik alleen kleine letters, cijfers en streepjes, zoals nood-drinkwater.")


class RenameForm(DeletionForm):
    """What an entry's address becomes."""

    adres = StringField(
        "Nieuw laatste deel van het adres",
        [
            DataRequired("Schrijf hoe het adres moet eindigen."),
            Length(max=120, message="Gebruik hoogstens 120 tekens."),
            _slug,
        ],
        filters=[stripped],
    )


@blueprint.route("/<slug>/verwijderen", methods=["GET", "POST"])
@for_curators
def delete(slug: str) -> str | Response:
    """Ask whether an entry may go, and tell who refers to it."""
    entry = visibility.entry_or_404(Entry, slug)
    subject = subject_or_404(slug)
    form = DeletionForm(versie=subject.version)
    if form.validate_on_submit():
        try:
            site.editing.delete(slug, form.versie.data, current.author(), form.opmerking.data)
        except VersionConflict:
            form.opmerking.errors = [SOMEBODY_SAVED]
            form.versie.data = subject.version
        else:
            current.record("vermelding verwijderd", slug, form.opmerking.data)
            flash(f"‘{entry.title}’ is verwijderd. U kunt de vermelding hier terugzetten.")
            return redirect(url_for("versions.deleted"))
    return render_template("curation/delete.html", entry=entry, form=form, subject=subject, mentions=_mentions(slug))


@blueprint.route("/<slug>/hernoemen", methods=["GET", "POST"])
@for_curators
def rename(slug: str) -> str | Response:
    """Give an entry another address; the old one leads on to it."""
    entry = visibility.entry_or_404(Entry, slug)
    subject = subject_or_404(slug)
    form = RenameForm(versie=subject.version, adres=slug)
    if form.validate_on_submit():
        new = form.adres.data
        try:
            site.editing.rename(slug, new, form.versie.data, current.author(), form.opmerking.data)
        except FormerSlugTaken as taken:
            owner = site.catalogue.entries[str(taken)]
            form.adres.errors = [
                f"Dit is een oud adres van ‘{owner.title}’ en brengt mensen nog daarheen. Kies een ander."
            ]
        except SlugTaken:
            form.adres.errors = ["Dit adres is al in gebruik. Kies een ander."]
        except VersionConflict:
            form.adres.errors = [SOMEBODY_SAVED]
            form.versie.data = subject.version
        else:
            current.record("adres gewijzigd", slug, f"wordt {new}")
            flash("Het adres is gewijzigd. Het oude adres brengt mensen hierheen.")
            return redirect(url_of(site.catalogue.entries[new]))
    return render_template("curation/rename.html", entry=entry, form=form, subject=subject, mentions=_mentions(slug))


def _mentions(slug: str) -> list[tuple[str, str]]:
    """Return slug and title of what refers to an entry."""
    catalogue = site.catalogue
    found = (catalogue.entries.get(one) or catalogue.pages[one] for one in site.editing.mentions(slug))
    return [(content.slug, content.title) for content in found]
