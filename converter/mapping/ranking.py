"""The candidates of a line in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

if TYPE_CHECKING:
    from converter.mapping.passes import Round


class Ranked(NamedTuple):
    """A candidate by name."""

    name: str
    """The local name of a us-gaap concept."""
    probability: float
    """Among the candidates of the line; not calibrated."""
    outcome: Round
    """The last pass over its filing, which has its features."""
    position: int
    """Of the pair of line and candidate in that pass."""
    note: str = ""
    """Why it stands here although no filer's label led to it; empty for candidates of the model."""

    @property
    def features(self) -> list[float]:
        """In the order of `features.COLUMNS`."""
        return [float(value) for value in self.outcome.pairs.values[:, self.position]]

    @property
    def row(self) -> list[float]:
        """What the trees saw of it, in the order of `boosting.TREE_COLUMNS`; empty where they had no say."""
        seen = self.outcome.seen
        if seen is None or seen.at[self.position] < 0:
            return []
        return [float(value) for value in seen.rows[:, seen.at[self.position]]]


class Ranking(Sequence[Ranked]):
    """Candidates, the best first: each is put together when somebody looks at it, which is at few of thousands."""

    __slots__ = ("names", "notes", "outcome", "positions", "probabilities")

    def __init__(
        self,
        names: list[str],
        probabilities: Sequence[float],
        positions: Sequence[int],
        outcome: Round,
        notes: Sequence[str] = (),
    ) -> None:
        """As in `Ranked`, for each candidate; without `notes` all are candidates of the model."""
        self.names = names
        self.probabilities = probabilities
        self.positions = positions
        self.outcome = outcome
        self.notes = notes

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, index: int) -> Ranked: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Ranked, ...]: ...
    def __getitem__(self, index: int | slice) -> Ranked | tuple[Ranked, ...]:
        if isinstance(index, slice):
            return tuple([self[number] for number in range(*index.indices(len(self.names)))])
        note = self.notes[index] if self.notes else ""
        return Ranked(self.names[index], self.probabilities[index], self.outcome, self.positions[index], note)

    def first(self, most: int | None) -> Ranking:
        """The same with at most so many candidates."""
        return Ranking(
            self.names[:most], self.probabilities[:most], self.positions[:most], self.outcome, self.notes[:most]
        )
