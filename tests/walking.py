"""Walking through the site as somebody who follows every link that they see."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup
from flask import Flask

from tests.visitor import Visitor


def walked(app: Flask, visitor: Visitor, most_of_a_kind: int = 3) -> Iterator[tuple[str, BeautifulSoup]]:
    """Yield every page that links lead to, with its address: of each route at most so many, which are alike."""
    opened: dict[str, int] = {}
    seen = {"/"}
    waiting = deque(["/"])
    adapter = app.url_map.bind("localhost")
    while waiting:
        address = waiting.popleft()
        endpoint, _ = adapter.match(urlsplit(address).path)
        if opened.get(endpoint, 0) >= most_of_a_kind or endpoint.endswith("static"):
            continue
        opened[endpoint] = opened.get(endpoint, 0) + 1
        response = visitor.get(address)
        assert response.status_code < 500, (address, response.status)
        if response.mimetype != "text/html":
            continue
        page = BeautifulSoup(response.text, "html.parser")
        here = response.request.full_path.rstrip("?")
        yield here, page
        for link in page.select("a[href]"):
            target = urldefrag(urljoin(f"http://localhost{here}", str(link["href"]))).url
            local = target.removeprefix("http://localhost") if target.startswith("http://localhost/") else ""
            if local and local not in seen and adapter.test(urlsplit(local).path):
                seen.add(local)
                waiting.append(local)
