"""Every right option and no other."""

from .choosing import Choosing


class Multiple(Choosing):
    type = "pilihan-banyak"
    label = "pilihan banyak"
    instruction = "Pilih semua jawaban yang benar."
    template = "quizzes/types/multiple.html"
