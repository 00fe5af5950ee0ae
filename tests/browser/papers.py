"""Looking at a PDF as a person does: its text, its picture, and the code in the picture."""

import pypdfium2
import zxingcpp


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def qr_of(pdf: bytes, page: int = 0) -> str:
    """The text of the QR code on a rendered page."""
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=3).to_pil()
    return zxingcpp.read_barcode(picture).text
