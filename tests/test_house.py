"""Rules of the house that belong to no room: migrations, settings, locks, licences, templates, logs."""

import ast
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from elearning.lib.logs import HideCodes
from tests.factories.lessons import LessonPageFactory
from tests.factories.people import OfficeHoldingFactory
from tests.factories.regulations import RuleCardFactory

ROOT = Path(__file__).resolve().parent.parent
SECRETS = {
    "DJANGO_SECRET_KEY": "k3Yo9" * 12,
    "CODE_PEPPER": "p3Pp3" * 12,
    "DJANGO_ALLOWED_HOSTS": "netralitas.contoh.go.id",
    "SITE_URL": "https://netralitas.contoh.go.id",
    "DATABASE_URL": "postgres://netralitas@localhost/netralitas",
}
# Where a page may lead a person: official sites, the share sheet of WhatsApp, and the licence.
OFFICIAL = re.compile(r"https://([a-z0-9-]+\.)*(go\.id|wa\.me|gnu\.org)(/|$|['\"?])")

once = pytest.mark.once


def in_production(*command: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
    """Run Python with production settings and the environment of a complete installation, ``changed``."""
    given = {**SECRETS, "DJANGO_SETTINGS_MODULE": "elearning.settings.production", **changed}
    environment = {"PATH": os.environ["PATH"], **{name: value for name, value in given.items() if value is not None}}
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


def templates() -> list[Path]:
    """Pages of ours. Papers are drawn by WeasyPrint, which no policy of a browser reaches."""
    found = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("elearning/*/templates/**/*.html")]
    return [page for page in found if not {"designs", "print"} & set(page.parts)]


def assets() -> list[Path]:
    return [file for kind in ("css", "js", "svg") for file in ROOT.glob(f"**/static/**/*.{kind}") if tracked(file)]


def tracked(file: Path) -> bool:
    return not {".venv", "var"} & set(file.relative_to(ROOT).parts)


# Data


@once
def test_whoever_locks_rows_does_it_inside_a_transaction():
    """PostgreSQL refuses a lock outside of one; SQLite knows no such lock, and a test itself runs in a transaction."""
    bare = []
    for file in (file for room in ("certificates", "elearning", "quizzes") for file in (ROOT / room).glob("**/*.py")):
        for function in ast.walk(ast.parse(file.read_text())):
            if not isinstance(function, ast.FunctionDef) or function.name.startswith("_") or function.name == "locked":
                continue  # those are parts of somebody else's transaction
            if "select_for_update" in (said := ast.unparse(function)) and "atomic" not in said:
                bare.append(f"{file.relative_to(ROOT)}: {function.name}")
    assert bare == []


@pytest.mark.django_db
def test_no_model_change_lacks_its_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_the_least_valid_objects_can_be_made(home):
    LessonPageFactory()
    OfficeHoldingFactory()
    assert RuleCardFactory().citations.count() == 1


@once
def test_dependencies_point_down():
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout


# Settings


@once
def test_a_complete_installation_passes_the_deployment_check():
    checked = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr


@once
@pytest.mark.parametrize("missing", SECRETS)
def test_production_does_not_start_without(missing):
    started = in_production("-c", "import elearning.settings.production", **{missing: None})
    assert started.returncode != 0
    assert missing in started.stderr


@once
@pytest.mark.parametrize("secret", ["DJANGO_SECRET_KEY", "CODE_PEPPER"])
@pytest.mark.parametrize("value", ["", "rahasia"])
def test_production_does_not_start_with_a_weak(secret, value):
    started = in_production("-c", "import elearning.settings.production", **{secret: value})
    assert "ImproperlyConfigured" in started.stderr
    assert secret in started.stderr


@once
def test_production_refuses_demo_mode():
    started = in_production("-c", "import elearning.settings.production", DEMO_MODE="1")
    assert "ImproperlyConfigured" in started.stderr
    assert "Demo mode" in started.stderr


@once
def test_every_variable_is_in_the_example():
    read = {
        name
        for file in ("base", "dev", "production")
        for name in re.findall(r'(?:env(?:\.\w+)?|secret)\(\s*"([A-Z0-9_]+)"', (ROOT / f"elearning/settings/{file}.py").read_text())
    }  # fmt: skip
    shown = set(re.findall(r"^#?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert read - shown == set()


# Dependencies and what others made


@once
@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_by_hash_and_names_no_host(lock):
    text = lock.read_text()
    packages = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert re.findall(r"\w+://\S+|^--.*index.*$|^--find-links.*$", text, flags=re.MULTILINE) == []


@once
def test_no_lock_of_another_tool_is_kept():
    """They name the hosts that packages were fetched from."""
    assert [
        name for name in ("uv.lock", "pylock.toml", "poetry.lock", "package-lock.json") if (ROOT / name).exists()
    ] == []


@once
def test_files_that_others_made_lie_beside_their_licence():
    foreign = [file for file in ROOT.glob("**/static/**/*") if file.is_file() and tracked(file)]
    foreign = [file for file in foreign if file.suffix in (".woff2", ".woff", ".ttf", ".otf") or "vendor" in file.parts]
    assert foreign, "the fonts were looked for in the wrong place"
    assert {file for file in foreign if not [*file.parent.glob("OFL*"), *file.parent.glob("LICEN[CS]E*")]} == set()


# Pages


@once
def test_pages_carry_no_inline_script_and_no_inline_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|<style\b|\sstyle\s*=\s*[\"']|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE
    )  # fmt: skip
    found = {page.relative_to(ROOT).as_posix(): inline.findall(page.read_text()) for page in templates()}
    assert {page: marks for page, marks in found.items() if marks} == {}


@once
def test_no_page_with_a_form_hides_where_it_comes_from():
    """«no-referrer» makes browsers call the origin of a form «null», and every press is refused as forged.

    Every page in the common frame has a form: its footer switches the theme.
    """
    wrong = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if "no-referrer" in (text := path.read_text())
        and ('method="post"' in text or "{% block footer %}{% endblock %}" not in text)
    ]
    assert wrong == []


@once
def test_pages_ask_nobody_else_for_anything():
    """Sources of other hosts load by themselves; a link is followed by a person, and leads to official sites only.

    ``<link itemprop>`` says something of the page (schema.org) and is loaded by nobody.
    """
    loads = re.compile(
        r"(?:\bsrc|\bsrcset|\bposter|\bdata|\baction)\s*=\s*[\"']?\s*(?:https?:)?//\S+"
        r"|<link\b(?![^>]*\bitemprop=)[^>]*\bhref=[\"'](?:https?:)?//[^>]+"
        r"|url\(\s*[\"']?(?:https?:)?//[^)]+|@import[^;]*//[^;]+|(?:import|fetch)\s*\(?\s*[\"'](?:https?:)?//[^\"']+",
        re.IGNORECASE,
    )
    files = [*templates(), *assets()]
    found = {file.relative_to(ROOT).as_posix(): loads.findall(file.read_text()) for file in files}
    assert {file: marks for file, marks in found.items() if marks} == {}


@once
def test_links_lead_to_official_sites_only():
    found = {
        page.relative_to(ROOT).as_posix(): [
            address for address in re.findall(r"https?://[^\s\"'<>{}|]+", page.read_text())
            if not OFFICIAL.match(address + "/") and not address.startswith(("http://www.w3.org/", "https://schema.org/"))
        ]
        for page in templates()
    }  # fmt: skip
    assert {page: addresses for page, addresses in found.items() if addresses} == {}


# Logs


def test_every_log_handler_hides_codes():
    assert settings.LOGGING["filters"]["no_codes"]["()"] == "elearning.lib.logs.HideCodes"
    assert [
        name for name, handler in settings.LOGGING["handlers"].items() if "no_codes" not in handler["filters"]
    ] == []


@pytest.mark.parametrize(
    "secret",
    [
        "K7M4-Q2R9",
        "H7M4-Q2R9-T5W6",
        "H7M4Q2R9T5W6",
        "198503102010011901",
        "19850310 201001 1 901",
        "budi@contoh.example",
    ],
)
def test_a_log_line_tells_nobody_who_it_was_about(secret):
    record = logging.LogRecord("people", logging.WARNING, __file__, 1, "refused %s at the door", (secret,), None)
    assert HideCodes().filter(record)
    assert record.getMessage() == "refused [disamarkan] at the door"


def test_a_log_line_without_secrets_stays_as_it_is():
    record = logging.LogRecord("people", logging.WARNING, __file__, 1, "%d rows of %s", (41, "BKN"), None)
    HideCodes().filter(record)
    assert record.getMessage() == "41 rows of BKN"
