"""Nothing that is typed anywhere becomes script, and every answer carries its protection."""

import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask import url_for

ATTACKS = [
    "<script>alert(1)</script>", "<SCRIPT SRC=//e.org/x.js></SCRIPT>", "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>", "<img src=`x` onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>", "<math><mi xlink:href=javascript:alert(1)>x</mi></math>", "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>", "<a href=javascript:alert(1)>x</a>", "<a href=' javascript:alert(1)'>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>", "<a href='&#106;avascript:alert(1)'>x</a>", "<a href=data:text/html,x>x</a>",
    "<a href=vbscript:x>x</a>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:alert(1))", "![x](javascript:alert(1))", "![x](https://e.org/spy.png)", "![x](//e.org/spy.png)",
    '[x](https://e.org "onmouseover=alert(1)")', '[x](https://e.org" onmouseover="alert(1))', "<https://e.org/\"onclick=alert(1)>",
    "<javascript:alert(1)>", "[x]: javascript:alert(1)\n\n[x]", "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>", "<marquee onstart=alert(1)>", "<input autofocus onfocus=alert(1)>", "<select onfocus=alert(1)>",
    "<form action=//e.org><input type=submit></form>", "<button formaction=javascript:alert(1)>x</button>", "<isindex action=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=//e.org'>", "<link rel=stylesheet href=//e.org/x.css>", "<base href=//e.org/>",
    "<style>*{background:url(//e.org)}</style>", "<p style='background:url(javascript:alert(1))'>x</p>", "<div style=position:fixed>x</div>",
    "<p id=inhoud class=btn>x</p>", "<a name=x id='fn:1' onclick=alert(1)>x</a>", "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<textarea></textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>", "--><script>alert(1)</script>", "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "<![CDATA[<script>alert(1)</script>]]>", "<?php echo 1 ?><script>alert(1)</script>", '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>",
    '" autofocus onfocus="alert(1)', "{{ 7*7 }}<script>", "{% raw %}<script>alert(1)</script>", "\u2028<script>alert(1)</script>",
    "<script\x0c>alert(1)</script>", "<img/src=x/onerror=alert(1)>", "<a\thref='javascript&colon;alert(1)'>x</a>", "`<script>alert(1)</script>",
    "    <script>alert(1)</script>", "| a |\n| --- |\n| <script>alert(1)</script> |", "x[^1]\n\n[^1]: <script>alert(1)</script>",
    "# <img src=x onerror=alert(1)> kop", "<abbr title='\"><script>alert(1)</script>'>x</abbr>", "<td align='left\" onclick=alert(1)'>x</td>",
]  # fmt: skip

FORBIDDEN_TAGS = {
    "iframe",
    "object",
    "embed",
    "base",
    "style",
    "video",
    "audio",
    "math",
    "template",
    "marquee",
    "isindex",
    "noscript",
    "textarea",
}


class Inspector(HTMLParser):
    """Reads a page as a browser does and notes whatever could run or load something."""

    def __init__(self):
        super().__init__()
        self.dangers = []

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        if tag in FORBIDDEN_TAGS or (tag == "script" and not values.get("src", "").startswith("/static/")):
            self.dangers.append((tag, values))
        for name, value in values.items():
            address = "".join(value.split()).lower()
            loads = name in {"src", "action", "formaction", "data"} or (name == "href" and tag == "link")
            if name.startswith("on") or name in {"style", "srcdoc", "http-equiv"}:
                self.dangers.append((tag, name, value))
            if name in {"href", "src", "action"} and address.startswith(("javascript:", "data:", "vbscript:")):
                self.dangers.append((tag, name, value))
            if loads and address.startswith(("http:", "https:", "//")) and not address.startswith("http://localhost/"):
                self.dangers.append((tag, name, value))


def dangers(html):
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.dangers


def test_there_are_at_least_sixty_attacks():
    assert len(set(ATTACKS)) >= 60


def test_the_inspector_sees_danger():
    assert dangers("<p onclick=x>") and dangers("<script>x</script>") and dangers("<a href='java\nscript:x'>")


@pytest.mark.slow
def test_attacks_in_content_and_front_matter_stay_text(client, content):
    clean = [attack.replace("\x0c", " ").replace("\u2028", " ") for attack in ATTACKS]
    for number, attack in enumerate(clean):
        content.entry(
            "menukaart",
            f"aanval-{number}",
            f"T {attack}",
            ATTACKS[number],
            samenvatting=f"S {attack}"[:300],
            trefwoorden=[attack],
            organisaties=[attack],
            raming=attack,
            inzetbaar_als=attack,
            bronnen=[{"titel": attack}],
        )
    content.entry("contacten", "ifv-desk", clean[0], organisatie=clean[3], functie=clean[0])
    for number, attack in enumerate(ATTACKS):
        response = client.get(f"/menukaart/aanval-{number}")
        assert response.status_code == 200, attack
        assert not dangers(response.get_data(as_text=True)), attack
    for address in ("/", "/zoeken?pagina=1", "/zoeken?q=alert", "/menukaart", "/contacten", "/contacten/ifv-desk"):
        assert not dangers(client.get(address).get_data(as_text=True)), address


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        "/zoeken?q=",
        "/zoeken?thema=",
        "/zoeken?q=x&sorteer=",
        "/contacten?q=",
        "/contacten?regio=",
        "/menukaart/",
        "/",
    ],
)
def test_attacks_in_the_address_stay_text(client, address):
    for attack in ATTACKS:
        assert not dangers(client.get(address + quote(attack, safe="")).text), attack


@pytest.mark.parametrize(
    "address", ["/", "/zoeken", "/bestaat-niet", "/api/v1/zoeken", "/static/kennisplatform.css", "/healthz"]
)
def test_every_answer_carries_its_protection(client, address):
    with client.get(address) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_compressed_and_asked_for_again_by_tag(client):
    first = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert "no-cache" in first.headers["Cache-Control"]
    again = client.get("/", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_style_sheet_names_each_font_by_the_version_that_it_has(client, app):
    """Otherwise a browser asks for them at each page, and shows the page in another font first."""
    with client.get("/static/kennisplatform.css") as response:
        sheet = response.text
    named = re.findall(r'url\("(fonts/[^"]+)"\)', sheet)
    assert len(named) == sheet.count("fonts/")
    with app.test_request_context():
        for address in named:
            name, _, version = address.partition("?v=")
            assert url_for("static", filename=name) == f"/static/{name}?v={version}"


def test_versioned_files_are_kept_for_ever(client):
    html = client.get("/").get_data(as_text=True)
    address = html.split('href="/static/kennisplatform.css')[1].split('"')[0]
    for query, kept in ((address, True), ("", False)):
        with client.get("/static/kennisplatform.css" + query) as response:
            assert ("immutable" in response.headers["Cache-Control"]) is kept
