"""A key that never leaves its token: SoftHSM stands in for one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from certificates import tasks
from certificates.models import RenderJob
from certificates.printing import rendering
from certificates.sealing import SealError, keys, tokens
from certificates.sealing.checking import SealFinding, check
from tests.factories.certificates import make_certificate
from tests.factories.people import UnitFactory
from tests.factories.sealing import CODE, key_files, make_key

TOOL = shutil.which("softhsm2-util")
MODULE = os.environ.get("SOFTHSM2_MODULE", "/usr/lib/softhsm/libsofthsm2.so")
pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine"),
]
with_token = pytest.mark.skipif(not (TOOL and Path(MODULE).exists()), reason="SoftHSM is not installed on this machine")


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """An entry of SEAL_KEYS whose key lies in a token of its own; a process looks for its tokens once."""
    pytest.importorskip("pkcs11", reason="the extra «hsm» is not installed")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    key = make_key()
    found = key_files(folder, key=key)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        patch.setenv("CONTOH_PIN", "1234")
        for arguments in (
            ["--init-token", "--free", "--label", "Contoh", "--so-pin", "4321", "--pin", "1234"],
            ["--import", found["key"], "--token", "Contoh", "--label", "segel", "--id", "01", "--pin", "1234"],
        ):
            subprocess.run([TOOL, "--module", MODULE, *arguments], check=True, capture_output=True)
        entry = {"pkcs11": MODULE, "token": "Contoh", "label": "segel", "pin": "CONTOH_PIN"}
        yield entry | {"certificate": found["certificate"]}


@pytest.fixture
def entry(token):
    keys.forget()
    return token


@with_token
def test_a_key_in_a_token_seals(entry, settings):
    unit = UnitFactory(number_code="KKC", official_code=CODE)
    settings.SEAL_KEYS = {CODE: entry}
    assert check(make_certificate(unit=unit, rendered=True).file.pdf.read()).state == SealFinding.INTACT


@with_token
@pytest.mark.parametrize(
    ("changed", "code"),
    [({"token": "Lain"}, "token"), ({"pkcs11": "/nowhere.so"}, "token"), ({"label": ""}, "key_setting")],
)  # fmt: skip
def test_a_token_that_cannot_be_used_says_why(entry, settings, changed, code):
    settings.SEAL_KEYS = {CODE: entry | changed}
    with pytest.raises(SealError) as refusal:
        keys.load(CODE)
    assert refusal.value.code == code


@with_token
def test_a_certificate_of_another_key_is_noticed(entry, settings, tmp_path):
    settings.SEAL_KEYS = {CODE: entry | {"certificate": key_files(tmp_path / "other")["certificate"]}}
    with pytest.raises(SealError) as refusal:
        keys.load(CODE)
    assert refusal.value.code == "key_mismatch"


@with_token
def test_a_token_that_went_away_is_opened_anew_at_the_next_paper(entry, settings):
    unit = UnitFactory(number_code="KKC", official_code=CODE)
    settings.SEAL_KEYS = {CODE: entry}
    keys.load(CODE)
    tokens._sessions[entry["pkcs11"], entry["token"]].close()
    first = make_certificate(unit=unit)
    tasks.render_due()
    assert RenderJob.objects.get(certificate=first).error
    RenderJob.objects.update(leased_until=None)
    assert tasks.render_due() == 1
