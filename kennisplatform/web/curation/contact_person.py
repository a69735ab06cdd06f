"""The name of a person with a contact: noted with consent, for a purpose and a bounded time. For curators.

The name goes nowhere but to the page of the contact: the audit log and the messages do without it.
"""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from kennisplatform import dutch_time
from kennisplatform.contacts.persons import Person, last_day
from kennisplatform.dutch_text import dutch_date
from kennisplatform.entries.models import Contact
from kennisplatform.site import site
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.base.forms import SiteForm
from kennisplatform.web.display.form_fields import DayField
from kennisplatform.web.display.navigation import url_of

blueprint = Blueprint("contact_person", __name__, url_prefix="/redactie")

LONGEST_NAME = 100
LONGEST_PURPOSE = 300


def register(app: Flask) -> None:
    """Let pages of curators know which entries can have a person."""
    app.jinja_env.globals["takes_person"] = lambda slug: isinstance(site.catalogue.entries.get(slug), Contact)


def _on_one_line(text: str | None) -> str:
    return " ".join((text or "").split())


class PersonForm(SiteForm):
    """Who it is, and what makes that the name may be told."""

    name = StringField(
        "Naam",
        [
            DataRequired("Schrijf de naam, of ga terug als er geen naam bij hoeft."),
            Length(max=LONGEST_NAME, message="Deze naam is te lang: hoogstens %(max)d tekens."),
        ],
        filters=[_on_one_line],
    )
    purpose = TextAreaField(
        "Waarvoor mag de naam hier staan?",
        [
            DataRequired("Schrijf waarvoor de naam nodig is, zoals u dat ook aan de persoon hebt verteld."),
            Length(max=LONGEST_PURPOSE, message="Dit is te lang: hoogstens %(max)d tekens."),
        ],
        filters=[_on_one_line],
    )
    consented_on = DayField(
        "Toestemming gegeven op", [InputRequired("Vul de dag in waarop de persoon toestemming gaf.")]
    )
    keep_until = DayField("Bewaren tot en met (hoeft niet)", [Optional()])
    has_consented = BooleanField(
        "De persoon zelf gaf toestemming om deze naam hiervoor aan leden te tonen.",
        [DataRequired("Vink aan dat de persoon toestemming gaf. Zonder toestemming mag de naam hier niet staan.")],
    )

    def validate_consented_on(self, field: DayField) -> None:
        """Refuse consent that was not given yet, or so long ago that it says nothing any more."""
        if field.data is None:
            return
        if field.data > dutch_time.today():
            raise ValidationError("Deze dag komt nog. Vul de dag in waarop de persoon toestemming gaf.")
        if last_day(field.data) < dutch_time.today():
            raise ValidationError("Deze toestemming is ouder dan een jaar. Vraag opnieuw om toestemming.")

    def validate_keep_until(self, field: DayField) -> None:
        """Refuse a day that is over, or longer after the consent than a name stays."""
        if field.data is None:
            return
        if field.data < dutch_time.today():
            raise ValidationError("Deze dag is al voorbij. Kies een latere dag, of laat dit leeg.")
        consented_on = self.consented_on.data
        if consented_on and consented_on <= dutch_time.today() <= last_day(consented_on) < field.data:
            raise ValidationError(
                f"Dit is langer dan een jaar na de toestemming. Kies uiterlijk {dutch_date(last_day(consented_on))}."
            )

    @property
    def person(self) -> Person:
        """The person, once the form is in order."""
        consented_on: date = self.consented_on.data
        return Person(self.name.data, consented_on, self.purpose.data, self.keep_until.data or last_day(consented_on))


@blueprint.route("/<slug>/persoon", methods=["GET", "POST"])
@for_curators
def edit(slug: str) -> str | Response:
    """Show the form with who is noted now, and take it."""
    contact = visibility.entry_or_404(Contact, slug)
    noted = site.persons.visible_to(current.viewer(), contact, dutch_time.today())
    form = PersonForm(obj=noted)
    if form.validate_on_submit():
        site.persons.save(contact, form.person)
        current.record("persoon bij contact genoteerd", contact.slug)
        flash(f"De naam staat bij dit contact, alleen voor leden, tot en met {dutch_date(form.person.keep_until)}.")
        return redirect(url_of(contact))
    return render_template("curation/person.html", contact=contact, noted=noted, form=form)


@blueprint.post("/<slug>/persoon/verwijderen")
@for_curators
def remove(slug: str) -> Response:
    """Forget the person at once."""
    contact = visibility.entry_or_404(Contact, slug)
    site.persons.remove(contact)
    current.record("persoon bij contact verwijderd", contact.slug)
    flash("De naam is verwijderd. Hij is nergens in dit systeem bewaard.")
    return redirect(url_for("contact_person.edit", slug=contact.slug))
