"""Who uses the site meanwhile: visitors, members and curators, each a thread that goes on until the story ends."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import requests
from bs4 import BeautifulSoup

from bench.cluster.browser import Answer, Browser
from bench.cluster.content import FOLDER, KIND, TOGETHER, TRAPS, Token, own_slug, with_token
from bench.cluster.tally import Saves, Tally

THINKING = 0.25
"""Seconds between an answer and the next request, at most."""
WORDS = ("nooddrinkwater", "noodstroom", "crisiscommunicatie", "veiligheidsregio", "telecom", "gas", "oefening", "lcms")
READ = ("/", "/menukaart", "/menukaart/lcms", "/contacten", "/rollen", "/agendas/drinkwater")
CONFLICT = 409
MOST_TRIES = 3
REST = 0.5
"""Seconds after which somebody tries again what was refused."""


class Load:
    """All of them together. `tally` is of the event that goes on now."""

    def __init__(self, site: str, members: Sequence[str], curators: Sequence[str], visitors: int) -> None:
        self.tally = Tally("")
        self.saves = Saves()
        self._ends = threading.Event()
        self._may_save = threading.Event()
        browsers = [Browser(site) for _ in (*members, *curators)]
        for browser, email in zip(browsers, (*members, *curators), strict=True):
            browser.log_in(email)
        readers = [Reader(Browser(site), self, is_member=False) for _ in range(visitors)]
        readers += [Reader(browser, self, is_member=True) for browser in browsers[: len(members)]]
        self._savers = [Saver(browser, self, number) for number, browser in enumerate(browsers[len(members) :])]
        steps = [*(reader.read for reader in readers), *(saver.save for saver in self._savers)]
        self._threads = [threading.Thread(target=self._repeat, args=(step,), daemon=True) for step in steps]

    def start(self) -> None:
        """Begin to read."""
        for thread in self._threads:
            thread.start()

    def save(self) -> None:
        """Let them save from now on."""
        self._may_save.set()

    def save_no_more(self) -> None:
        """Return when nobody saves any more."""
        self._may_save.clear()
        for saver in self._savers:
            with saver.busy:
                pass

    def stop(self) -> None:
        """Return when everybody has gone."""
        self._ends.set()
        self._may_save.set()
        for thread in self._threads:
            thread.join()

    def wait_to_save(self) -> None:
        """Wait until they may save, or must go."""
        self._may_save.wait()

    @property
    def may_save(self) -> bool:
        """Tell whether they may save now."""
        return self._may_save.is_set() and not self._ends.is_set()

    def _repeat(self, step: Callable[[], None]) -> None:
        while not self._ends.is_set():
            step()
            time.sleep(random.uniform(0, THINKING))


class Reader:
    """Opens pages and searches; a visitor also for what visitors may not see."""

    def __init__(self, browser: Browser, load: Load, *, is_member: bool) -> None:
        self._browser = browser
        self._load = load
        self._is_member = is_member

    def read(self) -> None:
        """Ask for one page, and look at what comes."""
        tally, started = self._load.tally, time.monotonic()
        address, may_be_missing = self._next()
        try:
            answer = self._browser.get(address)
        except requests.RequestException as error:
            tally.count("reads", "failed", example=f"{address}: {_name(error)}")
            return
        tally.took(time.monotonic() - started)
        tally.count("reads")
        if not (answer.ok or (may_be_missing and answer.status_code == 404)):
            tally.count("failed", example=f"{address}: {answer.status_code}")
        if not self._is_member:
            for secret in leaked(answer):
                tally.count("leaks", example=f"{address}: {secret}")
        if answer.ok and address.startswith("/api/v1/zoeken"):
            slugs = [found["slug"] for found in answer.json()["resultaten"]]
            if len(slugs) > len(set(slugs)):
                tally.count("doubles", example=f"{address}: one entry twice")

    def _next(self) -> tuple[str, bool]:
        """Return an address, and whether it may well lead nowhere."""
        word, trap = random.choice(WORDS), random.choice(TRAPS)
        searches = (f"/zoeken?q={word}", f"/api/v1/zoeken?q={word}", f"/api/v1/suggesties?q={word[:4]}")
        if self._is_member or random.random() < 0.7:
            return random.choice((*READ, *searches, *searches)), False
        hidden = (f"/{FOLDER}/{trap.slug}", f"/api/v1/{KIND}/{trap.slug}")
        asked = (f"/zoeken?q={trap.slug}", f"/api/v1/zoeken?q={trap.slug}", f"/api/v1/suggesties?q={trap.slug[:-2]}")
        return (random.choice(hidden), True) if random.random() < 0.4 else (random.choice(asked), False)


class Saver:
    """A curator who changes an entry of their own, and one that all change at once."""

    def __init__(self, browser: Browser, load: Load, number: int) -> None:
        self._browser = browser
        self._load = load
        self._number = number
        self._count = 0
        self.busy = threading.Lock()
        """Held while it saves."""

    def save(self) -> None:
        """Save once, as soon as that is asked."""
        self._load.wait_to_save()
        with self.busy:
            if self._load.may_save:
                self._count += 1
                slug = TOGETHER if self._count % 3 == 0 else own_slug(self._number)
                self._save(Token(self._number, self._count), slug)

    def _save(self, token: Token, slug: str) -> None:
        tally = self._load.tally
        tally.count("saves")
        try:
            if self._sent(token, slug, tally):
                self._load.saves.confirm(slug, token)
                tally.count("confirmed")
                shown = self._browser.get(f"/{FOLDER}/{slug}")
                if shown.ok and token.word not in shown.text:
                    tally.count("unseen", example=f"{slug}: who saved did not see it")
                return
        except requests.RequestException as error:
            tally.count("unsaid", example=f"save: {_name(error)}")
        time.sleep(REST)

    def _sent(self, token: Token, slug: str, tally: Tally) -> bool:
        """Tell whether the site says that it is saved; otherwise it is counted what it says."""
        answer = self._browser.get(f"/redactie/{slug}")
        if "/inloggen" in answer.url:
            tally.count("logged_out", example="a curator had to log in again")
            return False
        values = {"doe": "bewaar"}
        if answer.ok:
            values["tekst"] = with_token(_text_of(answer), self._number, token)
        # Who is shown what others saved meanwhile, merged with what they typed, saves that.
        for _ in range(MOST_TRIES):
            if not answer.ok and answer.status_code != CONFLICT:
                break
            answer = self._browser.send(answer, "form#editor", values)
            values.pop("tekst", "")
            if _is_saved(answer, slug):
                return True
        _count_refusal(answer, tally)
        return False


def leaked(answer: Answer) -> list[str]:
    """Return the words of hidden entries in an answer."""
    return [secret for trap in TRAPS for secret in trap.secrets if secret in answer.text]


def _text_of(opened: Answer) -> str:
    area = BeautifulSoup(opened.text, "html.parser").select_one("form#editor textarea[name=tekst]")
    assert area, opened.url
    return area.text.removeprefix("\n")


def _is_saved(answer: Answer, slug: str) -> bool:
    return answer.status_code == 303 and urlsplit(answer.headers["Location"]).path == f"/{FOLDER}/{slug}"


def _count_refusal(answer: Answer, tally: Tally) -> None:
    """Count an answer other than 'saved': it must be a page in Dutch that says why."""
    page = BeautifulSoup(answer.text, "html.parser")
    said = page.select_one("[role=alert]") or page.select_one("h1")
    words = " ".join(said.get_text(" ").split())[:120] if said else ""
    is_dutch = page.select_one("html[lang=nl]") is not None
    tally.count("refused" if is_dutch and words else "unsaid", example=f"save: {answer.status_code} {words}")


def _name(error: Exception) -> str:
    return type(error).__name__
