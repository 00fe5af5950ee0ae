"""What a lesson is made of. A rule is chosen from the register and rendered from it, never copied (ADR 0005)."""

from zlib import crc32

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from elearning.regulations.models import Verdict

# A lesson fetches and presents all its cards at once and hands them down under this name; a block never asks the database.
SHOWN_CARDS = "shown_cards"
TEXT_FEATURES = ["h3", "bold", "italic", "link", "ul", "ol"]
CARD = "regulations.RuleCard"


def shown_card(card, parent_context):
    """The presented card, or None when it is gone or not published."""
    return (parent_context or {}).get(SHOWN_CARDS, {}).get(getattr(card, "pk", None))


class RuleCardBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__(CARD, **kwargs)

    def get_context(self, value, parent_context=None):
        return {**super().get_context(value, parent_context), "shown": shown_card(value, parent_context)}

    class Meta:
        template = "lessons/blocks/rule_card.html"
        icon = "clipboard-list"
        label = "Kartu aturan"


class CaseBlock(blocks.StructBlock):
    """A worked case: what happened, what to ask, how to reason."""

    title = blocks.CharBlock(label="Judul", max_length=120)
    situation = blocks.TextBlock(label="Situasi")
    question = blocks.TextBlock(label="Pertanyaan")
    discussion = blocks.RichTextBlock(label="Pembahasan", features=TEXT_FEATURES)
    cards = blocks.ListBlock(SnippetChooserBlock(CARD, label="Kartu"), label="Kartu yang menjawab", default=[])

    def get_context(self, value, parent_context=None):
        shown = [shown_card(card, parent_context) for card in value["cards"]]
        return {**super().get_context(value, parent_context), "shown": [one for one in shown if one]}

    class Meta:
        template = "lessons/blocks/case.html"
        icon = "openquote"
        label = "Kasus"


class QuickCheckBlock(blocks.StructBlock):
    """«Cek cepat»: one situation, three buttons, the answer at once. Practice, never scored."""

    situation = blocks.TextBlock(label="Situasi")
    answer = blocks.ChoiceBlock(label="Jawaban", choices=Verdict.choices)
    reason = blocks.TextBlock(label="Alasan")
    card = SnippetChooserBlock(CARD, label="Kartu", required=False)

    def get_context(self, value, parent_context=None):
        """``group`` ties the three answers together, so that opening one closes the others without JavaScript."""
        return {
            **super().get_context(value, parent_context),
            "shown": shown_card(value["card"], parent_context),
            "verdicts": Verdict.choices,
            "group": f"cek-{crc32(value['situation'].encode()):x}",
        }

    class Meta:
        template = "lessons/blocks/quick_check.html"
        icon = "help"
        label = "Cek cepat"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label="Jenis", choices=[("penting", "Penting"), ("info", "Info"), ("ingat", "Ingat")], default="info"
    )
    title = blocks.CharBlock(label="Judul", max_length=120)
    text = blocks.RichTextBlock(label="Isi", features=TEXT_FEATURES)

    class Meta:
        template = "lessons/blocks/callout.html"
        icon = "info-circle"
        label = "Catatan"


class PictureBlock(ImageBlock):
    """Wagtail's block, whose first field has an English name that no translation reaches."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.child_blocks["image"].label = "Gambar"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="Dokumen")
    title = blocks.CharBlock(label="Judul tautan", required=False, max_length=120)

    class Meta:
        template = "lessons/blocks/document.html"
        icon = "doc-full"
        label = "Dokumen"


class VideoBlock(blocks.StructBlock):
    """A link, not a player: nothing is loaded from elsewhere until somebody taps it."""

    title = blocks.CharBlock(label="Judul", max_length=120)
    url = blocks.URLBlock(label="Alamat video")
    minutes = blocks.IntegerBlock(label="Lama (menit)", min_value=1, required=False)
    size_mb = blocks.DecimalBlock(label="Ukuran (MB)", min_value=0, max_digits=6, decimal_places=1, required=False)
    summary = blocks.TextBlock(label="Isi video dalam kalimat", help_text="Untuk yang tidak dapat membukanya.")

    class Meta:
        template = "lessons/blocks/video.html"
        icon = "media"
        label = "Video"


class LessonBody(blocks.StreamBlock):
    text = blocks.RichTextBlock(label="Teks", features=TEXT_FEATURES, template="lessons/blocks/text.html")
    card = RuleCardBlock()
    case = CaseBlock()
    quick_check = QuickCheckBlock()
    callout = CalloutBlock()
    image = PictureBlock(label="Gambar", template="lessons/blocks/image.html")
    document = DocumentBlock()
    video = VideoBlock()

    class Meta:
        label = "Isi"
