"""Imported once by the process from which others are forked: what costs time in every process was done before.

No app is made: each process that is forked would build its parts anew before it does anything.
"""

import tempfile
from pathlib import Path

from tests.conftest import ContentFolder
from tests.curation.site import editing_of

with tempfile.TemporaryDirectory() as folder:
    content = ContentFolder(Path(folder) / "content")
    content.entry("menukaart", "eerste", tekst="nooddrinkwatervoorziening")
    editing_of(content.path, Path(folder) / "instance").follower.synchronise()
