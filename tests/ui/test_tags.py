import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template

from elearning.ui.templatetags import ui


def rendered(source: str, **values) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    "name",
    ["hand", "thumbs-up", "star-half", "sun-moon", "heart", "trophy", "tree-palm", "fingerprint", "bird", "wheat"],
)
def test_a_sign_that_somebody_campaigns_with_is_refused(name):
    with pytest.raises(ui.ForbiddenIcon):
        ui.icon(name)


def test_an_icon_is_silent_beside_its_word():
    drawn = ui.icon("search")
    assert drawn.startswith("<svg")
    assert 'aria-hidden="true"' in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize(
    ("value", "word"),
    [("boleh", "BOLEH"), ("tidak-boleh", "TIDAK BOLEH"), ("boleh-dengan-syarat", "BOLEH DENGAN SYARAT")],
)
def test_a_label_is_a_shape_of_one_ink_and_a_word(value, word):
    label = ui.verdict(value)
    assert word in label
    assert "currentColor" in label
    assert "#" not in label


def test_the_three_shapes_differ():
    assert len(set(ui.VERDICT_SHAPES.values())) == 3


def test_an_unknown_verdict_is_an_error_and_not_an_empty_label():
    with pytest.raises(KeyError):
        ui.verdict("mungkin")


def test_a_panel_frames_what_it_holds_and_escapes_its_title():
    html = rendered('{% panel title=title tone="aksen" level=3 %}<p>Isi</p>{% endpanel %}', title="<b>")
    assert html == ('<section class="panel panel--aksen"><h3 class="panel__title">&lt;b&gt;</h3><p>Isi</p></section>')


def test_a_notice_escapes_values_of_visitors():
    assert "&lt;script&gt;" in rendered("{% notice %}{{ text }}{% endnotice %}", text="<script>")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ day|long_date }}", "Kamis, 3 Oktober 2024"),
        ("{{ day|plain_date }}", "3 Oktober 2024"),
        ("{{ late|plain_date:'Asia/Jayapura' }}", "4 Oktober 2024"),
        ("{{ late|plain_date:'Asia/Jakarta' }}", "3 Oktober 2024"),
        ("{{ late|clock:'Asia/Makassar' }}", "00.30 WITA"),
        ("{{ none|long_date }}{{ none|clock }}{{ none|code }}{{ none|nip }}", ""),
        ("{{ 'H7M4Q2R9T5W6'|code }}", "H7M4-Q2R9-T5W6"),
        ("{{ '197809122005011003'|nip }}", "19780912 200501 1 003"),
    ],
)
def test_values_read_as_indonesians_write_them(source, shown):
    late = datetime(2024, 10, 3, 16, 30, tzinfo=UTC)
    assert rendered(source, day=date(2024, 10, 3), late=late, none=None) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, ""), (None, ""), (300, "1 KB"), (119_800, "120 KB"), (1_234_000, "1,2 MB"), (2_000_000, "2 MB")],
)
def test_a_file_says_how_heavy_it_is(size, shown):
    assert ui.filesize_id(size) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(24510, "24.510"), (82.5, "82,5"), (82.0, "82"), (0, "0"), (None, "Belum ada data")]
)
def test_a_number_has_a_thousands_dot_and_a_decimal_comma(value, shown):
    assert ui.number(value) == shown


def test_nothing_measured_is_not_zero_percent():
    assert ui.percent(None) == "Belum ada data"
    assert ui.percent(82) == "82%"


def test_a_number_never_stands_without_its_base():
    source = '{% include "components/number_of.html" with part=part base=base %}'
    assert "dari 52" in rendered(source, part=29, base=52)
    assert "Belum ada data" in rendered(source, part=0, base=0)


def test_progress_is_said_in_words_too():
    html = rendered('{% include "components/progress.html" with done=4 total=8 unit="kartu dibaca" %}')
    assert "4 dari 8 kartu dibaca" in html
    assert 'value="4" max="8"' in html


def test_every_icon_named_in_a_template_exists_and_is_harmless():
    named = {
        name
        for template in Path("templates").rglob("*.html")
        for name in re.findall(r"""{%\s*icon\s+["']([\w-]+)["']""", template.read_text())
    }
    assert named
    for name in named:
        ui.icon(name)


def test_no_template_carries_script_or_style_within_itself():
    for template in Path("templates").rglob("*.html"):
        text = template.read_text()
        if "<style" in text and "@page" in text:
            continue  # paper: rendered to PDF, never sent to a browser under our policy
        assert not re.search(
            r"\son(click|change|submit|load|input)=|javascript:|<script(?![^>]*\s(src|type)=)", text
        ), template
