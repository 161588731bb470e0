"""What was learned from tagged statements: which labels filers used for which concept, and where."""

from __future__ import annotations

import json
import sys
import zipfile
from array import array
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from converter.errors import TaxonomyError
from converter.mapping.index import ConceptIndex, LabelIndex
from converter.mapping.labels import Vocabulary
from converter.resources import taxonomies

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

FILE = "mapping-knowledge.zip"
_REMEMBERED = 200_000
"""Rows that are kept at hand; a batch of filings must not grow without bound."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
SCALE = 20.0
"""Ratios are stored as whole twentieths of the natural logarithm."""
OWN = 65534
"""Stands for a concept that a company made up for itself."""
_BIAS = 128
"""What makes a stored ratio a positive number."""
CAP = 5.0
"""No ratio counts for more than this, for or against."""


@dataclass
class LabelTable:
    """The labels of one pool of statements, and for each the concepts that companies used it for."""

    labels: list[str]
    starts: array[int]
    """Where the concepts of each label begin in `concepts` and `companies`; one more than there are labels."""
    concepts: array[int]
    companies: array[int]
    _uses: dict[int, tuple[Sequence[tuple[int, int]], int]] = field(default_factory=dict)

    @cached_property
    def index(self) -> LabelIndex:
        """The index over the labels."""
        return LabelIndex(self.labels)

    def uses(self, label: int) -> tuple[Sequence[tuple[int, int]], int]:
        """The concepts of a label with the number of companies that used each, and the sum of these numbers."""
        found = self._uses.get(label)
        if found is None:
            span = slice(self.starts[label], self.starts[label + 1])
            companies = self.companies[span]
            found = self._uses[label] = tuple(zip(self.concepts[span], companies, strict=True)), sum(companies)
        return found


@dataclass
class RatioTable:
    """log P(concept | key) - log P(concept), shrunk, for the keys of one kind of evidence."""

    keys: dict[str, int]
    starts: array[int]
    """Where the concepts of each key begin in `concepts` and `ratios`; one more than there are keys."""
    concepts: array[int]
    ratios: array[int]
    """In twentieths."""
    absent: array[int]
    """For each key, the ratio of every concept that was not seen with it."""

    @cached_property
    def rows(self) -> RatioRows:
        """The ratios of each key by concept number, and the one of all other concepts; None for a key never seen."""
        return RatioRows(self)

    @cached_property
    def _end(self) -> int:
        return max((concept for concept in self.concepts if concept < OWN), default=-1) + 1

    @cached_property
    def _packed(self) -> dict[str, int]:
        return {}

    def sums(self, keys: Sequence[str], concepts: Collection[int]) -> tuple[dict[int, int], int, int]:
        """The sums of the ratios over some keys by concept, that of a concept not listed, and how many keys count.

        Up to 200 keys may be asked for. Each row is one whole number with sixteen bits for every concept, so that a
        single addition adds the ratios of all concepts.
        """
        rows = [(row, key) for key in keys if (row := self.rows[key]) is not None]
        total = sum([self._packed.get(key) or self._pack(key, *row) for row, key in rows])
        lanes = array("H")
        lanes.frombytes(total.to_bytes(lanes.itemsize * self._end, sys.byteorder))
        shift = _BIAS * len(rows)
        others = sum([absent for (_, absent), _ in rows])
        known = [concept for concept in concepts if concept < self._end]
        return {concept: sum_ for concept in known if (sum_ := lanes[concept] - shift) != others}, others, len(rows)

    def _pack(self, key: str, ratios: Mapping[int, int], absent: int) -> int:
        lanes = array("H", [absent + _BIAS]) * self._end
        for concept, ratio in ratios.items():
            if concept < OWN:
                lanes[concept] = ratio + _BIAS
        packed = self._packed[key] = int.from_bytes(lanes.tobytes(), sys.byteorder)
        return packed


class RatioRows(dict[str, "tuple[dict[int, int], int] | None"]):
    """The rows of a table that were asked for, unpacked."""

    def __init__(self, table: RatioTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, key: str) -> tuple[dict[int, int], int] | None:
        table = self._table
        number = table.keys.get(key)
        found = None
        if number is not None:
            span = slice(table.starts[number], table.starts[number + 1])
            found = (dict(zip(table.concepts[span], table.ratios[span], strict=True)), table.absent[number])
        if len(self) >= _REMEMBERED:
            self.clear()
        self[key] = found
        return found


@dataclass(eq=False)
class Knowledge:
    """All tables, with the weights of the model; two are the same only where they are one."""

    concepts: list[str]
    """Local names of us-gaap concepts."""
    vocabulary: Vocabulary
    labels: Mapping[str, LabelTable]
    captions: Mapping[str, ConceptIndex]
    """For each pool, the words of the captions of each concept."""
    tables: Mapping[str, RatioTable]
    model: Mapping[str, Any]
    """Weights and settings, as written by training; empty where nothing was fitted."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Concept numbers by local name."""
        return {name: number for number, name in enumerate(self.concepts)}


def _packed(numbers: Sequence[int], code: str) -> bytes:
    values = array(code, numbers)
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def _unpacked(content: bytes, code: str) -> array[int]:
    values: array[int] = array(code)
    values.frombytes(content)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def save(knowledge: Knowledge, path: Path) -> None:
    """Write the knowledge as one archive; the same knowledge gives the same bytes."""
    members: dict[str, bytes] = {
        "concepts.txt": "\n".join(knowledge.concepts).encode(),
        "vocabulary.txt": "\n".join(sorted(knowledge.vocabulary.words)).encode(),
        "model.json": json.dumps(knowledge.model, sort_keys=True).encode(),
    }
    for pool, table in sorted(knowledge.labels.items()):
        members[f"labels/{pool}.txt"] = "\n".join(table.labels).encode()
        members[f"labels/{pool}.starts"] = _packed(table.starts, "I")
        members[f"labels/{pool}.concepts"] = _packed(table.concepts, "H")
        members[f"labels/{pool}.companies"] = _packed(table.companies, "H")
    for pool, words in sorted(knowledge.captions.items()):
        members[f"captions/{pool}.txt"] = "\n".join(words.terms).encode()
        members[f"captions/{pool}.starts"] = _packed(words.starts, "I")
        members[f"captions/{pool}.concepts"] = _packed(words.concepts, "H")
        members[f"captions/{pool}.shares"] = _packed(words.shares, "B")
    for name, ratios in sorted(knowledge.tables.items()):
        members[f"tables/{name}.txt"] = "\n".join(sorted(ratios.keys, key=ratios.keys.__getitem__)).encode()
        members[f"tables/{name}.starts"] = _packed(ratios.starts, "I")
        members[f"tables/{name}.concepts"] = _packed(ratios.concepts, "H")
        members[f"tables/{name}.ratios"] = _packed(ratios.ratios, "b")
        members[f"tables/{name}.absent"] = _packed(ratios.absent, "b")
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member, content in sorted(members.items()):
            archive.writestr(zipfile.ZipInfo(member, _EPOCH), content, zipfile.ZIP_DEFLATED, 9)


def load(path: Path) -> Knowledge:
    """The knowledge of an archive that `save` wrote.

    Raises `TaxonomyError` when the file is missing or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise TaxonomyError(f"the mapping knowledge {path.name} cannot be read: {error}") from error
    labels: dict[str, LabelTable] = {}
    captions: dict[str, ConceptIndex] = {}
    tables: dict[str, RatioTable] = {}
    for member, content in members.items():
        folder, _, name = member.partition("/")
        stem = name.removesuffix(".txt")
        if folder == "labels" and name.endswith(".txt"):
            labels[stem] = LabelTable(
                labels=content.decode().split("\n"),
                starts=_unpacked(members[f"labels/{stem}.starts"], "I"),
                concepts=_unpacked(members[f"labels/{stem}.concepts"], "H"),
                companies=_unpacked(members[f"labels/{stem}.companies"], "H"),
            )
        elif folder == "captions" and name.endswith(".txt"):
            captions[stem] = ConceptIndex(
                content.decode().split("\n"),
                _unpacked(members[f"captions/{stem}.starts"], "I"),
                _unpacked(members[f"captions/{stem}.concepts"], "H"),
                _unpacked(members[f"captions/{stem}.shares"], "B"),
            )
        elif folder == "tables" and name.endswith(".txt"):
            keys = content.decode().split("\n") if content else []
            tables[stem] = RatioTable(
                keys={key: number for number, key in enumerate(keys)},
                starts=_unpacked(members[f"tables/{stem}.starts"], "I"),
                concepts=_unpacked(members[f"tables/{stem}.concepts"], "H"),
                ratios=_unpacked(members[f"tables/{stem}.ratios"], "b"),
                absent=_unpacked(members[f"tables/{stem}.absent"], "b"),
            )
    return Knowledge(
        concepts=members["concepts.txt"].decode().split("\n"),
        vocabulary=Vocabulary(members["vocabulary.txt"].decode().split("\n")),
        labels=labels,
        captions=captions,
        tables=tables,
        model=json.loads(members["model.json"]),
    )


@lru_cache(maxsize=4)
def load_knowledge(release: str) -> Knowledge:
    """The knowledge that belongs to a taxonomy release, loaded once."""
    return load(taxonomies() / release / FILE)
