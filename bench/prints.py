"""What a committee prints for one hall: CPU time for 24 and for 241 people, and how the one grows to the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from datetime import time as clock

from elearning.lib import codes
from elearning.people.models import User
from elearning.training import printing
from elearning.training.models import Participant, SessionDay, TrainingSession

FEW, HALL = 24, 241
SITE = "https://netralitas.contoh.example/"


def report() -> None:
    print(f"\n{'prints, CPU time':<40} {f'at {FEW}':>14} {f'at {HALL}':>14} {'ratio':>7}")
    session = TrainingSession(title="Menjaga Netralitas", organiser="Lembaga Contoh", venue="Aula", city="Kota Contoh")
    day = SessionDay(session=session, date=date(2024, 10, 3), starts_at=clock(8), ends_at=clock(16))
    works: dict[str, Callable[[Sequence[Participant]], bytes]] = {
        "badges, 4 on a page": lambda people: printing.badges(session, people, site=SITE, per_page=printing.FOUR),
        "badges, 8 on a page": lambda people: printing.badges(session, people, site=SITE, per_page=printing.EIGHT),
        "slips, 24 on a page": lambda people: printing.slips(session, people, site=SITE),
        "daftar hadir": lambda people: printing.attendance_sheet(day, people, paper="a4"),
    }
    people = [_participant(session, line) for line in range(1, HALL + 1)]
    for name, work in works.items():
        work(people[:1])  # style sheets and fonts are read once per process
        few, hall = _took(work, people[:FEW]), _took(work, people)
        print(f"{name:<40} {few:>12.2f} s {hall:>12.2f} s {hall / few:>7.1f}", flush=True)


def _participant(session: TrainingSession, line: int) -> Participant:
    person = User(
        display_name=f"Drs. H. Arif Contoh {line}, M.Si.", position_title="Camat", unit_name="Kecamatan Contoh"
    )
    code = codes.generate(codes.BADGE_LENGTH)
    return Participant(session=session, person=person, line=line, badge_code=code, group=f"Kabupaten {line % 9}")


def _took(work: Callable[[Sequence[Participant]], bytes], people: Sequence[Participant]) -> float:
    started = time.process_time()
    work(people)
    return time.process_time() - started
