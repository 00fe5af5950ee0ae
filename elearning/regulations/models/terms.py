"""The words in which a rule is described, wherever it stands: how sure we are, when it holds, to whom it speaks."""

from django.db import models


class Certainty(models.TextChoices):
    """How sure we are of a statement. DOUBTFUL never becomes an answer key."""

    VERIFIED = "terverifikasi", "terverifikasi"
    KNOWN = "pengetahuan", "pengetahuan umum"
    DOUBTFUL = "perlu-dicek", "perlu dicek"

    @property
    def sentence(self) -> str:
        """What the reader is told about it."""
        return {
            "terverifikasi": "Terverifikasi: isi atau nomornya terlihat di sumber.",
            "pengetahuan": "Pengetahuan umum: belum dicocokkan dengan naskahnya.",
            "perlu-dicek": "Perlu dicek: sumbernya berbeda atau belum ditemukan.",
        }[self.value]


class Stage(models.TextChoices):
    BEFORE = "sebelum", "Sebelum masa kampanye"
    DURING = "selama", "Masa kampanye sampai pemungutan suara"
    AFTER = "sesudah", "Sesudah pemungutan suara"


class Towards(models.TextChoices):
    """SKB 2022, annex II: the same act is an ethics matter towards somebody who means to stand, a disciplinary one later."""

    PROSPECTIVE = "bakal-calon", "Terhadap bakal calon"
    CANDIDATE = "calon", "Terhadap calon"


class Subject(models.TextChoices):
    """To whom a rule speaks."""

    PNS = "pns", "PNS"
    CPNS = "cpns", "CPNS"
    PPPK = "pppk", "PPPK"
    NON_ASN = "non-asn", "Tenaga non-ASN"
    SUBDISTRICT_HEAD = "camat", "Camat"
    TEACHER = "guru", "Guru"
    VILLAGE_HEAD = "kepala-desa", "Kepala desa"
    VILLAGE_STAFF = "perangkat-desa", "Perangkat desa"
    VILLAGE_COUNCIL = "bpd", "Anggota BPD"
    ARMY = "tni", "Anggota TNI"
    POLICE = "polri", "Anggota Polri"
    OFFICIAL = "pejabat", "Pejabat"
    REGIONAL_HEAD = "kepala-daerah", "Kepala daerah"
    SUPERIOR = "atasan", "Atasan"
    ANYONE = "siapa-pun", "Siapa pun"


class Role(models.TextChoices):
    """Who the reader says he is; it changes the example a card shows, never the rule."""

    HEAD = "camat-lurah", "Camat/Lurah"
    TEACHER = "guru", "Guru"
    HEALTH = "nakes", "Tenaga kesehatan"
    STAFF = "staf", "Staf kantor"
    STRUCTURAL = "struktural", "Pejabat struktural"
