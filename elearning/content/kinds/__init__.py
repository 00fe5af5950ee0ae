"""The kinds of shipped records, in the order in which they may refer to each other."""

from .courses import CourseKind, HomeKind, LessonKind, QuizPageKind, TextPageKind
from .questions import QuestionKind
from .quizzes import QuizKind
from .register import CardKind, ProvisionKind, RegulationKind, SanctionKind, SynonymKind

ALL = (
    RegulationKind,
    ProvisionKind,
    SanctionKind,
    CardKind,
    SynonymKind,
    QuestionKind,
    QuizKind,
    HomeKind,
    TextPageKind,
    CourseKind,
    LessonKind,
    QuizPageKind,
)
