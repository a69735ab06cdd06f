"""Forms that cannot be taken as they come: their token or session is over, or what they are about has changed.

Nothing is done then, and nothing that was typed is lost. The page with the form is shown again as if it was only asked
for, with what was typed and a token that works. A form that has no page of its own, such as a button, gets one that
shows what is about to be sent. Who must first log in, or confirm who they are, finds the form again afterwards.

A form that another site made is refused: its page would hold what that site typed, one click away from being sent.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import cast

from flask import (
    Flask,
    after_this_request,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response

from kennisplatform import outside
from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.unsent_forms import KEPT_FOR, UnsentForm
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.requests import LARGEST_NUMBER

TOKEN = "csrf_token"  # noqa: S105 - the name of a field
COOKIE = "wachtend-formulier"
EXPIRED = "Dit formulier is verlopen. Alles wat u invulde staat er nog: kijk het na en verstuur het nog een keer."
LOGGED_OUT = "U bent niet meer ingelogd. Log in: daarna staat alles wat u invulde er weer."
LOGGED_IN_AGAIN = "Alles wat u invulde staat er nog: kijk het na en verstuur het nog een keer."
FILES = " Kies ook het bestand opnieuw."
_LONGEST_ADDRESS = 2000
_SECRETS = frozenset({"password", "repeated", "present", "proof"})
"""Fields that are neither kept nor shown: passwords."""


class NotTaken(Exception):
    """What was sent cannot be taken as things are now; says why, in a sentence for its sender, who gets it back."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass
class _Shown:
    """What a page of this request shows again, and whether a form of it took that over."""

    values: MultiDict[str, str]
    sentence: str
    is_in_its_form: bool = False


def register(app: Flask) -> None:
    """Let the layout of every page say that a form is shown again."""
    app.jinja_env.globals["unsent_sentence"] = _sentence


def values() -> MultiDict[str, str] | None:
    """Return what the form of this page must show again, None on any other page. Forms of the site ask this."""
    shown = _shown() or _kept_for_this_page()
    if shown is None:
        return None
    shown.is_in_its_form = True
    return shown.values


def name_owner(account: Account) -> None:
    """Let every form of this session say, signed within its token, which account opened it."""
    if TOKEN not in session:
        session[TOKEN] = f"{secrets.token_hex(20)}.{account.id}"


def show_again() -> Response | None:
    """Answer a form whose token is not that of this session; None when that should only be refused."""
    if comes_from_elsewhere() or not _is_a_page():
        return None
    view = current_app.view_functions[str(request.endpoint)]
    if getattr(view, "needed_role", None) is not None and current.account() is None:
        return ask_to_log_in()
    return _again(_address(), _sent(), EXPIRED + (FILES if request.files else ""))


def show_unsaved(sentence: str, status: int) -> Response | None:
    """Answer a form that could not be carried out: shown again, with the reason.

    None when there is no form, nothing is in it (as in most buttons), or nobody looks at the answer.
    """
    if request.method != "POST" or comes_from_elsewhere() or not _is_a_page():
        return None
    try:
        address, sent = _address(), _sent()
    except RequestEntityTooLarge:
        return None
    if not any(value for _, value in sent):
        return None
    sentence += FILES if request.files else ""
    g.unsent_form = shown = _Shown(MultiDict(sent), sentence)
    response = _asked_for() if _has_page(address) else None
    if response is None or response.status_code != 200 or not shown.is_in_its_form:
        response = _page_of_a_button(address, sent, sentence)
    response.status_code = status
    return response


def ask_to_log_in() -> Response:
    """Lead on to the log-in page; a form is kept for the account that had opened it."""
    if request.method == "GET":
        return _to_log_in(_address())
    owner = _owner()
    if owner is None or comes_from_elsewhere() or not _is_a_page():
        return _to_log_in(outside.path_on(request.host, request.referrer or ""))
    flash(LOGGED_OUT, "error")
    return _keep(owner, _to_log_in(_place()))


def ask_to_confirm() -> Response:
    """Lead the sender of a form on to the page that asks who they are; the form is kept meanwhile."""
    if comes_from_elsewhere():
        return redirect(url_for("reauthentication.confirm", verder=url_for("own_account.overview")))
    return _keep(current.signed_in().account.id, redirect(url_for("reauthentication.confirm", verder=_place())))


def give_back() -> Response:
    """Show a form that was kept and has no page of its own."""
    form = _kept()
    if form is None:
        flash("Er staat geen formulier (meer) voor u klaar.")
        return redirect(url_for("own_account.overview"))
    return _forget(_page_of_a_button(form.address, list(form.values), LOGGED_IN_AGAIN))


def comes_from_elsewhere() -> bool:
    """Tell whether a browser says that another site sent this form; what says nothing is no browser of today."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site not in {"same-origin", "none"}
    sender = request.headers.get("Origin") or request.referrer
    return sender is not None and outside.path_on(request.host, sender) is None


def token_signer() -> URLSafeTimedSerializer:
    """Return what reads the token of a form, as Flask-WTF signs it."""
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")


def typed_texts() -> list[str]:
    """Return what stands in the form that was sent, to be shown where it cannot be sent again; nothing on a page."""
    return [] if comes_from_elsewhere() else [value for _, value in _sent() if value.strip()]


def _again(address: str, sent: list[tuple[str, str]], sentence: str) -> Response:
    if _has_page(address):
        g.unsent_form = shown = _Shown(MultiDict(sent), sentence)
        response = _asked_for()
        if (shown.is_in_its_form and response.status_code == 200) or response.status_code > 400:
            response.status_code = 400  # whatever else is the matter, nothing was done for want of a token
        if shown.is_in_its_form or response.status_code != 200:
            return response
    return _page_of_a_button(address, sent, sentence)


def _asked_for() -> Response:
    """Make the page of this address as if it was asked for with GET, which changes nothing."""
    request.method = "GET"
    try:
        answer = current_app.preprocess_request()
        return current_app.make_response(current_app.dispatch_request() if answer is None else answer)
    except Exception as refused:  # noqa: BLE001 - the site has an answer to each of them
        return current_app.make_response(current_app.handle_user_exception(refused))


def _page_of_a_button(address: str, sent: list[tuple[str, str]], sentence: str) -> Response:
    g.pop("unsent_form", None)
    return make_response(render_template("errors/unsent_form.html", address=address, sent=sent, sentence=sentence), 400)


def _sentence() -> str:
    shown = _shown()
    return shown.sentence if shown and shown.is_in_its_form else ""


def _shown() -> _Shown | None:
    return cast("_Shown | None", g.get("unsent_form"))


def _kept_for_this_page() -> _Shown | None:
    """Return the form that was kept when this is its page; the browser forgets its key then."""
    if request.method != "GET" or COOKIE not in request.cookies:
        return None
    form = _kept()
    if form is None or form.address != _address():
        return None
    g.unsent_form = _Shown(MultiDict(form.values), LOGGED_IN_AGAIN)
    after_this_request(_forget)
    return _shown()


def _kept() -> UnsentForm | None:
    account = current.account()
    key = request.cookies.get(COOKIE, "")
    return site.unsent_forms.find(account.id, key) if account and key else None


def _keep(owner: int, response: Response) -> Response:
    response.set_cookie(
        COOKIE,
        site.unsent_forms.keep(owner, _address(), _sent()),
        max_age=KEPT_FOR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def _forget(response: Response) -> Response:
    response.delete_cookie(COOKIE)
    return response


def _owner() -> int | None:
    """Return the account that opened the form that was sent; its token says so, signed by this site."""
    try:
        _, is_named, number = str(token_signer().loads(request.form.get(TOKEN, ""))).partition(".")
    except BadData:
        return None
    return outside.number(number, 1, LARGEST_NUMBER) if is_named else None


def _sent() -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not name.endswith(TOKEN) and name not in _SECRETS
    ]


def _address() -> str:
    return request.full_path.rstrip("?")


def _place() -> str:
    """Return where the form that was just sent is found again: its own page, or one for those that have none."""
    return _address() if _has_page(_address()) else url_for("own_account.unsent_form")


def _has_page(address: str) -> bool:
    """Tell whether the view that was sent a form is also the page of that form; GET may be of another view."""
    try:
        endpoint, _ = current_app.url_map.bind("localhost").match(address.partition("?")[0], method="GET")
    except HTTPException:
        return False
    return bool(endpoint == request.endpoint)


def _is_a_page() -> bool:
    """Tell whether a browser goes to the answer; a script that sends a form in the background reads no page."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _to_log_in(onward: str | None) -> Response:
    return redirect(url_for("login.log_in", verder=onward))
