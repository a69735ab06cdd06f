"""A real site, served by waitress on a free port with the real content, and a real Chromium."""

import threading

import pytest
import waitress
from playwright.sync_api import sync_playwright

from kennisplatform import create_app
from kennisplatform.config import Settings
from tests.browser import chromium


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    app = create_app(Settings(instance_dir=tmp_path_factory.mktemp("instance")))
    app.extensions["index_follower"].ensure_following()
    server = waitress.create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    app.extensions["index_follower"].stop_following()


@pytest.fixture(scope="session")
def browser():
    path = chromium.find()
    assert path, "Chromium is missing; `make browser` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 390], ids=["wide", "phone"])
def width(request):
    return request.param


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
