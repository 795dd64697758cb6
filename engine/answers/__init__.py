"""Which types of answer are there, and is a reply the same as the answer?"""

from engine.answers.choices import LETTERS, OneOf, Option, SeveralOf, lettered
from engine.answers.lines import Decimal, Integer, Interval, Row, Shape
from engine.answers.reply import Number, Reply, Tolerance, tex_number, unit_in_third_digit
from engine.answers.tables import Cell, Grid, Heading, Ledger, Matrix, Stack, Table, size_words

__all__ = [
    "LETTERS",
    "Cell",
    "Decimal",
    "Grid",
    "Heading",
    "Integer",
    "Interval",
    "Ledger",
    "Matrix",
    "Number",
    "OneOf",
    "Option",
    "Reply",
    "Row",
    "SeveralOf",
    "Shape",
    "Stack",
    "Table",
    "Tolerance",
    "lettered",
    "size_words",
    "tex_number",
    "unit_in_third_digit",
]
