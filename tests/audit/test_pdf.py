"""What veraPDF says of a plan as a PDF, by the rules of PDF/UA-1 (ISO 14289-1): no errors, whatever is in the plan."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from kennisplatform.plans.action import Action
from kennisplatform.plans.exchange.parts import Source
from kennisplatform.plans.exchange.pdf import plan_as_pdf
from tests.plans.test_word import FULL, plan_of

CHECKER = Path(__file__).parent / "verapdf"
SOURCES = (Source("Waterwagens klaarzetten", "https://voorbeeld.nl/menukaart/waterwagens"), Source("Weg", ""))
LONG = Action(sentence="Oefen.", description="\n".join(["Een lange omschrijving met veel woorden."] * 48))
PLANS = {
    "empty": plan_of(),
    "one": plan_of(FULL),
    "long": plan_of(LONG, FULL),
    "odd": plan_of(Action(sentence="#set *x* $y$ 漢字 ✅", description="שלום → ✓ <b>")),
    "hundred": plan_of(*[FULL] * 100),
}


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    if not (shutil.which("mvn") and shutil.which("java")):
        pytest.fail("the checker needs Maven and Java 17; for instance: apt-get install maven default-jdk-headless")
    folder = tmp_path_factory.mktemp("verapdf")
    command = [
        "mvn",
        "-q",
        "-f",
        str(CHECKER / "pom.xml"),
        "dependency:copy-dependencies",
        f"-DoutputDirectory={folder}",
    ]
    subprocess.run(command, check=True)
    return folder


def test_a_plan_of_any_kind_is_a_pdf_that_can_be_read_aloud(libraries, tmp_path):
    for name, plan in PLANS.items():
        (tmp_path / f"{name}.pdf").write_bytes(plan_as_pdf(plan, SOURCES, date(2026, 11, 26)))
    names = sorted(str(path) for path in tmp_path.glob("*.pdf"))
    command = ["java", "-cp", f"{libraries}/*", str(CHECKER / "PdfUa.java"), *names]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert answer.count("checked") == answer.count(" true ") == len(PLANS), answer
