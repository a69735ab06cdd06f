"""The plans of whoever looks, and beginning one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange

from kennisplatform import dutch_time
from kennisplatform.entries.models import Agenda, Network
from kennisplatform.plans.new_plan import NATIONAL, new_plan
from kennisplatform.plans.plan import NewPlan
from kennisplatform.site import site
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_members
from kennisplatform.web.base.forms import TOO_LONG, SiteForm, opened_at
from kennisplatform.web.display.form_fields import stripped
from kennisplatform.web.plans.plan_access import me

blueprint = Blueprint("plans", __name__)

YEARS = 4
"""Years of a plan, unless its lead chooses otherwise."""


class StartForm(SiteForm):
    """What must be chosen before a plan can begin; everything else comes later."""

    network = SelectField("Voor welk netwerk?")
    title = StringField(
        "Naam van het plan",
        [Length(max=200, message=TOO_LONG)],
        filters=[stripped],
    )
    first_year = IntegerField("Van", [DataRequired("Kies een jaar."), NumberRange(2000, 2099, "Kies een jaar.")])
    last_year = IntegerField("Tot en met", [DataRequired("Kies een jaar."), NumberRange(2000, 2099, "Kies een jaar.")])

    def validate_last_year(self, field: IntegerField) -> None:
        """Put years in the wrong order right: what is meant is clear."""
        if self.first_year.data and field.data and field.data < self.first_year.data:
            self.first_year.data, field.data = field.data, self.first_year.data


@blueprint.get("/plannen")
@for_members
def overview() -> str:
    """List the plans that the viewer may read."""
    return render_template("plans/plans.html", plans=site.plans.of(me()))


@blueprint.route("/plannen/nieuw", methods=["GET", "POST"])
@for_members
def start() -> Response | str:
    """Begin a plan; the agenda of the sector comes along."""
    year = dutch_time.today().year
    form = StartForm(data={"first_year": year + 1, "last_year": year + YEARS})
    networks = _networks()
    form.network.choices = [
        *(SelectChoice(n.slug, n.title) for n in networks),
        SelectChoice(NATIONAL, "Landelijk plan"),
    ]
    if not form.validate_on_submit():
        return render_template("plans/start.html", form=form, own=len(me().networks))
    network = next((n for n in networks if n.slug == form.network.data), None)
    number = site.plans.start(_new_plan(form, network), me(), opened_at())
    current.record("plan begonnen", f"plan {number}")
    flash("Uw plan is begonnen. Dit is de agenda: zeg per punt of er nog iets moet gebeuren.")
    return redirect(url_for("plan.agenda", number=number))


def _networks() -> list[Network]:
    """Return the networks that the viewer may see, their own first."""
    own = me().networks
    networks = visibility.visible(site.catalogue.of_type(Network))
    return sorted(networks, key=lambda network: (network.slug not in own, network.title))


def _new_plan(form: StartForm, network: Network | None) -> NewPlan:
    agendas = visibility.visible(site.catalogue.of_type(Agenda))
    return new_plan(network, agendas, form.first_year.data, form.last_year.data, form.title.data)
