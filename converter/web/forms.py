"""What the API takes and gives, as it stands in the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from converter.model import StatementKind, UnitKind

Reviewer = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
ConceptName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]{0,200}:[A-Za-z_][A-Za-z0-9_.-]{0,250}$")
]
Comment = Annotated[str, StringConstraints(max_length=4000)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProblemDetail(BaseModel):
    """A problem after RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Extension(_Form):
    """What an extension concept is declared as. Its type follows from what the line counts."""

    name: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]{1,95}$")]
    """The local name in the company's own namespace."""
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
    balance: Literal["", "debit", "credit"] = ""
    period_type: Literal["instant", "duration"]


class DecisionForm(_Form):
    """A decision on one line."""

    line: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}-[0-9]{1,5}$")]
    version: Annotated[int, Field(ge=0, le=1_000_000)]
    """The version of the line that the person saw; where it is another by now, nothing is written."""
    action: Literal["accept", "choose", "extend", "untag", "comment", "undo"]
    concept: ConceptName | None = None
    """For `choose`."""
    extension: Extension | None = None
    """For `extend`."""
    comment: Comment = ""


class DecisionsForm(_Form):
    """Decisions of one person: all of them are written, or none."""

    by: Reviewer
    decisions: Annotated[list[DecisionForm], Field(min_length=1, max_length=5000)]


class CaptionForm(_Form):
    """A caption that concepts are looked for."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=400)]
    statement: StatementKind
    section: Annotated[str, StringConstraints(max_length=400)] = ""
    unit: UnitKind | None = None
    taxonomy: Annotated[str, StringConstraints(max_length=64)] = ""


class RebuildForm(_Form):
    """How a filing is made anew."""

    validation: bool = True
    """Whether Arelle runs; without it nothing is called valid."""


class JobView(BaseModel):
    """A job: poll it until its state is `done` or `failed`."""

    id: str
    kind: Literal["conversion", "validation", "rebuild"]
    name: str
    state: Literal["waiting", "running", "done", "failed"]
    stage: str
    progress: Annotated[float, Field(ge=0, le=1)]
    result: dict[str, Any]
    """Of a conversion: `filing`, its name, with `facts` and `messages`; of a validation: `validation`."""
    problem: dict[str, Any] | None
    """Why it failed: `status` and `detail`."""


class Health(BaseModel):
    """Whether the server can work."""

    status: Literal["ok"]
    version: str
    taxonomies: list[str]
    jobs: dict[str, int]


class Saved(BaseModel):
    """Decisions that are on the disk: the lines of their statements as they are now."""

    tag: str
    pending: int
    unremembered: str
    """Why the company's next filing will not follow them; empty where it will."""
    lines: list[dict[str, Any]]


class LedgerTag(BaseModel):
    """The entity tag of a ledger that was written."""

    tag: str


class Imported(BaseModel):
    """How many of the decisions in a file were new."""

    read: int
    new: int
