"""What a browser needs to show something without the net: the worker, the files it keeps, and when all of it is wiped."""

import json
import re

from bs4 import BeautifulSoup


def shell(visitor):
    worker = visitor.get("/service-worker.js")
    assert worker.mimetype == "text/javascript"
    return json.loads(re.match(r"const SHELL = (\[.*?\]);", worker.text).group(1))


def test_everything_the_page_needs_is_kept_by_the_worker(visitor):
    kept = shell(visitor)
    page = visitor.page("/offline")
    needed = [tag["src"] for tag in page.select("script[src]")]
    needed += [tag["href"] for tag in page.select("link[rel=stylesheet], link[rel=icon]")]
    assert len(needed) >= 6
    assert [address for address in needed if address not in kept] == []
    without_version = {address.partition("?")[0] for address in kept}
    for address in kept:
        with visitor.get(address) as answer:
            assert answer.status_code == 200, address
            text = answer.get_data().decode("latin-1")
        for name in re.findall(r'(?:from |import )"\./([\w-]+\.js)"', text):
            assert f"/static/js/{name}" in without_version, (address, name)
        for name in re.findall(r'url\("(fonts/[\w.-]+)"\)', text):
            assert f"/static/{name}" in without_version, (address, name)


def test_the_worker_keeps_pages_as_a_visitor_gets_them_whoever_asks_for_it(visitor, member):
    assert visitor.get("/service-worker.js").text == member.get("/service-worker.js").text
    assert not [address for address in shell(member) if not address.startswith(("/static/", "/bootstrap/", "/offline"))]


def test_the_policy_lets_the_site_itself_give_a_worker_and_a_manifest(visitor):
    policy = visitor.get("/").headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_the_manifest_has_a_dutch_name_and_icons_that_exist(visitor):
    address = visitor.page("/").select_one("link[rel=manifest]")["href"]
    manifest = json.loads(visitor.get(address).text)
    assert (manifest["lang"], manifest["start_url"]) == ("nl", "/contacten")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        with visitor.get(icon["src"]) as picture:
            assert picture.mimetype == "image/png"


def test_every_page_but_the_one_that_is_kept_says_for_whom_it_is(visitor, member):
    def owner(who, address):
        tag = who.page(address).select_one("meta[name=copy-owner]")
        return tag and tag["content"]

    assert owner(visitor, "/") == visitor.client.get("/offline/kopie").get_json()["eigenaar"]
    assert owner(member, "/contacten") == member.client.get("/offline/kopie").get_json()["eigenaar"]
    assert owner(member, "/") != owner(visitor, "/")
    assert owner(member, "/offline") is owner(visitor, "/offline") is None


def test_logging_out_wipes_what_the_browser_kept(member):
    page = BeautifulSoup(member.get("/").text, "html.parser")
    token = page.select_one("form[action='/uitloggen'] [name=csrf_token]")["value"]
    answer = member.client.post("/uitloggen", data={"csrf_token": token})
    assert answer.status_code == 302
    assert answer.headers["Clear-Site-Data"] == '"storage"'
