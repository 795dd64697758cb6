"""Which types of answer are there, and is a reply the same as the answer?"""

from engine.answers.choices import OneOf, Option
from engine.answers.lines import Decimal, Integer, Row, Shape
from engine.answers.reply import Number, Reply, Tolerance, tex_number, unit_in_third_digit
from engine.answers.tables import Cell, Grid, Heading, Ledger, Matrix, Table, size_words

__all__ = [
    "Cell",
    "Decimal",
    "Grid",
    "Heading",
    "Integer",
    "Ledger",
    "Matrix",
    "Number",
    "OneOf",
    "Option",
    "Reply",
    "Row",
    "Shape",
    "Table",
    "Tolerance",
    "size_words",
    "tex_number",
    "unit_in_third_digit",
]
