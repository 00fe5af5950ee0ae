"""What answers say about questions. Pure: no database, no request, no library (ADR 0022)."""

from .gain import Gain, gain_of
from .items import ItemFigures, OptionFigures, QuizFigures, Scored, Tally

__all__ = ["Gain", "ItemFigures", "OptionFigures", "QuizFigures", "Scored", "Tally", "gain_of"]
