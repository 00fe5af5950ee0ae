"""The neutral look, measured from the stylesheets themselves (experience.md §2, checks G1)."""

import colorsys
import re
from pathlib import Path

import pytest

CSS = Path("elearning/ui/static/css")
TOKENS = (CSS / "tokens.css").read_text()
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
TEXT = ("tinta", "redup", "aksen", "galat")
SURFACES = ("kertas", "muka", "ceruk", "aksen-lembut")


def declared(*selectors: str) -> dict[str, str]:
    """The colours that hold when all ``selectors`` apply, the later over the earlier."""
    found: dict[str, str] = {}
    plain = re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.S)
    for wanted in selectors:
        for selector, body in RULE.findall(plain):
            if selector.strip() == wanted:
                found |= {name: value.upper() for name, value in re.findall(r"--([\w-]+):\s*(#\w+)", body)}
    return found


LIGHT, BY_PHONE, BY_CHOICE = ":root", ':root:not([data-theme="terang"])', ':root[data-theme="gelap"]'
THEMES = {
    f"{mode}-{accent}": declared(LIGHT, *rest)
    for accent, rest_of in {"terong": "", "tanah": '[data-accent="tanah"]', "batu": '[data-accent="batu"]'}.items()
    for mode, rest in {
        "light": [rest_of] if rest_of else [],
        "phone": [BY_PHONE, *([rest_of, BY_PHONE + rest_of] if rest_of else [])],
        "chosen": [BY_CHOICE, *([rest_of, BY_CHOICE + rest_of] if rest_of else [])],
    }.items()
}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", TEXT)
@pytest.mark.parametrize("surface", SURFACES)
def test_text_is_readable_on_every_surface(theme, text, surface):
    colours = THEMES[theme]
    assert contrast(colours[text], colours[surface]) >= 5.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "surface"), [("kertas", "tinta"), ("muka", "aksen"), ("kertas", "galat")])
def test_text_is_readable_on_filled_buttons(theme, text, surface):
    assert contrast(THEMES[theme][text], THEMES[theme][surface]) >= 5.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", ["kertas", "muka", "ceruk"])
def test_edges_that_mean_something_are_visible(theme, surface):
    assert contrast(THEMES[theme]["garis"], THEMES[theme][surface]) >= 3


@pytest.mark.parametrize("accent", ["terong", "tanah", "batu"])
def test_a_dark_phone_and_a_dark_choice_look_the_same(accent):
    assert THEMES[f"phone-{accent}"] == THEMES[f"chosen-{accent}"]


def test_the_colours_are_those_of_the_guide():
    assert THEMES["light-terong"]["kertas"] == "#FBFAF8"
    assert THEMES["light-terong"]["aksen"] == "#5B3A5E"
    assert THEMES["phone-tanah"]["aksen"] == "#DABFA8"
    assert THEMES["phone-batu"]["tinta"] == "#ECEAE6"


def test_no_colour_is_loud():
    for sheet in CSS.rglob("*.css"):
        for line in sheet.read_text().splitlines():
            if "--galat" in line:
                continue
            for colour in COLOUR.findall(line):
                full = colour if len(colour) >= 7 else "#" + "".join(2 * digit for digit in colour[1:])
                red, green, blue = (int(full[i : i + 2], 16) / 255 for i in (1, 3, 5))
                _hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
                assert not (saturation > 0.45 and 0.3 <= lightness <= 0.7), f"{sheet}: {colour}"


def test_components_take_tokens_and_never_raw_colours():
    for sheet in [CSS / "base.css", CSS / "layout.css", CSS / "components.css", *CSS.glob("rooms/*.css")]:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
        screen_only = re.sub(r"@media print\s*\{(?:[^{}]|\{[^{}]*\})*\}", "", text)
        raw = set(COLOUR.findall(screen_only)) - {"#FFFFFF", "#fff"}  # a QR needs white around it in any theme
        assert not raw, f"{sheet}: {raw}"
        assert not re.search(r"\b(rgba?|hsla?|oklch|lab)\(", screen_only), sheet


@pytest.mark.parametrize("token", ["secondary-100", "critical-100"])
def test_links_and_errors_of_the_admin_are_readable_on_its_dark_screens(token):
    admin = (CSS / "admin.css").read_text()
    ink = re.search(rf"--w-color-{token}:\s*(#[0-9a-f]{{6}})", admin)[1]
    assert contrast(ink, "#262626") >= 5.5
