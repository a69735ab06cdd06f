"""What stands on a page stays where it is while fonts and scripts come in: nobody loses their line, or misses a button."""

import pytest

from tests.browser import chromium

PAGES = ("/", "/zoeken?q=stroom", "/zoeken?q=stroom+zwolle", "/menukaart", "/menukaart/nl-alert", "/menukaart/vergelijk",
         "/rollen", "/rollen/alertering", "/netwerken", "/agenda", "/agenda/drinkwater", "/contacten", "/contacten?q=stroom+zwolle",
         "/regios", "/regios/utrecht", "/regios/utrecht/gas", "/paginas/hulp", "/paginas/handboek", "/offline", "/inloggen",
         "/voorstel")  # fmt: skip
MOST = 0.05
"""What a reader hardly notices; browsers call 0.1 good."""
WATCH = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.moved += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def browser():
    """Return a whole Chromium: the headless shell paints at other moments."""
    with chromium.launched(chromium.find()) as browser:
        yield browser


@pytest.mark.parametrize("address", PAGES)
def test_nothing_moves_when_fonts_and_scripts_come_late(page, address):
    page.add_init_script(WATCH)
    late = []
    page.route("**/*.woff2*", lambda route: late.append(route))  # noqa: PLW0108 - Playwright looks at its parameters
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
    while late:
        late.pop().continue_()
        page.wait_for_timeout(1)  # lets the browser ask for the next one
    page.unroute("**/*.woff2*")
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.moved") < MOST
