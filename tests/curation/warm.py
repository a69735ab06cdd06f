"""Imported once by the process from which savers are forked: what costs time at the first save was done before."""

import tempfile
from pathlib import Path

from tests.conftest import ContentFolder
from tests.curation.site import editing_of

with tempfile.TemporaryDirectory() as folder:
    content = ContentFolder(Path(folder) / "content")
    content.entry("menukaart", "eerste", tekst="nooddrinkwatervoorziening")
    editing_of(content.path, Path(folder) / "instance").follower.synchronise()
