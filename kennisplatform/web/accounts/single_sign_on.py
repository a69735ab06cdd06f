"""Logging in with one's own organisation: OpenID Connect, the code flow with PKCE, state and nonce. For everyone.

Only there when OIDC_ISSUER is set. Authlib does the protocol; who may come in is decided by `accounts.single_sign_on`.
"""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from typing import Any, cast

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from itsdangerous import BadData, URLSafeTimedSerializer
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from kennisplatform.accounts import throttle
from kennisplatform.accounts.sessions import LONGEST_IDLE
from kennisplatform.accounts.single_sign_on import (
    LONGEST_SUBJECT,
    Admission,
    Blocked,
    ClaimRules,
    NoRole,
    NotAdmitted,
    NoVerifiedEmail,
    Person,
    TrustedEmail,
)
from kennisplatform.accounts.throttle import Counter
from kennisplatform.site import site, site_of
from kennisplatform.web.accounts import pending_login, signing_in
from kennisplatform.web.accounts.signing_in import FirstStep
from kennisplatform.web.base import current, throttling
from kennisplatform.web.base.access import for_everyone

blueprint = Blueprint("single_sign_on", __name__)
log = logging.getLogger(__name__)

SECONDS_TO_WAIT = 10
CLOCKS_MAY_DIFFER = timedelta(seconds=60)
LONGEST_AWAY = timedelta(hours=1)
"""How long somebody may take to log in at the organisation."""
LONGEST_STATE = 2000
_CLIENT = "organisatie"

REFUSALS: dict[type[NotAdmitted], str] = {
    NoRole: "Uw organisatie kent u wel, maar gaf u geen rol op dit platform. Vraag de beheerder van uw organisatie "
    "om een rol: lid, curator of beheerder.",
    NoVerifiedEmail: "Uw organisatie heeft uw e-mailadres niet bevestigd. Daarom weten wij niet zeker wie u bent. "
    "Vraag de beheerder van uw organisatie om uw e-mailadres te bevestigen.",
    Blocked: "Uw account op dit platform is geblokkeerd. Vraag de beheerder van het platform waarom.",
}
REASONS: dict[type[NotAdmitted], str] = {
    NoRole: "de organisatie gaf geen rol",
    NoVerifiedEmail: "de organisatie bevestigde het e-mailadres niet",
    Blocked: "het account is geblokkeerd",
}
"""The same, for the audit log."""
NOT_READABLE = (
    "Het inloggen is onderweg afgebroken, of duurde te lang. Begin opnieuw. Gaat het weer mis? Vraag het aan de "
    "beheerder van het platform."
)
NOT_THERE = "Wij krijgen nu geen antwoord van uw organisatie. Probeer het over een paar minuten opnieuw."


def register(app: Flask) -> None:
    """Make the site known to the organisation that is in the settings; log-in pages then show a button."""
    settings = site_of(app).settings
    app.jinja_env.globals["has_organisation"] = bool(settings.oidc_issuer)
    if not settings.oidc_issuer:
        return
    secret = settings.oidc_client_secret
    OAuth(app).register(
        _CLIENT,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": SECONDS_TO_WAIT},
    )


@blueprint.get("/inloggen/organisatie")
@for_everyone
def log_in() -> Response:
    """Send the visitor to their organisation; with `opnieuw` they must show there again who they are."""
    client = _client()
    here = url_for("single_sign_on.come_back")
    public_url = site.settings.public_url.rstrip("/")
    shows_again = "opnieuw" in request.args
    how = {"prompt": "login", "max_age": 0} if shows_again else {"max_age": LONGEST_IDLE.seconds}
    state = _signer().dumps([secrets.token_urlsafe(16), signing_in.onward(), shows_again])
    try:
        back = f"{public_url or request.host_url.rstrip('/')}{here}"
        answer = client.authorize_redirect(back, state=state, **how)
    except (requests.RequestException, RuntimeError, ValueError) as error:
        log.error("De OpenID Connect-aanbieder is niet bereikbaar: %s", error)
        return _refused(503, NOT_THERE)
    return cast(Response, answer)


@blueprint.get("/inloggen/organisatie/terug")
@for_everyone
def come_back() -> Response:
    """Check what the organisation says of the visitor, and log in.

    Who comes here a second time, by *Back* or from another tab, is led on; nothing of their session ends by that.
    """
    client = _client()
    state = request.args.get("state", "")
    key = f"_state_{_CLIENT}_{state}"  # where Authlib keeps what this browser asked
    onward, showed_again = _read(state)
    if key not in session:
        return _not_asked_for(onward)
    failures = Counter(throttle.FAILED_RETURNS_FROM_ADDRESS, throttling.visitor_address().single)
    throttling.wait_for(failures)
    try:
        claims = _checked_claims(client)
    except requests.RequestException as error:
        log.error("De OpenID Connect-aanbieder is niet bereikbaar: %s", error)
        return _refused(503, NOT_THERE)
    except (AuthlibBaseError, JoseError, ValueError) as error:
        # The message of the error may hold parts of a token; its kind says enough.
        log.warning("Inloggen met de organisatie is geweigerd: %s", type(error).__name__)
        site.throttle.count(failures)
        current.record("inloggen mislukt", "", "met organisatie")
        return _refused(400, NOT_READABLE)
    finally:
        session.pop(key, None)
    person = Person.from_claims(claims, _rules(), showed_again)
    try:
        admission = site.single_sign_on.admit(person)
    except NotAdmitted as refusal:
        current.record("inloggen mislukt", person.name, REASONS[type(refusal)])
        return _refused(403, REFUSALS[type(refusal)])
    _record(admission)
    return signing_in.proceed(FirstStep(admission.account, onward, "met organisatie", person.authenticated_at))


def _not_asked_for(onward: str) -> Response:
    """Answer an address of return that this browser did not ask for, or used before: it proves nothing of anybody."""
    if current.account():
        return redirect(onward)
    if pending_login.present():
        return redirect(url_for("two_step_login.ask"))
    return _refused(400, NOT_READABLE)


def _read(state: str) -> tuple[str, bool]:
    """Return where the log-in with this state was going, and whether it asked to show again who somebody is."""
    try:
        _, onward, showed_again = _signer().loads(state[:LONGEST_STATE], max_age=int(LONGEST_AWAY.total_seconds()))
    except (BadData, ValueError, TypeError):
        return url_for("home.home"), False
    return signing_in.own_path(str(onward)), showed_again is True


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="single-sign-on")


def _rules() -> ClaimRules:
    settings = site.settings
    return ClaimRules(settings.oidc_role_claim, TrustedEmail(settings.oidc_trusted_email))


def _checked_claims(client: FlaskOAuth2App) -> dict[str, Any]:
    """Return the claims about the visitor, of which signature, issuer, audience, nonce and times were checked."""
    issuer, audience = site.settings.oidc_issuer, site.settings.oidc_client_id
    token = client.authorize_access_token(
        claims_options={
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": audience},
        },
        leeway=CLOCKS_MAY_DIFFER.seconds,
    )
    claims: dict[str, Any] = dict(token.get("userinfo") or {})
    if not claims.get("nonce") or len(str(claims["sub"])) > LONGEST_SUBJECT:
        raise ValueError("no token that says who somebody is")
    if not client.load_server_metadata().get("userinfo_endpoint"):
        return claims
    more = client.userinfo(token=token)
    if more.get("sub") != claims["sub"]:  # OpenID Connect Core 5.3.2: it may be about somebody else
        raise ValueError("about another person")
    return {**more, **claims}


def _record(admission: Admission) -> None:
    name = admission.account.name
    if admission.is_new:
        current.record("account gemaakt", name, f"bij het inloggen met organisatie, als {admission.account.role}")
    if admission.role_before:
        change = f"{admission.role_before} werd {admission.account.role}, door de organisatie"
        current.record("rol gewijzigd", name, change)
    if admission.is_kept_administrator:
        current.record(
            "rol niet gewijzigd", name, "de organisatie gaf een andere rol, maar dit is de laatste beheerder"
        )


def _client() -> FlaskOAuth2App:
    registry = current_app.extensions.get("authlib.integrations.flask_client")  # where Authlib keeps itself
    return registry.create_client(_CLIENT) if registry else abort(404)


def _refused(status: int, reason: str) -> Response:
    return make_response(render_template("accounts/single_sign_on_refused.html", reason=reason), status)
