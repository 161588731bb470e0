"""Jobs: work that takes seconds, done one after the other in processes of their own, with limits on time and number."""

from __future__ import annotations

import json
import queue
import sys
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from converter.child import Child
from converter.web.problems import Problem, problem_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from converter.web.limits import Limits

STAGES = ("submission", "cover", "statements", "footing", "taxonomy", "mapping", "report", "render", "validation")
State = Literal["waiting", "running", "done", "failed"]


@dataclass(slots=True, kw_only=True)
class Job:
    """One job and what became of it."""

    id: str
    kind: Literal["conversion", "validation", "rebuild"]
    name: str
    """What the caller calls it: shown, and never used as a path."""
    folder: Path
    work: dict[str, Any]
    """What the worker is told."""
    finish: Callable[[dict[str, Any]], dict[str, Any]]
    """What the server does with the worker's result; its value is the result of the job."""
    state: State = "waiting"
    stage: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    problem: dict[str, Any] | None = None
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def progress(self) -> float:
        """From 0 to 1: how many of the stages have begun."""
        if self.state == "done":
            return 1.0
        return round((STAGES.index(self.stage) + 0.5) / len(STAGES), 2) if self.stage in STAGES else 0.0

    def view(self) -> dict[str, Any]:
        """The job as the API shows it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "state": self.state,
            "stage": self.stage,
            "progress": self.progress,
            "result": self.result,
            "problem": self.problem,
        }


class Jobs:
    """The jobs of a server, and the worker processes that do them."""

    def __init__(self, limits: Limits, workers: int = 1) -> None:
        self._limits = limits
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: queue.Queue[Job | None] = queue.Queue()
        self._lock = threading.Lock()
        self._number = 0
        self._workers = [_Worker() for _ in range(workers)]
        self._threads = [threading.Thread(target=self._serve, args=(each,), daemon=True) for each in self._workers]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Nothing is returned; the workers are gone."""
        for _ in self._threads:
            self._queue.put(None)
        for worker in self._workers:
            worker.stop()
        for thread in self._threads:
            thread.join(5)

    def room(self) -> None:
        """Nothing, where another job may wait. Raises Problem where too many do."""
        if self._queue.qsize() >= self._limits.waiting:
            raise Problem(503, "too many conversions are waiting", headers={"retry-after": "5"})

    def add(
        self,
        kind: Literal["conversion", "validation", "rebuild"],
        name: str,
        folder: Path,
        work: dict[str, Any],
        finish: Callable[[dict[str, Any]], dict[str, Any]],
    ) -> Job:
        """The job, waiting for its turn. Raises Problem where too many wait."""
        with self._lock:
            self.room()
            self._number += 1
            job = Job(id=f"j{self._number}", kind=kind, name=name, folder=folder, work=work, finish=finish)
            self._jobs[job.id] = job
            finished = [each for each in self._jobs.values() if each.over.is_set()]
            for old in finished[: max(0, len(self._jobs) - self._limits.kept)]:
                del self._jobs[old.id]
            self._queue.put(job)
        return job

    def get(self, id_: str) -> Job:
        """A job by its id. Raises Problem where there is none."""
        job = self._jobs.get(id_)
        if job is None:
            raise Problem(404, f"there is no job {id_[:20]!r}")
        return job

    @property
    def counts(self) -> dict[str, int]:
        """How many jobs wait, and how many run."""
        states = [job.state for job in list(self._jobs.values())]
        return {"waiting": states.count("waiting"), "running": states.count("running")}

    def _serve(self, worker: _Worker) -> None:
        while (job := self._queue.get()) is not None:
            job.state = "running"
            try:
                answer = worker.do(job, self._limits.job)
                if "problem" in answer:
                    job.problem, job.state = answer["problem"], "failed"
                else:
                    job.result = job.finish(answer["result"])
                    job.state = "done"
            except Exception as error:  # noqa: BLE001  one job must not end the thread that serves all others
                found = error if isinstance(error, Problem) else problem_of(error)
                if found.status_code == 500:
                    import traceback

                    sys.stderr.write(traceback.format_exc())
                job.problem = {"status": found.status_code, "detail": found.detail, **found.members}
                job.state = "failed"
            finally:
                from converter.web.uploads import Room

                Room.remove(job.folder)
                job.over.set()


class _Worker:
    """A worker process, started with its first job and started anew after it was killed."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._stopped = False

    def do(self, job: Job, limit: float) -> dict[str, Any]:
        """The last answer to a job: it has `result` or `problem`."""
        import time

        child = self._started()
        end = time.monotonic() + limit
        try:
            child.send(job.work)
            while line := child.answers.get(timeout=max(0.01, end - time.monotonic())):
                answer: dict[str, Any] = json.loads(line)
                if "stage" not in answer:
                    return answer
                job.stage = answer["stage"]
        except queue.Empty:
            self._kill()
            return {"problem": {"status": 504, "detail": f"it took longer than {limit:g} seconds"}}
        except OSError:
            pass
        self._kill()
        return {"problem": {"status": 500, "detail": "the process that worked on it ended"}}

    def stop(self) -> None:
        """Nothing is returned; the process is gone and no other is started."""
        self._stopped = True
        self._kill()

    def _started(self) -> Child:
        if self._child is not None and self._child.runs:
            return self._child
        if self._stopped:
            raise Problem(503, "the server ends")
        self._child = Child("converter.web.worker")
        return self._child

    def _kill(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.stop()
