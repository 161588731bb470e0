"""A base taxonomy that Arelle loads once, in a process that forks for each filing that imports it.

Four fifths of what a validation costs is the same for every filing of a release: some fifteen thousand declarations are
parsed, checked and looped over. Here that is done once, and what is left over is the model that the next filing is
loaded into. That must not show, so a filing gets no result here (and is validated by a fresh `Session`) where

- it does not itself lead to every document that is loaded already: a schema that it forgot to import would be known
  all the same, and nobody would notice;
- it brings a schema, or imports one, for a namespace that is loaded already from another place.

What is loaded beforehand must be without a word of complaint; else every filing would have to repeat it.
"""

from __future__ import annotations

import gc
import logging
from typing import TYPE_CHECKING, Any, Final

from converter.check.arelle.session import LogKeeper, options, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TYPED_DOMAIN: Final = "{http://xbrl.org/2005/xbrldt}typedDomainRef"
DECIDING: Final = (
    "type",
    "substitutionGroup",
    "{http://www.xbrl.org/2003/instance}periodType",
    "{http://www.xbrl.org/2003/instance}balance",
    TYPED_DOMAIN,
)
"""The attributes of a declaration that decide what the loop over all concepts says of it."""
PLACE: Final = "urn:x-legacy-xbrl:base"
CHECKS_CONCEPTS: Final = "validating concepts"
"""What Arelle shows as its status before it loops over every concept of a DTS, once in a validation."""


class Concepts(dict[Any, Any]):
    """The concepts of a model by name; while `watched` is set, those that need no check are left out of its values."""

    def __init__(self, concepts: Mapping[Any, Any]) -> None:
        super().__init__(concepts)
        self.watched = False
        self.sound = frozenset(_sound(self.values()))

    def values(self) -> Any:
        """Every concept, or those that are to be checked."""
        everything = super().values()
        return [each for each in everything if id(each) not in self.sound] if self.watched else everything


class Base:
    """Arelle with a base taxonomy in it, ready for one filing."""

    def __init__(self, cntlr: Any, model: Any, keeper: LogKeeper) -> None:
        self._cntlr = cntlr
        self._model = model
        self._keeper = keeper
        self._documents = dict(model.urlDocs)
        self._namespaces = {document.targetNamespace for document in self._documents.values()}

    def validate(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """What `session.validate` would answer; or the key `unreached`, where only that one can tell.

        Once called, the model holds the filing: call it in a fork.
        """
        settings = options(job)
        settings.packages = None  # they are there already, and so are the plug-ins
        settings.plugins = None
        with _first_model_is(self._model):
            self._cntlr.run(settings)
        models = self._cntlr.modelManager.loadedModelXbrls
        why = self._told_apart(models)
        return {"unreached": why} if why else outcome(models, self._keeper) | {"shared": True}

    def _told_apart(self, models: Sequence[Any]) -> str:
        """By what this run could be told from one in which nothing was loaded before; empty where by nothing."""
        if not models or models[0] is not self._model or self._model.modelDocument is None:
            return "the filing was not loaded"
        reached = set(_discovered(self._model.modelDocument))
        for url, document in self._documents.items():
            if document not in reached or not document.inDTS:
                return f"{url} is not part of the DTS of the filing"
        before = set(self._documents.values())
        for url, document in self._model.urlDocs.items():
            if document in before and url not in self._documents:
                return f"{url} stands for {document.uri}"
            if document not in before and document.targetNamespace in self._namespaces - {None, ""}:
                return f"{url} declares {document.targetNamespace} again"
            if document not in before and (location := self._other_place(document)):
                return f"{url} imports {location}"
        return ""

    def _other_place(self, document: Any) -> str:
        """Where a document imports a namespace of the base from, if that is not where the base has it from."""
        normalize = self._cntlr.webCache.normalizeUrl
        for element in document.xmlRootElement.iter("{http://www.w3.org/2001/XMLSchema}import"):
            location = element.get("schemaLocation")
            if location and element.get("namespace") in self._namespaces:
                url = normalize(location, document.baseForElement(element))
                if url not in self._documents:
                    return str(url)
        return ""


def load(job: Mapping[str, Any]) -> Base | None:
    """Arelle with the schemas at the URLs `base` of a job loaded from its `packages`; None where it has to complain."""
    from arelle import FileSource, ModelDocument, ModelXbrl, ValidateUtr, XmlValidateSchema
    from arelle.api.Session import Session

    keeper = LogKeeper()
    session = Session()  # never closed: it lives as long as its process
    session.run(options({**job, "files": ()}), logHandler=keeper)
    cntlr: Any = session._cntlr  # noqa: SLF001  the API has no way to load what no filing asks for
    model: Any = ModelXbrl.create(cntlr.modelManager)
    model.fileSource = FileSource.FileSource(PLACE, cntlr)
    model.closeFileSource = False
    model.modelDocument = None
    model.uri = model.uriDir = PLACE
    documents = [ModelDocument.load(model, url, isDiscovered=True) for url in job["base"]]
    while model.schemaDocsToValidate:
        document = model.schemaDocsToValidate.pop()
        XmlValidateSchema.validate(document, document.xmlRootElement, document.targetNamespace)
    if None in documents or any(logging.getLevelName(entry["level"]) > logging.INFO for entry in keeper.entries):
        return None
    ValidateUtr.loadUtr(model)
    model.qnameConcepts = Concepts(model.qnameConcepts)
    _watch(cntlr.modelManager, model)
    _compile_inline_schema(cntlr, model)
    gc.collect()
    gc.freeze()  # a fork that touches no old object shares it
    return Base(cntlr, model, keeper)


def _sound(concepts: Iterable[Any]) -> Iterator[int]:
    """The identities of sound concepts. What they say of themselves decides, and thousands say the same."""
    known: dict[tuple[object, ...], bool] = {}
    for concept in concepts:
        key = (concept.modelDocument, *(concept.get(attribute) for attribute in DECIDING))
        found = known.get(key) if concept.get("type") else _is_sound(concept)
        if found is None:
            found = known[key] = _is_sound(concept)
        if found:
            yield id(concept)


def _is_sound(concept: Any) -> bool:
    """Whether the loop of `ValidateXbrl.validate` over all concepts has nothing to say of a concept in any DTS."""
    from arelle import XbrlConst
    from arelle.ValidateXbrl import balanceValues, baseXbrliTypes, periodTypeValues

    if concept.qname is None or XbrlConst.isStandardNamespace(concept.qname.namespaceURI):
        return True  # Arelle passes over it
    return (
        concept.isItem
        and not concept.isTuple
        and concept.periodType in periodTypeValues
        and (concept.balance in balanceValues if concept.isMonetary else not concept.balance)
        and concept.baseXbrliType in baseXbrliTypes
        and not (concept.isHypercubeItem or concept.isDimensionItem or concept.isEnumeration)
        and not concept.get(TYPED_DOMAIN)
    )


def _watch(manager: Any, model: Any) -> None:
    """Nothing is returned; sound concepts are left out of the loop that Arelle announces by its status."""

    def show_status(message: str | None = None, _clear_after: int | None = None) -> None:
        model.qnameConcepts.watched = message == CHECKS_CONCEPTS

    manager.showStatus = show_status


def _compile_inline_schema(cntlr: Any, model: Any) -> None:
    """Nothing is returned; the XML Schema of inline XBRL, which each document is checked against, is compiled once."""
    from arelle import XmlValidate
    from arelle.XhtmlInlineUtil import INLINE_1_1_SCHEMA
    from lxml import etree

    tree = etree.parse(INLINE_1_1_SCHEMA, parser=XmlValidate.lxmlResolvingParser(cntlr, model))
    schema = etree.XMLSchema(tree)

    class Etree:
        """lxml.etree, but for what is compiled already."""

        def __getattr__(self, name: str) -> Any:
            return getattr(etree, name)

        def parse(self, source: Any, **settings: Any) -> Any:
            return tree if source == INLINE_1_1_SCHEMA else etree.parse(source, **settings)

        def XMLSchema(self, root: Any) -> Any:  # noqa: N802  the name that lxml gives it
            return schema if root is tree else etree.XMLSchema(root)

    XmlValidate.etree = Etree()


class _first_model_is:  # noqa: N801  a context manager, used like a function
    """While it lasts, the first model that Arelle makes is the one given."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __enter__(self) -> None:
        from arelle import ModelXbrl

        self._create = create = ModelXbrl.create

        def first(*_arguments: Any, **_keywords: Any) -> Any:
            ModelXbrl.create = create
            return self._model

        ModelXbrl.create = first

    def __exit__(self, *_: object) -> None:
        from arelle import ModelXbrl

        ModelXbrl.create = self._create


def _discovered(entry: Any) -> Iterator[Any]:
    """Every document that a document leads to by what makes a DTS, itself included."""
    seen = {entry}
    waiting = [entry]
    while waiting:
        document = waiting.pop()
        yield document
        for other in document.referencesDocument:
            if other not in seen and other.inDTS:
                seen.add(other)
                waiting.append(other)
