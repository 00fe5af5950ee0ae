"""The least valid question, quiz and attempt. A question is published and rests on one live card."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import factory
from taggit.models import Tag
from wagtail.images.tests.utils import get_test_image_file

from elearning.regulations.models import Certainty
from elearning.ui.models import SiteImage
from quizzes import services
from quizzes.bank import OptionContent, QuestionContent, content_of
from quizzes.models import Answer, Attempt, DrawRule, KeyCorrection, Question, Quiz, QuizPage, QuizQuestion
from quizzes.types import KINDS
from tests.factories.lessons import CoursePageFactory
from tests.factories.people import UserFactory
from tests.factories.regulations import RuleCardFactory

NOON = datetime(2024, 10, 3, 5, 0, tzinfo=UTC)

OPTIONS = {
    "pilihan-tunggal": (
        OptionContent("Boleh, asal luar jam kerja", feedback="Jam kerja tidak mengubah kewajiban netral."),
        OptionContent("Tidak boleh, itu dukungan", is_correct=True, feedback="Tepat, itu terbaca sebagai dukungan."),
        OptionContent("Boleh bila atasan setuju", feedback="Izin atasan tidak menghapus larangan."),
    ),
    "pilihan-banyak": (
        OptionContent("Menyukai unggahan calon A", is_correct=True),
        OptionContent("Membagikan unggahan calon A", is_correct=True),
        OptionContent("Membaca berita pemilihan"),
    ),
    "benar-salah": (OptionContent("Benar"), OptionContent("Salah", is_correct=True)),
    "jodohkan": (
        OptionContent("Camat", match_text="Aturan pegawai"),
        OptionContent("Kepala desa", match_text="Aturan desa"),
        OptionContent("Guru", match_text="Aturan pegawai"),
    ),
    "urutkan": (
        OptionContent("Teguran lisan", rank=1),
        OptionContent("Pemotongan tunjangan", rank=2),
        OptionContent("Pemberhentian", rank=3),
    ),
    "angka": (
        OptionContent("3,14", is_correct=True, tolerance=Decimal("0.01"), feedback="Tepat, itu bilangannya."),
        OptionContent("31,4", feedback="Komanya bergeser satu tempat."),
    ),
    "isian-singkat": (
        OptionContent("Kawasan bebas partai", is_correct=True),
        OptionContent("Daerah bebas partai", is_correct=True),
        OptionContent("Kawasan merdeka", feedback="Itu istilah lain."),
    ),
    "bagian-gambar": (
        OptionContent("Baju merah di tengah", is_correct=True, region={"x": 10, "y": 10, "width": 30, "height": 40}),
        OptionContent("Pagar di belakang", region={"x": 50.5, "y": 10, "width": 30, "height": 40}),
        OptionContent("Meja di depan", region={"x": 10, "y": 60, "width": 70, "height": 30}),
    ),
}


def picture() -> SiteImage:
    return SiteImage.objects.create(title="Foto upacara", file=get_test_image_file(size=(640, 480)))


def content(type="pilihan-tunggal", **changes) -> QuestionContent:
    """Content that may be published, once something to rest on is given."""
    plain = {
        "type": type,
        "prompt": "Apa yang benar menurut aturan?",
        "explanation": "Pembahasan contoh: perbuatan itu terbaca sebagai dukungan.",
        "certainty": Certainty.VERIFIED,
        "options": OPTIONS[type],
    }
    if KINDS[type].has_picture and "picture_id" not in changes:
        plain["picture_id"] = picture().pk
    return QuestionContent(**{**plain, **changes})


class QuestionFactory(factory.django.DjangoModelFactory):
    """With one version of ``type``; ``card=None`` rests it on nothing and leaves it a draft."""

    class Meta:
        model = Question

    slug = factory.Sequence(lambda n: f"soal-{n}")
    name = factory.Sequence(lambda n: f"Soal contoh {n}")
    status = Question.Status.PUBLISHED

    @classmethod
    def _create(cls, model_class, *args, type="pilihan-tunggal", card=..., topics=(), by=None, **kwargs):
        question = model_class.objects.create(**kwargs)
        card = RuleCardFactory() if card is ... else card
        cards = (card.pk,) if card else ()
        if not card:
            question.status = Question.Status.DRAFT
            question.save()
        services.publish_version(question, content(type, card_ids=cards), by=by, at=NOON)
        question.topics.add(*topics)
        return question


class QuizFactory(factory.django.DjangoModelFactory):
    """``questions``: how many single-choice questions, or the questions themselves."""

    class Meta:
        model = Quiz

    slug = factory.Sequence(lambda n: f"kuis-{n}")
    title = factory.Sequence(lambda n: f"Kuis contoh {n}")

    @classmethod
    def _create(cls, model_class, *args, questions=2, **kwargs):
        quiz = model_class.objects.create(**kwargs)
        if isinstance(questions, int):
            card = RuleCardFactory()
            questions = [QuestionFactory(card=card) for _ in range(questions)]
        QuizQuestion.objects.bulk_create(
            QuizQuestion(quiz=quiz, question=question, sort_order=order) for order, question in enumerate(questions)
        )
        return quiz


class DrawRuleFactory(factory.django.DjangoModelFactory):
    """Of a quiz without fixed questions; ``topic`` by its name."""

    class Meta:
        model = DrawRule

    quiz = factory.LazyFunction(lambda: QuizFactory(questions=0))
    count = 1

    @classmethod
    def _create(cls, model_class, *args, topic=None, **kwargs):
        topic = topic and Tag.objects.get_or_create(name=topic, defaults={"slug": topic})[0]
        return super()._create(model_class, *args, topic=topic, **kwargs)


class QuizPageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuizPage

    title = factory.Sequence(lambda n: f"Halaman kuis {n}")

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        kwargs.setdefault("quiz", None)
        kwargs["quiz"] = kwargs["quiz"] or QuizFactory()
        return (parent or CoursePageFactory()).add_child(instance=model_class(**kwargs))


class AttemptFactory(factory.Factory):
    """A started attempt, by the service. Without ``person`` it is a guest's."""

    class Meta:
        model = Attempt

    @classmethod
    def _create(cls, model_class, *args, quiz=None, person=None, guest_key=None, mode="mandiri", at=NOON, **kwargs):
        key = None if person else guest_key or uuid4()
        return services.start_attempt(quiz or QuizFactory(), mode=mode, at=at, person=person, guest_key=key, **kwargs)


def right(item) -> dict:
    """The response that earns full marks on this item."""
    return item.kind.right(item.choices)


def wrong(item) -> dict:
    """A complete response that earns nothing (choosing types)."""
    missed = [choice.id for choice in item.choices if not choice.is_correct]
    return {"options": missed[:1]}


def answer(attempt, position, response, *, at=NOON, occurred_at=None, client_id=None):
    return services.save_answer(
        attempt,
        position=position,
        client_id=client_id or uuid4(),
        response=response,
        occurred_at=occurred_at or at,
        at=at,
    )


def waiting_answer(attempt, position=1, response=None, *, at=NOON) -> Answer:
    """An answer that arrived long after closing, without the rules of the door."""
    item = attempt.items.get(position=position)
    times = {"occurred_at": at, "received_at": at}
    return Answer.objects.create(
        item=item, client_id=uuid4(), response=right(item) if response is None else response, **times,
        is_late=True, waits=True,
    )  # fmt: skip


def finish(attempt, *, correct: int, at=NOON) -> Attempt:
    """Answer ``correct`` questions rightly and the others wrongly, then send."""
    for number, item in enumerate(attempt.items.order_by("position")):
        answer(attempt, item.position, right(item) if number < correct else wrong(item), at=at)
    return services.submit_attempt(attempt, at=at)


def first_question(quiz) -> Question:
    return quiz.quiz_questions.first().question


def chosen(item, key: str) -> dict:
    return {"options": [item.version.options.get(option__key=key).option_id]}


def sat(quiz, key: str, *, person=None, at=NOON, **kwargs) -> Attempt:
    """The first question answered with the option of this key, the others rightly; sent."""
    attempt = AttemptFactory(quiz=quiz, person=person or UserFactory(), at=at, **kwargs)
    for item in attempt.items.order_by("position"):
        given = chosen(item, key) if item.position == 1 and key else right(item)
        answer(attempt, item.position, given if item.position > 1 or key else {}, at=at)
    return services.submit_attempt(attempt, at=at)


def rekeyed(question, *keys: str, at=NOON, **changes):
    """A new edition in which the options named by key are right."""
    former = content_of(question.versions.order_by("-number").first())
    options = tuple(replace(option, is_correct=option.key in keys) for option in former.options)
    changed = replace(former, options=options, reason="Kunci keliru.", **changes)
    return services.publish_version(question, changed, by=None, at=at)


def make_correction(person=None, *, at=NOON) -> KeyCorrection:
    """Somebody's wrong answer turned out to be right."""
    question = QuestionFactory()
    finish(AttemptFactory(quiz=QuizFactory(questions=[question]), person=person or UserFactory()), correct=0)
    made = services.correct_key(rekeyed(question, "a"), reason="Kunci lama keliru.", by=UserFactory(), at=at)
    assert made is not None
    return made
