"""Regulations, provisions with their dated versions, sanctions, rule cards and search synonyms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from elearning.regulations import services
from elearning.regulations.models import (
    CardCondition,
    CardExample,
    Citation,
    Provision,
    ProvisionVersion,
    Regulation,
    RuleCard,
    Sanction,
    Synonym,
)
from elearning.regulations.reviewing import publish_vouched_for

from ..loading import State, pairs, read, text
from ..topics import set_topics, topic_slugs


class RegulationKind:
    name = "peraturan"
    _plain = ("kind", "number", "year", "title", "short_title", "status", "certainty", "note")

    def desired(self) -> Iterable[tuple[str, State]]:
        for slug, row in referred_first(read("regulations.yaml")["peraturan"]):
            yield (
                slug,
                {
                    "kind": row["jenis"],
                    "number": text(row["nomor"]),
                    "year": row["tahun"],
                    "title": text(row["judul"]),
                    "short_title": text(row["singkat"]),
                    "status": row["status"],
                    "certainty": row["kepastian"],
                    "note": text(row.get("catatan")),
                    "valid_from": row["berlaku_sejak"],
                    "valid_to": row["berlaku_sampai"],
                    "sources": list(row["sumber"]),
                    "revoked_by": row["dicabut_oleh"],
                    "amended_by": sorted(row["diubah_oleh"]),
                },
            )

    def find(self, key: str) -> Regulation | None:
        return Regulation.objects.filter(slug=key).first()

    def state(self, found: Regulation) -> State:
        state = {name: getattr(found, name) for name in (*self._plain, "valid_from", "valid_to", "sources")}
        state["revoked_by"] = found.revoked_by.slug if found.revoked_by else None
        state["amended_by"] = sorted(found.amended_by.values_list("slug", flat=True))
        return state

    def create(self, key: str, state: State, *, at: datetime) -> None:
        self._write(Regulation(slug=key), state)

    def update(self, found: Regulation, state: State, *, at: datetime) -> None:
        self._write(found, state)

    def _write(self, regulation: Regulation, state: State) -> None:
        for name in (*self._plain, "valid_from", "valid_to", "sources"):
            setattr(regulation, name, state[name])
        regulation.revoked_by = self.find(state["revoked_by"]) if state["revoked_by"] else None
        regulation.save()
        regulation.amended_by.set(Regulation.objects.filter(slug__in=state["amended_by"]))


class ProvisionKind:
    name = "pasal"
    _version = ("summary", "quote", "valid_from", "valid_to", "known_from", "effect", "certainty")

    def desired(self) -> Iterable[tuple[str, State]]:
        for slug, regulation in pairs(read("regulations.yaml")["peraturan"]):
            for position, row in enumerate(regulation["pasal"]):
                yield (
                    f"{slug}#{row['kunci']}",
                    {
                        "label": text(row["label"]),
                        "position": position,
                        "note": text(row.get("catatan")),
                        "versions": [
                            {
                                "summary": text(version["isi"]),
                                "quote": text(version.get("kutipan", row.get("kutipan"))),
                                "valid_from": version["berlaku_sejak"],
                                "valid_to": version["berlaku_sampai"],
                                "known_from": version["diketahui_sejak"],
                                "effect": version["efek"],
                                "certainty": version["kepastian"],
                                "amended_by": version["diubah_oleh"],
                                "subjects": list(row["subjek"]),
                                "stages": list(row["tahapan"]),
                                "sources": list(row["sumber"]),
                                **_towards(row.get("terhadap")),
                            }
                            for version in row.get("versi", [row])
                        ],
                    },
                )

    def find(self, key: str) -> Provision | None:
        slug, _, name = key.partition("#")
        return Provision.objects.filter(regulation__slug=slug, key=name).first()

    def state(self, found: Provision) -> State:
        return {
            "label": found.label,
            "position": found.position,
            "note": found.note,
            "versions": [
                {
                    **{name: getattr(version, name) for name in self._version},
                    "amended_by": version.amended_by.slug if version.amended_by else None,
                    "subjects": version.subjects,
                    "stages": version.stages,
                    "sources": version.sources,
                    **_towards(version.towards),
                }
                for version in found.versions.select_related("amended_by").order_by("number")
            ],
        }

    def create(self, key: str, state: State, *, at: datetime) -> None:
        slug, _, name = key.partition("#")
        self.update(Provision(regulation=Regulation.objects.get(slug=slug), key=name), state, at=at)

    def update(self, found: Provision, state: State, *, at: datetime) -> None:
        found.label, found.position, found.note = state["label"], state["position"], state["note"]
        found.save()
        for number, row in enumerate(state["versions"], start=1):
            amended_by = Regulation.objects.get(slug=row["amended_by"]) if row["amended_by"] else None
            ProvisionVersion.objects.update_or_create(
                provision=found, number=number, defaults={"towards": "", **row, "amended_by": amended_by}
            )


def _towards(value: str | None) -> State:
    """Named only where a text has it: what was loaded before this was recorded keeps its fingerprint."""
    return {"towards": value} if value else {}


class SanctionKind:
    name = "sanksi"

    def desired(self) -> Iterable[tuple[str, State]]:
        for position, (slug, row) in enumerate(pairs(read("taxonomy.yaml")["sanksi"], "slug")):
            yield (
                slug,
                {
                    "name": text(row["nama"]),
                    "description": text(row["uraian"]),
                    "subjects": list(row["subjek"]),
                    "position": position,
                    "provisions": sorted(f"{basis['instrumen']}#{basis['pasal']}" for basis in row["dasar"]),
                },
            )

    def find(self, key: str) -> Sanction | None:
        return Sanction.objects.filter(slug=key).first()

    def state(self, found: Sanction) -> State:
        return {
            "name": found.name,
            "description": found.description,
            "subjects": found.subjects,
            "position": found.position,
            "provisions": sorted(map(provision_key, found.provisions.select_related("regulation"))),
        }

    def create(self, key: str, state: State, *, at: datetime) -> None:
        self.update(Sanction(slug=key), state, at=at)

    def update(self, found: Sanction, state: State, *, at: datetime) -> None:
        for name in ("name", "description", "subjects", "position"):
            setattr(found, name, state[name])
        found.save()
        found.provisions.set([provision(key) for key in state["provisions"]])


class CardKind:
    name = "kartu"
    _plain = (
        "title", "act", "verdict", "situation", "reason", "advice", "keywords", "subjects", "stages", "certainty",
        "valid_from", "sources", "editorial_note",
    )  # fmt: skip

    def desired(self) -> Iterable[tuple[str, State]]:
        for slug, row in pairs(read("cards.yaml")["kartu"]):
            yield (
                slug,
                {
                    "live": bool(row["terbit"]),
                    "title": text(row["judul"]),
                    "act": text(row["perbuatan"]),
                    "verdict": row["status"],
                    "situation": text(row["situasi"]),
                    "reason": text(row["alasan"]),
                    "advice": text(row["sebaiknya"]),
                    "keywords": list(row["kata_kunci"]),
                    "subjects": list(row["subjek"]),
                    "stages": list(row["tahapan"]),
                    "certainty": row["kepastian"],
                    "valid_from": row["berlaku_sejak"],
                    "sources": list(row["sumber"]),
                    "editorial_note": text(row.get("catatan")),
                    "sanctions": sorted(row["kategori_sanksi"]),
                    "topics": sorted(row["topik"]),
                    "conditions": [text(condition) for condition in row.get("syarat", [])],
                    "examples": {role: text(value) for role, value in row.get("situasi_peran", {}).items()},
                    "citations": [
                        [f"{basis['instrumen']}#{basis['pasal']}", basis["kepastian"]] for basis in row["dasar_hukum"]
                    ],
                },
            )

    def find(self, key: str) -> RuleCard | None:
        return RuleCard.objects.filter(slug=key).first()

    def state(self, found: RuleCard) -> State:
        """As the editor last left it: a draft counts as his change."""
        card = found.get_latest_revision_as_object()
        return {
            "live": found.live,
            **{name: getattr(card, name) for name in self._plain},
            "sanctions": sorted(sanction.slug for sanction in card.sanctions.all()),
            "topics": topic_slugs(card.tagged_topics),
            "conditions": [condition.text for condition in card.conditions.all()],
            "examples": {example.role: example.situation for example in card.examples.all()},
            "citations": [[provision_key(citation.provision), citation.certainty] for citation in card.citations.all()],
        }

    def create(self, key: str, state: State, *, at: datetime) -> None:
        self.update(RuleCard(slug=key, live=False), state, at=at)

    def update(self, found: RuleCard, state: State, *, at: datetime) -> None:
        for name in self._plain:
            setattr(found, name, state[name])
        found.conditions = [
            CardCondition(text=words, sort_order=order) for order, words in enumerate(state["conditions"])
        ]
        found.examples = [CardExample(role=role, situation=words) for role, words in state["examples"].items()]
        found.citations = [
            Citation(provision=provision(key), certainty=certainty, sort_order=order)
            for order, (key, certainty) in enumerate(state["citations"])
        ]
        found.save()
        found.sanctions = list(Sanction.objects.filter(slug__in=state["sanctions"]))
        set_topics(found.topics, state["topics"])
        self._state_effect(found)
        found.save()
        revision = found.save_revision()
        if state["live"]:
            publish_vouched_for(revision)

    def _state_effect(self, card: RuleCard) -> None:
        """A release of ours states the effect of what it changes, as an editor must (ADR 0014)."""
        taught = services.latest_publication(card)
        if taught is not None:
            card.next_effect = services.effect_between(taught.content, services.content_of(card))
            card.next_reason = "Isi bawaan situs ini diperbarui menurut aturan terbaru."


class SynonymKind:
    name = "padanan"

    def desired(self) -> Iterable[tuple[str, State]]:
        for term, means in read("synonyms.yaml")["padanan"].items():
            yield term, {"means": ", ".join(means)}

    def find(self, key: str) -> Synonym | None:
        return Synonym.objects.filter(term=key).first()

    def state(self, found: Synonym) -> State:
        return {"means": found.means}

    def create(self, key: str, state: State, *, at: datetime) -> None:
        Synonym.objects.create(term=key, **state)

    def update(self, found: Synonym, state: State, *, at: datetime) -> None:
        found.means = state["means"]
        found.save()


def referred_first(rows: list[dict]) -> Iterable[tuple[str, dict]]:
    """Instruments in an order in which whatever amends or revokes one comes before it."""
    waiting = dict(pairs(rows))
    order: list[str] = []

    def visit(slug: str) -> None:
        if slug not in order:
            row = waiting[slug]
            for other in (row["dicabut_oleh"], *row["diubah_oleh"]):
                if other:
                    visit(other)
            order.append(slug)

    for slug in waiting:
        visit(slug)
    return [(slug, waiting[slug]) for slug in order]


def provision(key: str) -> Provision:
    """The provision of «<regulation slug>#<key>»; KeyError names the one that the register lacks."""
    slug, _, name = key.partition("#")
    try:
        return Provision.objects.select_related("regulation").get(regulation__slug=slug, key=name)
    except Provision.DoesNotExist:
        raise KeyError(
            f"Pasal «{name}» dari {slug} tidak ada dalam register. Catat dulu di regulations.yaml."
        ) from None


def provision_key(found: Provision) -> str:
    return f"{found.regulation.slug}#{found.key}"
