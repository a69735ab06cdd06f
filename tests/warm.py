"""Imported once by the process from which others are forked: what costs time in every process was done before."""

import tempfile
from pathlib import Path

from tests.conftest import ContentFolder
from tests.curation.site import editing_of
from tests.sites import site_on

with tempfile.TemporaryDirectory() as folder:
    content = ContentFolder(Path(folder) / "content")
    content.entry("menukaart", "eerste", tekst="nooddrinkwatervoorziening")
    editing_of(content.path, Path(folder) / "instance").follower.synchronise()
    with site_on(content.path, Path(folder) / "instance"):
        pass
