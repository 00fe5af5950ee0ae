"""What a committee types while a list is taken in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.html import escape

from elearning.lib.spreadsheets import MAX_BYTES

from .importing import LABELS, Group, ImportRefused, Layout, shown
from .importing import layout as layouts
from .importing.layout import MASKED
from .models import DraftRow, DraftSheet

MOST_COLUMNS = 40


class UploadForm(forms.Form):
    """A spreadsheet; what is inside is judged by importing."""

    file = forms.FileField(
        label="Berkas XLSX, XLS, ODS, atau CSV",
        allow_empty_file=True,  # importing says it in whole sentences
        help_text="Paling besar 5 MB. Kop, judul dua baris, dan tanda tangan tidak perlu dihapus.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "Pilih berkas daftar peserta."},
    )

    def content(self) -> bytes:
        """No more than can be refused for its size."""
        return self.cleaned_data["file"].read(MAX_BYTES + 1)


class PlaceForm(forms.Form):
    """Which sheet, and which of its rows is the header."""

    header_row = forms.IntegerField(
        label="Judul kolom ada di baris",
        required=False,
        min_value=1,
        max_value=100,
        help_text="Kosongkan: kami mencarinya dalam 20 baris pertama.",
        error_messages={
            "invalid": "Tulis nomor baris, misalnya 5.",
            "min_value": "Baris dihitung dari 1.",
            "max_value": "Judul kolom paling jauh di baris 100.",
        },
    )

    def __init__(self, *args: Any, sheets: Sequence[tuple[int, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"] = forms.TypedChoiceField(
            label="Lembar",
            coerce=int,
            choices=[(place, f"{name} ({people} orang)") for place, name, people in sheets],
            widget=forms.Select if len(sheets) > 1 else forms.HiddenInput,
        )


@dataclass(slots=True)
class Column:
    """One column of the sheet, as the page asks about it."""

    index: int
    title: str
    samples: list[str]
    bound: Any = field(default=None)


class ColumnsForm(forms.Form):
    """What each column means, and which rows name a group."""

    def __init__(
        self, *args: Any, sheet: DraftSheet, layout: Layout, groups: Sequence[tuple[Group, int]], ignored: Collection[int],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        meanings = {index: name for name, index in layout.columns.items()}
        titles = layouts.titles_of(sheet.rows, layout)
        self.columns: list[Column] = []
        self.groups = [(f"kelompok-{group.row}", group, below) for group, below in groups]
        for index in _columns(sheet, layout, titles):
            title = titles[index] if index < len(titles) else ""
            name = f"kolom-{index}"
            label = f"Kolom «{title}»" if title else f"Kolom {_letter(index)} (tanpa judul)"
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", "Tidak dipakai"), *LABELS.items()],
                initial=meanings.get(index, ""),
            )
            self.columns.append(Column(index, label, _samples(sheet, layout, index), self[name]))
        for name, group, below in self.groups:
            self.fields[name] = forms.BooleanField(
                label=f"{group.text}: pakai sebagai kabupaten untuk {below} baris di bawahnya",
                required=False,
                initial=group.row not in ignored,
            )
        self.group_fields = [self[name] for name, _, _ in self.groups]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        found: dict[str, int] = {}
        for column in self.columns:
            meaning = cleaned.get(f"kolom-{column.index}")
            if meaning and meaning in found:
                self.add_error(
                    f"kolom-{column.index}",
                    forms.ValidationError(
                        str(ImportRefused("column_twice", field=LABELS[meaning])), code="column_twice"
                    ),
                )
            elif meaning:
                found[meaning] = column.index
        return cleaned

    @property
    def meanings(self) -> dict[str, int]:
        return {
            meaning: column.index for column in self.columns if (meaning := self.cleaned_data[f"kolom-{column.index}"])
        }

    @property
    def ignored_groups(self) -> list[int]:
        return [group.row for name, group, _ in self.groups if not self.cleaned_data[name]]


def _columns(sheet: DraftSheet, layout: Layout, titles: Sequence[str]) -> list[int]:
    below = sheet.rows[layout.first_row - 1 : layout.first_row + 60]
    width = max([len(titles), *map(len, below)], default=0)
    filled = [
        index
        for index in range(width)
        if (index < len(titles) and titles[index])
        or any(index < len(row) and layouts.text_of(row[index]) for row in below)
    ]
    return filled[:MOST_COLUMNS]


def _samples(sheet: DraftSheet, layout: Layout, index: int) -> list[str]:
    found: list[str] = []
    for row in sheet.rows[layout.first_row - 1 :]:
        is_group = sum(bool(layouts.text_of(cell)) for cell in row) == 1 < len(layout.columns)
        if not is_group and index < len(row) and (text := shown(row[index])):
            found.append(text[:60])
        if len(found) == 3:
            break
    return found


def _letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Cell(forms.CharField):
    """May always be sent empty: what is missing the check of the row says. ``required`` only tells its label."""

    def validate(self, value: str) -> None:
        return


class RowForm(forms.Form):
    """The cells of one row, or only those of them that need another word."""

    use_required_attribute = False  # «Lewati baris ini» goes by the same form

    def __init__(
        self, data: Mapping[str, str] | None = None, *, row: DraftRow, only: Collection[str] | None = None
    ) -> None:
        super().__init__(data, auto_id=f"baris-{row.number}-%s")
        self.row = row
        faults: Mapping[str, str] = {name: advice for name, _, advice in row.faults}
        for name, label in LABELS.items():
            if only is None or name in only:
                self.fields[name] = Cell(
                    label=label,
                    required=name == "name",
                    max_length=400,
                    strip=False,
                    initial=shown(row.cells.get(name, "")).replace(MASKED, ""),
                    help_text=escape(faults.get(name, "")),
                    widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
                )

    def show_faults(self) -> None:
        """What is still wrong after the correction, beside each cell."""
        for name, code, advice in self.row.faults:
            if name in self.fields:
                self.fields[name].help_text = ""
                self.add_error(name, forms.ValidationError(advice, code=code))
