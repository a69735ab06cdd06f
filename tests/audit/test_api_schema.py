"""What schemathesis finds when it asks the API for all that its own description allows, and for what it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MOST_EXAMPLES = 100
"""Questions per operation and phase."""


def test_every_answer_is_as_the_description_says(site, tmp_path):
    program = Path(sys.executable).with_name("schemathesis")
    options = ["--max-examples", str(MOST_EXAMPLES), "--seed", "1", "--no-color", "--workers", "2"]
    command = [str(program), "run", f"{site.address}/api/v1/openapi.json", *options]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr
