"""A PDF can be read and nothing else: whatever it would do by itself keeps it out, however it is written down."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from kennisplatform.entries.attachments.accept import RefusedAttachment, accept
from kennisplatform.entries.attachments.pdf_program import verdict
from tests.files import pdf, pdf_of_objects

PAGES = (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
ACTIONS = [
    b"/Launch", b"/SubmitForm", b"/ImportData", b"/JavaScript", b"/URI", b"/GoToR", b"/GoToE", b"/RichMediaExecute", b"/Named",
    b"/Thread", b"/Rendition", b"/Movie", b"/Sound", b"/Hide", b"/SetOCGState", b"/ResetForm", b"/Trans", b"/EnVerzonnen",
]  # fmt: skip
TO_A_PLACE = b"<< /S /GoTo /D [3 0 R /Fit] >>"


def document(opening: bytes, *more: bytes, page: bytes = b"", hidden: bool = False) -> bytes:
    """Return a PDF whose catalogue has this in it; further objects are numbered from 4."""
    pages = (PAGES[0], PAGES[1].replace(b" >>", page + b" >>"))
    return pdf_of_objects(b"<< /Type /Catalog /Pages 2 0 R " + opening + b" >>", *pages, *more, hidden=hidden)


@pytest.mark.parametrize("hidden", [False, True], ids=["plain", "in a compressed stream"])
@pytest.mark.parametrize(
    "where",
    [
        lambda name, hidden: document(b"/OpenAction << /S " + name + b" >>", hidden=hidden),
        lambda name, hidden: document(b"/OpenAction 4 0 R", b"<< /S 5 0 R >>", name, hidden=hidden),
        lambda name, hidden: document(b"/AA << /WC 4 0 R >>", b"<< /S 5 0 R >>", name, hidden=hidden),
        lambda name, hidden: document(b"", b"<< /O << /S " + name + b" >> >>", page=b" /AA 4 0 R", hidden=hidden),
        lambda name, hidden: document(
            b"/OpenAction 4 0 R",
            b"<< /S /GoTo /D [3 0 R /Fit] /Next [5 0 R] >>",
            b"<< /S " + name + b" >>",
            hidden=hidden,
        ),
    ],
    ids=["written out", "by references", "when it closes", "of a page", "as a second step"],
)
def test_what_happens_by_itself_keeps_a_pdf_out(where, hidden):
    assert {action: verdict(where(action, hidden)) for action in ACTIONS} == dict.fromkeys(ACTIONS, "active")
    with pytest.raises(RefusedAttachment, match="programmacode"):
        accept("plan.pdf", where(b"/EnVerzonnen", hidden))


@pytest.mark.parametrize("hidden", [False, True], ids=["plain", "in a compressed stream"])
@pytest.mark.parametrize("name", [b"/Launch", b"/SubmitForm", b"/ImportData"], ids=bytes.decode)
def test_a_link_to_a_program_keeps_a_pdf_out_also_when_its_kind_stands_elsewhere(name, hidden):
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S 5 0 R >> >>"
    with pytest.raises(RefusedAttachment, match="programmacode"):
        accept("plan.pdf", document(b"", link, name, page=b" /Annots [4 0 R]", hidden=hidden))


@pytest.mark.parametrize("hidden", [False, True], ids=["plain", "in a compressed stream"])
@pytest.mark.parametrize(
    "sent",
    [
        lambda hidden: document(b"/OpenAction [3 0 R /Fit]", hidden=hidden),
        lambda hidden: document(b"/OpenAction 4 0 R", b"[3 0 R /Fit]", hidden=hidden),
        lambda hidden: document(b"/OpenAction 4 0 R", TO_A_PLACE, hidden=hidden),
        lambda hidden: document(b"/AA << /WC 4 0 R >>", TO_A_PLACE, hidden=hidden),
        lambda hidden: document(
            b"", b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://a.nl) >> >>",
            page=b" /Annots [4 0 R]", hidden=hidden,
        ),
    ],
    ids=["a place", "a place by reference", "going to a place", "going when it closes", "a link to click"],
)  # fmt: skip
def test_a_pdf_that_opens_at_a_place_or_has_links_is_taken(sent, hidden):
    assert accept("plan.pdf", sent(hidden)).name.endswith(".pdf")


@pytest.mark.parametrize("algorithm", ["AES-256", "AES-128", "RC4-128"])
def test_a_pdf_that_everybody_may_read_is_taken_whatever_its_owner_locked(algorithm):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Noodkeuken"))))
    writer.encrypt("", "van de eigenaar", algorithm=algorithm)
    written = io.BytesIO()
    writer.write(written)
    accepted = accept("plan.pdf", written.getvalue())
    assert accepted.data == written.getvalue()
    assert "Noodkeuken" in accepted.text


@pytest.mark.parametrize("rest", [b"\x1a", b"\r\n\x1a\x00", b"\n<!-- 0.3 s -->\n", b"\n" * 3000, b"x" * 1000])
def test_what_programs_leave_after_the_end_does_no_harm(rest):
    sent = pdf("Noodkeuken") + rest
    assert accept("plan.pdf", sent).data == sent


@pytest.mark.parametrize("rest", [b"x" * 1100, b"PK\x03\x04" + b"\0" * 100], ids=["too much", "a zip"])
def test_another_file_after_the_end_keeps_a_pdf_out(rest):
    with pytest.raises(RefusedAttachment):
        accept("plan.pdf", pdf("Noodkeuken") + rest)


def test_a_mark_of_byte_order_before_the_beginning_does_no_harm():
    sent = b"\xef\xbb\xbf" + pdf("Noodkeuken")
    accepted = accept("plan.pdf", sent)
    assert (accepted.data, accepted.text) == (sent, "Noodkeuken")
