"""Arelle in its quarantine: a process of its own validates a filing and hands back plain data.

Only `session` imports Arelle, and only inside the worker process that `worker` is; everything else here reads JSON.
"""

from converter.check.arelle.client import ArelleWorker, run_arelle
from converter.check.arelle.result import ArelleFact, ArelleResult

__all__ = ["ArelleFact", "ArelleResult", "ArelleWorker", "run_arelle"]
