"""The numbers of this process, for Prometheus; for who has the token of the settings, and for others not there."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kennisplatform.health import Part
from kennisplatform.running import metrics
from kennisplatform.site import site
from kennisplatform.web.base.access import for_everyone

blueprint = Blueprint("metrics_page", __name__)


@blueprint.get("/metrics")
@for_everyone
def numbers() -> Response:
    """Answer with the numbers as they are now."""
    token = site.settings.metrics_token
    given = request.headers.get("Authorization", "")
    if token is None or not hmac.compare_digest(given.encode(), f"Bearer {token.get_secret_value()}".encode()):
        abort(404)
    _look()
    return Response(generate_latest(metrics.REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _look() -> None:
    """Take what is not counted as it happens."""
    troubles = site.health.troubles
    for part in Part:
        metrics.TROUBLE.labels(part.slug).set(part in troubles)
    metrics.ENTRIES.set(len(site.catalogue.entries))
    metrics.INDEX_AGE.set(site.follower.seconds_out_of_step())
    metrics.MAIL_WAITING.set(site.mailer.waiting)
    metrics.WRITES_WAITING.set(site.database.waiting)
