"""What was learned from tagged statements: which labels filers used for which concept, and where."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from converter.errors import TaxonomyError
from converter.mapping.index import Postings, TermIndex
from converter.mapping.labels import Vocabulary, loose
from converter.mapping.lines import POOL_NAMES
from converter.mapping.naming import NameWords
from converter.mapping.ratios import Ratios, RatioTable
from converter.mapping.tagger import Tagger
from converter.mapping.trees import Trees
from converter.mapping.wording import WordingTable
from converter.resources import taxonomies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import ArrayLike, NDArray

    from converter.mapping.arrays import Ints
    from converter.mapping.index import Nearest

FILE = "mapping-knowledge.zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_REMEMBERED = 20_000
"""Labels whose neighbours are kept at hand: the statements of a batch repeat each other."""
_NEIGHBOURS = 40
"""Nearest labels that are worth a look."""
_LEAST = 0.2
"""A label less similar than this is none of the nearest."""
_NEAR_CONCEPTS = 60
"""Concepts with the nearest words that are worth a look."""
_PARTS = 255.0
"""What a part of one is stored as."""


def digest_of(key: str) -> int:
    """What is kept of the loose form of a label that only one company uses: 48 bits of a digest."""
    return int.from_bytes(blake2b(key.encode(), digest_size=6).digest(), "little")


_Near = tuple[tuple[int, ...], tuple[float, ...]]
"""The numbers and similarities of the nearest labels. What is kept at hand is in tuples: unlike lists, those that hold
nothing but numbers and texts cost nothing when garbage is collected."""


@dataclass(eq=False)
class LabelTable:
    """The labels of one pool of statements, and for each the concepts that companies used it for.

    After the labels of two or more companies follow those of one company: only their digests are known, nothing of
    their text.
    """

    labels: Sequence[str]
    """Of two or more companies."""
    lone: Sequence[int]
    """The digests of the others."""
    starts: Ints
    """Where the concepts of each label begin in `concepts` and `companies`; one more than there are labels of both."""
    concepts: Ints
    companies: Ints
    postings: Postings
    """Which words the labels have."""
    _near: dict[str, _Near] = field(default_factory=dict)

    @cached_property
    def users(self) -> Ints:
        """How many companies used each label."""
        sums = np.concatenate(([0], np.cumsum(self.companies)))
        return sums[self.starts[1:]] - sums[self.starts[:-1]]

    @cached_property
    def _index(self) -> TermIndex:
        return TermIndex(self.postings, len(self.labels))

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {loose(label): number for number, label in enumerate(self.labels)}

    @cached_property
    def _lone_ids(self) -> dict[int, int]:
        return {digest: number for number, digest in enumerate(self.lone, len(self.labels))}

    def lay_out(self) -> None:
        """Work out now what looking captions up needs."""
        _ = self.users, self.texts, self._index, self._ids, self._lone_ids

    def same(self, key: str) -> int:
        """The number of the label with this loose form; -1 for none."""
        found = self._ids.get(key, -1)
        return found if found >= 0 or not key else self._lone_ids.get(digest_of(key), -1)

    @cached_property
    def texts(self) -> list[str]:
        """The label of each number; empty where only its digest is known, and for the last, which stands for none."""
        return [*self.labels, *[""] * (len(self.lone) + 1)]

    def learn(self, captions: Sequence[str]) -> None:
        """Look up what is nearest to captions that `nearest` will be asked for, all at once."""
        fresh = [caption for caption in dict.fromkeys(captions) if caption not in self._near]
        if fresh:
            self._looked_up(fresh)

    def _looked_up(self, captions: Sequence[str]) -> dict[str, _Near]:
        if len(self._near) >= _REMEMBERED:
            self._near.clear()
        found = self._index.nearest(captions, _NEIGHBOURS, _LEAST)
        starts = found.starts.tolist()
        numbers, similarities = found.numbers.tolist(), np.minimum(found.similarities, 1.0).tolist()
        near = {
            caption: (tuple(numbers[start:end]), tuple(similarities[start:end]))
            for caption, start, end in zip(captions, starts, starts[1:], strict=False)
        }
        self._near.update(near)
        return near

    def nearest(self, caption: str) -> _Near:
        """The numbers and similarities of up to forty labels, the nearest first."""
        found = self._near.get(caption)
        # Another thread of the review page may have cleared what was remembered a moment ago.
        return found if found is not None else self._looked_up([caption])[caption]


@dataclass(eq=False)
class CaptionTable:
    """The concepts of one pool whose captions, over all filers and in the taxonomy, share most words with a label.

    What it is made of are counts per word: it also profits from captions that only one company uses.
    """

    postings: Postings
    shares: ArrayLike
    """For each entry the part of the term in the captions of the concept, in 255ths."""

    @cached_property
    def _index(self) -> TermIndex:
        count = int(np.count_nonzero(np.bincount(self.postings.numbers)))
        return TermIndex(self.postings, count, np.asarray(self.shares, dtype=np.float64) / _PARTS)

    def lay_out(self) -> None:
        """Work out now what looking captions up needs."""
        _ = self._index

    def nearest(self, captions: Sequence[str]) -> Nearest:
        """For each caption up to sixty concept numbers, the nearest first."""
        return self._index.nearest(captions, _NEAR_CONCEPTS, 0.0)


@dataclass(eq=False)
class Knowledge:
    """All tables, with the weights of the model; two are the same only where they are one."""

    concepts: Sequence[str]
    """Local names of us-gaap concepts."""
    vocabulary: Vocabulary
    labels: Mapping[str, LabelTable]
    captions: Mapping[str, CaptionTable]
    """For each pool, the words of the captions of each concept."""
    wording: Mapping[str, WordingTable]
    """For each pool, what the wording of a caption says."""
    tables: Mapping[str, RatioTable]
    tagger: Tagger | None
    """What all lines of a filing say together; None where it was not fitted."""
    model: Mapping[str, Any]
    """Weights and settings, as written by training; empty where nothing was fitted."""
    trees: Mapping[str, Trees]
    """What corrects the `choice` where it is not sure, and each of the chances of `sureness.CHANCES`, by name."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Concept numbers by local name."""
        return {name: number for number, name in enumerate(self.concepts)}

    @cached_property
    def ratios(self) -> Ratios:
        """What all tables of ratios say."""
        return Ratios(self.tables, POOL_NAMES, len(self.concepts))

    @cached_property
    def names(self) -> NameWords:
        """The words of the names of the concepts."""
        return NameWords(self.concepts, [table.postings for _, table in sorted(self.labels.items())])

    def lay_out(self) -> None:
        """Work out now all that is made of what is stored, so that the first filing takes no longer than the next."""
        _ = self.numbers, self.ratios
        self.names.lay_out()
        if self.tagger is not None:
            self.tagger.lay_out()
        # The other trees are laid out together, where their chances are.
        choice = {name: trees for name, trees in self.trees.items() if name == "choice"}
        parts = (self.labels, self.captions, self.wording, choice)
        tables: list[LabelTable | CaptionTable | WordingTable | Trees] = [
            each for part in parts for each in part.values()
        ]
        for table in tables:
            table.lay_out()


def _packed(numbers: ArrayLike, form: str) -> bytes:
    return np.asarray(numbers).astype(form).tobytes()


def _unpacked(content: bytes, form: str) -> NDArray[Any]:
    return np.frombuffer(content, dtype=form)


def _wide(content: bytes, form: str) -> Ints:
    return np.frombuffer(content, dtype=form).astype(np.int64)


def save(knowledge: Knowledge, path: Path) -> None:
    """Write the knowledge as one archive; the same knowledge gives the same bytes."""
    members: dict[str, bytes] = {
        "concepts.txt": "\n".join(knowledge.concepts).encode(),
        "vocabulary.txt": "\n".join(sorted(knowledge.vocabulary.words)).encode(),
        "model.json": json.dumps(knowledge.model, sort_keys=True).encode(),
    }
    for pool, table in sorted(knowledge.labels.items()):
        members[f"labels/{pool}.txt"] = "\n".join(table.labels).encode()
        members[f"labels/{pool}.lone"] = _packed(table.lone, "<u8")
        members[f"labels/{pool}.starts"] = _packed(table.starts, "<u4")
        members[f"labels/{pool}.concepts"] = _packed(table.concepts, "<u2")
        members[f"labels/{pool}.companies"] = _packed(table.companies, "<u2")
        members |= _written(f"words/{pool}", table.postings)
    for pool, words in sorted(knowledge.captions.items()):
        members |= _written(f"captions/{pool}", words.postings)
        members[f"captions/{pool}.shares"] = _packed(words.shares, "<u1")
    for pool, wording in sorted(knowledge.wording.items()):
        members |= _written(f"wording/{pool}", wording.postings)
        members[f"wording/{pool}.weights"] = _packed(wording.weights, "<i1")
        members[f"wording/{pool}.classes"] = _packed(wording.classes, "<u2")
        members[f"wording/{pool}.usual"] = _packed(wording.usual, "<i2")
    for name, ratios in sorted(knowledge.tables.items()):
        members[f"tables/{name}.txt"] = "\n".join(sorted(ratios.keys, key=ratios.keys.__getitem__)).encode()
        members[f"tables/{name}.starts"] = _packed(ratios.starts, "<u4")
        members[f"tables/{name}.concepts"] = _packed(ratios.concepts, "<u2")
        members[f"tables/{name}.ratios"] = _packed(ratios.ratios, "<i1")
        members[f"tables/{name}.absent"] = _packed(ratios.absent, "<i1")
    for name, trees in sorted(knowledge.trees.items()):
        members |= {f"trees/{name}/{part}": _packed(getattr(trees, part), form) for part, form in Trees.FORMS.items()}
    if knowledge.tagger is not None:
        members |= _of_tagger(knowledge.tagger)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member, content in sorted(members.items()):
            archive.writestr(zipfile.ZipInfo(member, _EPOCH), content, zipfile.ZIP_DEFLATED, 9)


def _of_tagger(tagger: Tagger) -> dict[str, bytes]:
    members = {
        "tagger/terms": "\n".join(tagger.terms).encode(),
        "tagger/classes": _packed(tagger.classes, "<u2"),
        "tagger/seen": _packed(tagger.seen, "<u1"),
    }
    for name, matrix in tagger.weights.items():
        members[f"tagger/{name}.weights"] = _packed(matrix, "<i1")
        members[f"tagger/{name}.steps"] = _packed(tagger.steps[name], "<f4")
        members[f"tagger/{name}.shape"] = _packed(matrix.shape, "<u4")
    return members


def _tagger(members: Mapping[str, bytes]) -> Tagger | None:
    if "tagger/terms" not in members:
        return None
    names = sorted(name[len("tagger/") : -len(".shape")] for name in members if name.endswith(".shape"))
    shapes = {name: _wide(members[f"tagger/{name}.shape"], "<u4") for name in names}
    classes = _wide(members["tagger/classes"], "<u2")
    return Tagger(
        terms=members["tagger/terms"].decode().split("\n"),
        classes=classes,
        seen=_unpacked(members["tagger/seen"], "<u1").astype(bool).reshape(-1, len(classes)),
        weights={name: _unpacked(members[f"tagger/{name}.weights"], "<i1").reshape(shapes[name]) for name in names},
        steps={name: _unpacked(members[f"tagger/{name}.steps"], "<f4") for name in names},
    )


def _written(stem: str, postings: Postings) -> dict[str, bytes]:
    return {
        f"{stem}.txt": "\n".join(postings.terms).encode(),
        f"{stem}.starts": _packed(postings.starts, "<u4"),
        f"{stem}.numbers": _packed(postings.numbers, "<u2"),
    }


def load(path: Path) -> Knowledge:
    """The knowledge of an archive that `save` wrote.

    Raises `TaxonomyError` when the file is missing or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise TaxonomyError(f"the mapping knowledge {path.name} cannot be read: {error}") from error
    try:
        return _assembled(members)
    except (KeyError, ValueError) as error:
        what = "is damaged, or of another version of legacy-xbrl: train it again"
        raise TaxonomyError(f"the mapping knowledge {path.name} {what} ({error})") from error


def _assembled(members: Mapping[str, bytes]) -> Knowledge:
    def lines(member: str) -> tuple[str, ...]:
        content = members[member]
        return tuple(content.decode().split("\n")) if content else ()

    def postings(stem: str) -> Postings:
        return Postings(
            terms=lines(f"{stem}.txt"),
            starts=_wide(members[f"{stem}.starts"], "<u4"),
            numbers=_wide(members[f"{stem}.numbers"], "<u2"),
        )

    def trees(name: str) -> Trees:
        return Trees(**{part: _unpacked(members[f"trees/{name}/{part}"], form) for part, form in Trees.FORMS.items()})

    names = {member.split("/")[1] for member in members if member.startswith("trees/")}
    labels: dict[str, LabelTable] = {}
    captions: dict[str, CaptionTable] = {}
    wording: dict[str, WordingTable] = {}
    tables: dict[str, RatioTable] = {}
    concepts = lines("concepts.txt")
    for member in members:
        folder, _, name = member.partition("/")
        stem, _, end = name.rpartition(".")
        if end != "txt":
            continue
        if folder == "labels":
            labels[stem] = LabelTable(
                labels=lines(member),
                lone=tuple(_unpacked(members[f"labels/{stem}.lone"], "<u8").tolist()),
                starts=_wide(members[f"labels/{stem}.starts"], "<u4"),
                concepts=_wide(members[f"labels/{stem}.concepts"], "<u2"),
                companies=_wide(members[f"labels/{stem}.companies"], "<u2"),
                postings=postings(f"words/{stem}"),
            )
        elif folder == "captions":
            shares = _unpacked(members[f"captions/{stem}.shares"], "<u1")
            captions[stem] = CaptionTable(postings=postings(f"captions/{stem}"), shares=shares)
        elif folder == "wording":
            wording[stem] = WordingTable(
                postings=Postings(
                    terms=lines(f"wording/{stem}.txt"),
                    starts=_wide(members[f"wording/{stem}.starts"], "<u4"),
                    numbers=_unpacked(members[f"wording/{stem}.numbers"], "<u2"),
                ),
                weights=_unpacked(members[f"wording/{stem}.weights"], "<i1"),
                classes=_wide(members[f"wording/{stem}.classes"], "<u2"),
                usual=_unpacked(members[f"wording/{stem}.usual"], "<i2"),
            )
        elif folder == "tables":
            tables[stem] = RatioTable(
                keys={key: number for number, key in enumerate(lines(member))},
                starts=_unpacked(members[f"tables/{stem}.starts"], "<u4"),
                concepts=_unpacked(members[f"tables/{stem}.concepts"], "<u2"),
                ratios=_unpacked(members[f"tables/{stem}.ratios"], "<i1"),
                absent=_unpacked(members[f"tables/{stem}.absent"], "<i1"),
            )
    return Knowledge(
        concepts=concepts,
        vocabulary=Vocabulary(lines("vocabulary.txt")),
        labels=labels,
        captions=captions,
        wording=wording,
        tables=tables,
        tagger=_tagger(members),
        model=json.loads(members["model.json"]),
        trees={name: trees(name) for name in sorted(names)},
    )


@lru_cache(maxsize=4)
def load_knowledge(release: str) -> Knowledge:
    """The knowledge that belongs to a taxonomy release, loaded once, with all that look-ups need."""
    knowledge = load(taxonomies() / release / FILE)
    knowledge.lay_out()
    return knowledge
