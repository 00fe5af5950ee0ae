"""Certificates: one process beside naive WeasyPrint and reportlab, 241 by two workers, memory over thousands, ZIP of 1,000."""

from __future__ import annotations

import resource
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from django.core.files.base import ContentFile
from django.test import override_settings

from bench import reportlab_paper, workers
from certificates import services
from certificates.archives import Paper, zip_parts
from certificates.badges import keys as badge_keys
from certificates.models import Certificate, CertificateFile, RenderJob, paper_path
from certificates.printing import designs, fitting, ink, rendering
from certificates.printing.attachments import attached_to
from certificates.printing.making import make_paper
from certificates.sealing import testkeys
from certificates.tasks import render_due
from tests.factories.certificates import AT, make_claim
from tests.factories.people import UnitFactory

UNIT_CODE = "KKC"
PAPERS, GROWTH, STEP, MANY, ZIPPED = 40, 2_000, 500, 50_000, 1_000


def prepare_empty(people: int) -> Callable[[], object]:
    """Everybody has a paper: what the worker asks before it goes to sleep again."""
    _copies(_issued(1)[0], people - 1)
    RenderJob.objects.bulk_create(
        (RenderJob(certificate=row, created_at=AT, done_at=AT) for row in Certificate.objects.filter(render_job=None)),
        batch_size=2_000,
    )
    RenderJob.objects.update(done_at=AT)
    return render_due


def report(in_fresh_database: Callable[[Callable[[], object]], object]) -> None:
    in_fresh_database(_speed)
    workers.report()
    in_fresh_database(_growth)
    in_fresh_database(_zip)


def _speed() -> None:
    """All in one run and one process, so that only the ratios matter. Two pages each, border, QR, embedded fonts."""
    print(f"\n{'one certificate, two pages':<40} {'CPU time':>14} {'per second':>14} {'ratio':>7}")
    papers = _issued(PAPERS)
    with TemporaryDirectory() as folder:
        reportlab = reportlab_paper.drawing(Path(folder))
        works: list[tuple[str, Callable[[Certificate], bytes], dict[str, object]]] = [
            ("naive WeasyPrint, same form", _naive, {}),
            ("ours, facts attached", make_paper, {}),
            ("ours, facts and badge attached", make_paper, with_badges(Path(folder))),
            ("ours, badge and seal (EC P-256)", make_paper, with_badges(Path(folder)) | with_seals(Path(folder))),
            ("reportlab, no tags, no archive", lambda paper: reportlab(rendering_context(paper)), {}),
        ]
        naive = 0.0
        for name, work, settings in works:
            with override_settings(**settings):
                took, size = _took(work, papers)
            naive = naive or took
            print(f"{name:<40} {took:>11.1f} ms {1000 / took:>14.1f} {took / naive:>7.2f}   {size:,} bytes", flush=True)


def with_badges(folder: Path) -> dict[str, object]:
    key = folder / "kunci-lencana-uji.pem"
    badge_keys.make_test_key(key)
    return {"BADGE_KEY_FILE": str(key)}


def with_seals(folder: Path) -> dict[str, object]:
    testkeys.make_test_key(folder, organisation="Badan Contoh", at=AT)
    entry = {"certificate": str(folder / "segel-uji.crt"), "key": str(folder / "segel-uji.key")}
    return {"SEAL_KEYS": {UNIT_CODE: entry}}


def _took(work: Callable[[Certificate], bytes], papers: Sequence[Certificate]) -> tuple[float, int]:
    """Milliseconds of CPU for one, and the bytes of the last."""
    work(papers[0])  # fonts, keys and style sheets are read once per process
    started = time.process_time()
    made = [len(work(paper)) for paper in papers]
    return 1000 * (time.process_time() - started) / len(papers), made[-1]


def rendering_context(paper: Certificate) -> dict[str, object]:
    return rendering.context_of(paper.facts, paper.template_version.content)


def _naive(paper: Certificate) -> bytes:
    """As the manual shows it: one string with its style sheet, the QR as SVG, everything read for each paper."""
    import segno
    import weasyprint
    from django.template.loader import render_to_string

    address = segno.make(paper.facts["address"], error="m", micro=False).svg_data_uri(border=0, omitsize=True)
    context = rendering_context(paper) | {"density": "roomy", "qr": address}
    html = render_to_string(f"certificates/designs/{designs.BINGKAI}.html", context)
    css = render_to_string(f"certificates/designs/{designs.BINGKAI}.css")
    css = css.replace('url("font:', f'url("{fitting.FONTS.as_uri()}/')
    drawing = quote(render_to_string(f"certificates/designs/{designs.BINGKAI}.svg"))
    css = css.replace(ink.BEHIND, f"data:image/svg+xml,{drawing}")
    whole = html.replace("</head>", f"<style>{css}</style></head>")
    return weasyprint.HTML(string=whole).write_pdf(pdf_variant="pdf/a-3u", pdf_tags=True)


def _growth() -> None:
    """Resident memory of one process while it draws paper after paper, each with another name."""
    print(f"\n{'memory of one process':<40} {'resident':>14} {'since the first':>16}")
    (paper,) = _issued(1)
    version, files = paper.template_version, attached_to(paper)
    marks: list[tuple[int, float]] = []
    for number in range(1, GROWTH + 1):
        facts = {**paper.facts, "name": f"Dra. Hj. Rina Contoh {number}, M.M."}
        rendering.render_pdf(facts, version.content, design=version.design, attachments=files)
        if number == 100 or number % STEP == 0:
            marks.append((number, resident_mb()))
            print(
                f"{f'after {number:,}':<40} {marks[-1][1]:>11.1f} MB {marks[-1][1] - marks[0][1]:>13.1f} MB", flush=True
            )
    (early, low), (late, high) = marks[1], marks[-1]
    slope = (high - low) / (late - early)
    print(
        f"{f'expected after {MANY:,}':<40} {high + slope * (MANY - late):>11.1f} MB {slope * 1000:>9.3f} MB per 1,000"
    )


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _zip() -> None:
    """What is held while a ZIP goes out, beside the rows themselves."""
    print(f"\n{'ZIP that is streamed':<40} {'CPU time':>14} {'peak memory':>14} {'size':>9}")
    _copies(_issued(1)[0], ZIPPED - 1)
    content = make_paper(Certificate.objects.select_related("template_version", "unit").first())
    storage = CertificateFile._meta.get_field("pdf").storage
    for row in Certificate.objects.all():
        name = storage.save(paper_path(row), ContentFile(content))
        CertificateFile.objects.create(certificate=row, pdf=name, sha256="0" * 64, size=len(content), rendered_at=AT)
    rows = Certificate.objects.select_related("file", "signed_file").order_by("pk")
    for count in (ZIPPED // 10, ZIPPED):
        made = [Paper(row, "Kabupaten Contoh") for row in rows[:count]]
        started = time.process_time()
        size = sum(len(part) for part in zip_parts(made, time_zone="Asia/Jakarta"))
        took = time.process_time() - started
        tracemalloc.start()
        for _ in zip_parts(made, time_zone="Asia/Jakarta"):
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"{f'{count:,} papers':<40} {took:>12.2f} s {peak / 1e6:>11.2f} MB {size / 1e6:>6.1f} MB", flush=True)


def _issued(count: int) -> list[Certificate]:
    unit = UnitFactory(number_code=UNIT_CODE, official_code=UNIT_CODE)
    claims = [make_claim(unit=unit, recipient_name=f"Dra. Hj. Rina Contoh {n}, M.M.") for n in range(count)]
    services.issue_batch(claims, source="bench", unit=unit, by=None, at=AT)
    return list(Certificate.objects.select_related("template_version", "unit"))


def _copies(first: Certificate, count: int) -> None:
    """More rows of the same paper under other numbers, codes and sources: the facts are long, and not looked into."""
    fields = {
        field.attname: getattr(first, field.attname)
        for field in Certificate._meta.concrete_fields
        if not field.primary_key
    }
    Certificate.objects.bulk_create(
        (
            Certificate(
                **fields | {
                    "code": f"C{n:011d}", "source": f"bench:{n}", "sequence": n, "number": f"{n:03d}/{UNIT_CODE}/X/2024",
                    "issued_at": AT + timedelta(seconds=n),
                }
            )
            for n in range(2, count + 2)
        ),
        batch_size=2_000,
    )  # fmt: skip
