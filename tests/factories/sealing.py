"""Keys, settings and a time-stamp service of our own, none of them real."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.stamp import TextStampStyle

from certificates.sealing.loops import beside_any_loop
from certificates.sealing.signing import KeptKey, asn1
from certificates.sealing.testkeys import certificate_for, pem

STARTS, ENDS = datetime(2024, 1, 1, tzinfo=UTC), datetime(2044, 1, 1, tzinfo=UTC)
CODE = "16.01.02"


def make_key(kind: str = "ec"):
    """An EC P-256 key, or an RSA one of as many bits as ``kind`` says."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, int(kind))


def key_files(folder: Path, *, key=None, password: bytes | None = None, **certificate) -> dict[str, str]:
    """An entry of SEAL_KEYS with its two PEM files."""
    key = key or make_key()
    values = {"organisation": "Lembaga Contoh", "starts": STARTS, "ends": ENDS} | certificate
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "segel.key").write_bytes(pem(key, password))
    crt = certificate_for(key, **values)
    (folder / "segel.crt").write_bytes(crt.public_bytes(serialization.Encoding.PEM))
    return {"key": str(folder / "segel.key"), "certificate": str(folder / "segel.crt")}


class FakeService(HTTPServer):
    """Answers time-stamp requests; ``answers`` False: it fails. ``asked``: how often."""

    def __init__(self) -> None:
        key = make_key("2048")
        crt = certificate_for(
            key, organisation="Stempel Contoh", starts=STARTS, ends=ENDS, purpose=ExtendedKeyUsageOID.TIME_STAMPING
        )
        der = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.stamper = DummyTimeStamper(asn1(crt), asn1_keys.PrivateKeyInfo.load(der))
        self.answers, self.asked = True, 0
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: FakeService

    def do_POST(self) -> None:
        self.server.asked += 1
        request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.server.answers:
            self.send_error(503)
            return
        content = self.server.stamper.request_tsa_response(request).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def time_stamp_service() -> Iterator[FakeService]:
    service = FakeService()
    thread = threading.Thread(target=service.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()


class FakeProvider:
    """A certified provider that is none: a root of its own, and a signer who signs whatever is put before him."""

    def __init__(self, folder: Path, *, signer: str = "KUNCI UJI, bukan segel resmi") -> None:
        self.root_key, self.key = make_key(), make_key()
        self.root = certificate_for(
            self.root_key, organisation="Balai Uji Contoh", starts=STARTS, ends=ENDS, name="Akar Uji", is_authority=True
        )
        self.certificate = certificate_for(
            self.key, organisation="Kantor Contoh", starts=STARTS, ends=ENDS, name=signer,
            issuer=(self.root_key, self.root),
        )  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "akar.pem").write_bytes(self.root.public_bytes(serialization.Encoding.PEM))
        self.setting = {"name": "Balai Uji Contoh", "roots": str(folder / "akar.pem")}

    def sign(self, pdf: bytes, *, box: tuple[int, int, int, int] | None = None, field: str = "TTE") -> bytes:
        """One more signature behind ``pdf``; with ``box`` a visible one."""
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        signer = signers.PdfSigner(
            signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES),
            signer=KeptKey(self.key, self.certificate, [self.root]),
            stamp_style=QuietStyle() if box else None,
            new_field_spec=SigFieldSpec(field, box=box),
        )
        return beside_any_loop(lambda: signer.sign_pdf(writer)).getvalue()


class QuietStyle(TextStampStyle):
    """Black words on nothing."""

    def __init__(self) -> None:
        super().__init__(stamp_text="Ditandatangani %(signer)s", background=None)


def packed(files: Iterable[tuple[str, bytes]]) -> BytesIO:
    """A ZIP, also with two entries of one name."""
    buffer = BytesIO()
    with warnings.catch_warnings(), ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in files:
            archive.writestr(name, content)
    buffer.seek(0)
    return buffer
