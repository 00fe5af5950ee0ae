"""Questions with immutable versions, quizzes, attempts and what is learnt from them; a file each."""

from .attempts import Answer, Attempt, AttemptItem, LateDecision, Mark
from .bank import Level, Option, OptionText, Question, QuestionBasis, QuestionHold, QuestionReport, QuestionVersion
from .batches import ImportedQuestion, QuestionImport
from .corrections import CorrectedResult, KeyCorrection
from .extensions import Extension
from .quiz import Counting, DrawRule, Opening, Quiz, QuizPage, QuizQuestion
from .statistics import HealthCase, HealthSignal, ItemStatistic, QuizStatistic

__all__ = [
    "Answer", "Attempt", "AttemptItem", "CorrectedResult", "Counting", "DrawRule", "Extension", "HealthCase", "HealthSignal",
    "ImportedQuestion", "ItemStatistic", "KeyCorrection", "LateDecision", "Level", "Mark", "Opening", "Option", "OptionText",
    "Question", "QuestionBasis", "QuestionHold", "QuestionImport", "QuestionReport", "QuestionVersion", "Quiz", "QuizPage",
    "QuizQuestion", "QuizStatistic",
]  # fmt: skip
