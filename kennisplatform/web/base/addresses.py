"""Whole addresses of pages: under the public address of the settings, whichever name a visitor came in by.

Behind a proxy that speaks http, or under a second name, feeds, cards and mails would otherwise name another site.
"""

from __future__ import annotations

from flask import Flask, Request
from werkzeug.routing import MapAdapter

from kennisplatform import outside
from kennisplatform.site import site_of


class FlaskAtPublicAddress(Flask):
    """A Flask app whose `url_for(..., _external=True)` names the public address, where the settings have one."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Return what makes and reads addresses."""
        adapter = super().create_url_adapter(request)
        public = outside.split_url(site_of(self).settings.public_url)
        if adapter and public and public.netloc:
            adapter.url_scheme, adapter.server_name, adapter.subdomain = public.scheme, public.netloc, ""
        return adapter
