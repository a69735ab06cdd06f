"""Addresses of pages: whole ones under the public address of the settings, whichever name a visitor came in by.

Behind a proxy that speaks http, or under a second name, feeds, cards and mails would otherwise name another site.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache, partial
from typing import Any

from flask import Flask, Request, has_request_context, request
from werkzeug.routing import BuildError, Map, MapAdapter

from kennisplatform import outside
from kennisplatform.site import site_of

MOST_KEPT = 4096
"""Paths that are kept; one is some hundred bytes, and at most some 1,500 with a long search in it."""

_Texts = tuple[tuple[str, str | tuple[str, ...]], ...]


class FlaskAtPublicAddress(Flask):
    """A Flask app whose `url_for(..., _external=True)` names the public address, where the settings have one."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Return what makes and reads addresses."""
        adapter = super().create_url_adapter(request)
        public = outside.split_url(site_of(self).settings.public_url)
        if adapter and public and public.netloc:
            adapter.url_scheme, adapter.server_name, adapter.subdomain = public.scheme, public.netloc, ""
        return adapter

    def url_for(self, /, endpoint: str, **values: Any) -> str:  # noqa: ANN401
        """Return an address; a page has a hundred, most of them the same as on the page before."""
        if has_request_context() and not endpoint.endswith("static") and not endpoint.startswith("."):
            texts = _texts(values)
            if texts is not None:
                try:
                    return self._path_to(request.root_path, request.method, endpoint, texts)
                except BuildError:
                    pass  # Flask says what is wrong with it
        return super().url_for(endpoint, **values)

    @cached_property
    def _path_to(self) -> Callable[[str, str, str, _Texts], str]:
        return lru_cache(MOST_KEPT)(partial(_path, self.url_map))


def _texts(values: dict[str, Any]) -> _Texts | None:
    """Return the values of an address when all are text or absent; None when Flask must look at them."""
    found: list[tuple[str, str | tuple[str, ...]]] = []
    for name, value in values.items():
        if isinstance(value, str) and not name.startswith("_"):
            found.append((name, value))
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            found.append((name, tuple(value)))
        elif value is not None and value is not False:
            return None
    return tuple(found)


def _path(url_map: Map, root: str, method: str, endpoint: str, values: _Texts) -> str:
    adapter = url_map.bind("localhost", root, default_method=method)
    return adapter.build(endpoint, {name: list(value) if isinstance(value, tuple) else value for name, value in values})
