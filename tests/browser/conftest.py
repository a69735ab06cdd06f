"""A real site, served by waitress on a free port with the real content, and a real Chromium."""

import threading

import pytest
import waitress

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from tests.browser import chromium, desk_site


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    app = create_app(Settings(instance_dir=tmp_path_factory.mktemp("instance")))
    site_of(app).follower.ensure_following()
    server = waitress.create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    site_of(app).follower.stop_following()


@pytest.fixture(scope="session")
def browser():
    with chromium.launched(chromium.find_headless()) as browser:
        yield browser


def pytest_generate_tests(metafunc):
    """Try everything at a desk and on a telephone; what has a script, on a telephone without it too."""
    if "has_script" in metafunc.fixturenames:
        ways = {"wide": (1280, True), "phone": (390, True), "phone-no-script": (390, False)}
        metafunc.parametrize(("width", "has_script"), ways.values(), ids=ways.keys())
    elif "width" in metafunc.fixturenames:
        sets_its_own = metafunc.definition.get_closest_marker("any_width")
        metafunc.parametrize("width", [1280] if sets_its_own else [1280, 390])


@pytest.fixture
def page(browser, site, width):
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
    assert page.complaints == []


@pytest.fixture
def plain_page(browser, site, width):
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    site = desk_site.serve(tmp_path_factory.mktemp("desk"))
    yield site
    site_of(site.app).follower.stop_following()


@pytest.fixture
def curator_page(browser, desk, width):
    context = browser.new_context(base_url=desk.address, viewport={"width": width, "height": 900})
    context.add_cookies(desk.cookies_of("cor@voorbeeld.nl"))
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def plain_curator_page(browser, desk, width):
    context = browser.new_context(
        base_url=desk.address, viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    context.add_cookies(desk.cookies_of("cor@voorbeeld.nl"))
    yield context.new_page()
    context.close()
