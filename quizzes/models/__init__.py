"""Questions with immutable versions, quizzes, and attempts; a file each."""

from .attempts import Answer, Attempt, AttemptItem, LateDecision, Mark
from .bank import Level, Option, OptionText, Question, QuestionBasis, QuestionHold, QuestionReport, QuestionVersion
from .quiz import Quiz, QuizPage, QuizQuestion

__all__ = [
    "Answer", "Attempt", "AttemptItem", "LateDecision", "Level", "Mark", "Option", "OptionText", "Question", "QuestionBasis",
    "QuestionHold", "QuestionReport", "QuestionVersion", "Quiz", "QuizPage", "QuizQuestion",
]  # fmt: skip
