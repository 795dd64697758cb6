"""Which types of answer are rows of cells?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.answers.reply import (
    Number,
    Reply,
    Tolerance,
    as_json,
    close,
    first_difference,
    rounded,
    tex_number,
    unit_in_third_digit,
)
from engine.reading import Unread, grids_of, plain, read_cell, read_ledger_cell, rows_of, ungrouped, unwrapped
from engine.text import Text, spell

Matrix = tuple[tuple[Number, ...], ...]
Cell = Number | tuple[int, ...] | None
Table = tuple[tuple[Cell, ...], ...]
CellTolerances = tuple[tuple[Tolerance, ...], ...] | None


class Grid(Reply):
    name = "grid"
    example = "15 16 / 6 15"
    has_cells = True

    def read(self, text: str) -> Matrix:
        return self.read_cells(rows_of(plain(text)))

    def read_cells(self, rows: Sequence[Sequence[str]]) -> Matrix:
        """The grid of cells typed one by one. Raises Unread, naming row and column."""
        _refuse_ragged(rows)
        return tuple(
            tuple(read_cell(cell, row, column) for column, cell in enumerate(cells)) for row, cells in enumerate(rows)
        )

    def rounded(self, answer: Matrix, tolerance: Tolerance) -> Matrix:
        return tuple(tuple(rounded(number, tolerance) for number in row) for row in answer)

    def spell(self, answer: Matrix, tolerance: Tolerance) -> str:
        return " / ".join(" ".join(map(spell, row)) for row in self.rounded(answer, tolerance))

    def json(self, answer: Matrix) -> list[list[Any]]:
        return [[as_json(number) for number in row] for row in answer]

    def tex(self, answer: Matrix) -> str:
        rows = r" \\ ".join(" & ".join(map(tex_number, row)) for row in answer)
        return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"

    def numbers(self, answer: Matrix) -> Sequence[Number]:
        return [number for row in answer for number in row]

    def same(self, value: Matrix, answer: Matrix, tolerance: Tolerance) -> bool:
        return _size(value) == _size(answer) and all(
            close(a, b, tolerance)
            for mine, yours in zip(value, answer, strict=True)
            for a, b in zip(mine, yours, strict=True)
        )

    def marks(self, value: Matrix, answer: Matrix, tolerance: Tolerance) -> list[list[bool]] | None:
        if _size(value) != _size(answer):
            return None
        return [
            [close(a, b, tolerance) for a, b in zip(mine, yours, strict=True)]
            for mine, yours in zip(value, answer, strict=True)
        ]

    def off(self, value: Matrix, answer: Matrix, tolerance: Tolerance) -> Text:
        if _size(value) != _size(answer):
            return Text("Your grid is {yours}; the answer is {size}.", yours=size_words(value), size=size_words(answer))
        return first_difference(self.numbers(value), self.numbers(answer), tolerance, columns=len(answer[0]))


class Stack(Reply):
    """Grids of one size, one a channel."""

    name = "stack"
    example = "1 2 / 3 4 // 5 6 / 7 8"
    has_cells = True

    def read(self, text: str) -> tuple[Matrix, ...]:
        return self._read(grids_of(plain(text)))

    def read_cells(self, rows: Sequence[Sequence[str]]) -> tuple[Matrix, ...]:
        """The grids of cells typed one by one; a row without cells stands between two. Raises Unread."""
        grids: list[list[Sequence[str]]] = [[]]
        for row in rows:
            grids[-1].append(row) if row else grids.append([])
        return self._read(grids)

    def _read(self, grids: Sequence[Sequence[Sequence[str]]]) -> tuple[Matrix, ...]:
        result = []
        for index, rows in enumerate(grids):
            try:
                result.append(_GRID.read_cells(rows))
            except Unread as unread:
                where = (index, *unread.where) if unread.where else None
                raise Unread(Text("Grid {n}: {why}", n=index + 1, why=unread.text), where) from None
        if len(set(map(_size, result))) > 1:
            sizes = ", ".join(map(size_words, result))
            raise Unread(Text("The grids have different sizes: {sizes}.", sizes=sizes))
        return tuple(result)

    def rounded(self, answer: Sequence[Matrix], tolerance: Tolerance) -> tuple[Matrix, ...]:
        return tuple(_GRID.rounded(grid, tolerance) for grid in answer)

    def spell(self, answer: Sequence[Matrix], tolerance: Tolerance) -> str:
        return " // ".join(_GRID.spell(grid, tolerance) for grid in answer)

    def json(self, answer: Sequence[Matrix]) -> list[Any]:
        return [_GRID.json(grid) for grid in answer]

    def tex(self, answer: Sequence[Matrix]) -> str:
        return r",\ ".join(map(_GRID.tex, answer))

    def numbers(self, answer: Sequence[Matrix]) -> Sequence[Number]:
        return [number for grid in answer for number in _GRID.numbers(grid)]

    def same(self, value: Sequence[Matrix], answer: Sequence[Matrix], tolerance: Tolerance) -> bool:
        return len(value) == len(answer) and all(
            _GRID.same(mine, yours, tolerance) for mine, yours in zip(value, answer, strict=True)
        )

    def marks(self, value: Sequence[Matrix], answer: Sequence[Matrix], tolerance: Tolerance) -> list[Any] | None:
        if len(value) != len(answer) or _size(value[0]) != _size(answer[0]):
            return None
        return [_GRID.marks(mine, yours, tolerance) for mine, yours in zip(value, answer, strict=True)]

    def off(self, value: Sequence[Matrix], answer: Sequence[Matrix], tolerance: Tolerance) -> Text:
        if len(value) != len(answer):
            return Text("Your stack has {n:grid|grids}; it takes {m}.", n=len(value), m=len(answer))
        pairs = enumerate(zip(value, answer, strict=True), start=1)
        n, (mine, yours) = next(pair for pair in pairs if not _GRID.same(*pair[1], tolerance))
        return Text("Grid {n}: {why}", n=n, why=_GRID.off(mine, yours, tolerance))


@dataclass(frozen=True)
class Heading:
    """What a row or a column of a ledger is called: its key for ever, and its label."""

    key: str
    label: Text


class Ledger(Reply):
    """Rows of named cells: numbers, shapes, and None where nothing belongs. The problem names rows and columns."""

    name = "ledger"
    example = "8x6x6 216 / - 4.5"
    has_cells = True

    def read(self, text: str) -> Table:
        return self.read_cells(rows_of(plain(text), shapes=True))

    def read_cells(self, rows: Sequence[Sequence[str]]) -> Table:
        """The table of cells typed one by one. Raises Unread, naming row and column."""
        _refuse_ragged(rows)
        return tuple(
            tuple(read_ledger_cell(cell, row, column) for column, cell in enumerate(cells))
            for row, cells in enumerate(rows)
        )

    def rounded(self, answer: Table, tolerance: CellTolerances) -> Table:
        return tuple(
            tuple(
                cell if cell is None or isinstance(cell, tuple) else rounded(cell, _at(tolerance, row, column))
                for column, cell in enumerate(cells)
            )
            for row, cells in enumerate(answer)
        )

    def spell(self, answer: Table, tolerance: CellTolerances) -> str:
        return " / ".join(" ".join(map(spell_cell, row)) for row in self.rounded(answer, tolerance))

    def json(self, answer: Table) -> list[list[Any]]:
        return [[_cell_as_json(cell) for cell in row] for row in answer]

    def tex(self, answer: Table) -> str:
        rows = r" \\ ".join(" & ".join(map(_tex_cell, row)) for row in answer)
        return rf"\begin{{array}}{{{'r' * len(answer[0])}}} {rows} \end{{array}}"

    def tolerance(
        self, answer: Table, mistakes: Sequence[Table], own: Callable[[Fraction], Tolerance]
    ) -> CellTolerances:
        """One for each cell that is a number and not whole, in the answer or in a mistake; None when all are whole."""
        tables = [answer, *(table for table in mistakes if _size(table) == _size(answer))]
        result = tuple(
            tuple(
                own(unit_in_third_digit([cell]))
                if isinstance(cell, int | Fraction | float)
                and any(isinstance(table[row][column], Fraction | float) for table in tables)
                else None
                for column, cell in enumerate(cells)
            )
            for row, cells in enumerate(answer)
        )
        return result if any(cell is not None for row in result for cell in row) else None

    def same(self, value: Table, answer: Table, tolerance: CellTolerances) -> bool:
        return _size(value) == _size(answer) and all(
            self.same_cell(cell, answer[row][column], _at(tolerance, row, column))
            for row, cells in enumerate(value)
            for column, cell in enumerate(cells)
        )

    def marks(self, value: Table, answer: Table, tolerance: CellTolerances) -> list[list[bool]] | None:
        if _size(value) != _size(answer):
            return None
        return [
            [
                self.same_cell(cell, answer[row][column], _at(tolerance, row, column))
                for column, cell in enumerate(cells)
            ]
            for row, cells in enumerate(value)
        ]

    def same_cell(self, value: Cell, answer: Cell, tolerance: Tolerance) -> bool:
        """Whether a cell is right, also for a kind that marks cells by what follows from others."""
        if value is None or answer is None or isinstance(value, tuple) or isinstance(answer, tuple):
            return value == answer
        return close(value, answer, tolerance)

    def off(self, value: Table, answer: Table, tolerance: CellTolerances) -> Text:
        marks = self.marks(value, answer, tolerance)
        if marks is None:
            return Text(
                "Your table is {yours}; the answer is {size}.", yours=size_words(value), size=size_words(answer)
            )
        return self.first_wrong(marks, answer)

    def first_wrong(self, marks: list[list[bool]], answer: Table) -> Text:
        """How many cells are right of those that hold something, and where the first wrong one is."""
        wrong = [(row, column) for row, cells in enumerate(marks) for column, right in enumerate(cells) if not right]
        empty = [(row, column) for row, cells in enumerate(answer) for column, cell in enumerate(cells) if cell is None]
        count = len(marks) * len(marks[0]) - len(empty)
        row, column = wrong[0]
        return Text(
            "{right} of {count:cell is|cells are} right. The first wrong one is in row {row}, column {column}.",
            right=count - len({*wrong} - {*empty}),
            count=count,
            row=row + 1,
            column=column + 1,
        )

    def as_text(self, typed: str, right: Cell) -> str:
        """What was typed into one cell as it stands in a text: without blanks, and digits not in groups.

        >>> Ledger().as_text("64, 112, 112", (64, 56, 56)), Ledger().as_text("1,728", 1728)
        ('64x112x112', '1728')
        """
        bare = unwrapped(typed.strip()) if typed.strip() else ""
        if isinstance(right, tuple):
            return re.sub(r"(?<=[0-9])\s*[xX×*,\s]\s*(?=[0-9])", "x", bare)
        return ungrouped(bare)


_GRID = Grid()


def size_words(grid: Sequence[Sequence[Any]]) -> str:
    return f"{len(grid)}×{len(grid[0])}"


def _size(grid: Sequence[Sequence[Any]]) -> tuple[int, int]:
    return len(grid), len(grid[0])


def _listed(numbers: Any) -> str:
    return ", ".join(map(str, numbers))


def spell_cell(cell: Cell) -> str:
    """A cell of a ledger in ASCII.

    >>> spell_cell((96, 55, 55)), spell_cell(None), spell_cell(3)
    ('96x55x55', '-', '3')
    """
    if isinstance(cell, tuple):
        return "x".join(map(str, cell))
    return "-" if cell is None else spell(cell)


def _tex_cell(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return r" \times ".join(map(str, cell))
    return "-" if cell is None else tex_number(cell)


def _cell_as_json(cell: Cell) -> Any:
    if isinstance(cell, tuple):
        return list(cell)
    return None if cell is None else as_json(cell)


def _at(tolerance: CellTolerances, row: int, column: int) -> Tolerance:
    """A cell's tolerance; what lies outside of the answer is exact."""
    if tolerance is None or row >= len(tolerance) or column >= len(tolerance[0]):
        return None
    return tolerance[row][column]


def _refuse_ragged(rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        raise Unread(Text("Nothing was typed."))
    if len({len(row) for row in rows}) > 1:
        raise Unread(Text("The rows have different lengths: {lengths}.", lengths=_listed(map(len, rows))))
