"""What is pasted from elsewhere keeps its structure and loses everything else."""

import pytest

from kennisplatform.curation.editor.pasting import markdown_of

WORD_LIST = """
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·
  </span><![endif]>Eerste</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>Dieper</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>Tweede</p>
"""
NUMBERED = "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1. </span>Een</p>"
TABLE = "<table><tr><td><p>A</p></td><td>B</td></tr><tr><td>1</td><td>2|3</td></tr></table>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>Kop</h1><h3>Onder</h3>", "## Kop\n\n### Onder"),
        (
            "<p class=MsoNormal style='color:red'>Met <b>vet</b>&nbsp;en <i>schuin</i><o:p></o:p></p>",
            "Met **vet** en *schuin*",
        ),
        (WORD_LIST, "- Eerste\n  - Dieper\n- Tweede"),
        (NUMBERED, "1. Een"),
        (TABLE, "| A | B |\n| --- | --- |\n| 1 | 2\\|3 |"),
        ('<a href="https://voorbeeld.nl">goed</a>', "[goed](https://voorbeeld.nl)"),
        ('<a href="javascript:alert(1)">kwaad</a>', "kwaad"),
        ("<script>alert(1)</script><style>p{}</style><img src=x onerror=alert(1)>Tekst", "Tekst"),
        ('<b style="font-weight:normal"><span style="font-weight:700">Vet</span> gewoon</b>', "**Vet** gewoon"),
    ],
)
def test_structure_stays_and_looks_go(html, text):
    assert markdown_of(html) == text
