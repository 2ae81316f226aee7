"""What facts say of one export job; its end may be told before its start."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.facts.fact import Fact, FactKind
from domain.facts.words import ExportJobStatus


@dataclass(frozen=True, slots=True)
class Job:
    """An export job of one client."""

    job_id: str
    status: str = ExportJobStatus.RUNNING
    started_at: datetime | None = None
    ended_at: datetime | None = None
    sequence: int = 0

    def after(self, fact: Fact) -> "Job":
        """The job once the fact is known, too: a start never undoes an end, the latest end counts."""
        if fact.kind == FactKind.JOB_STARTED:
            return replace(self, started_at=min(self.started_at or fact.at, fact.at))
        if fact.sequence <= self.sequence:
            return self
        status = ExportJobStatus.SUCCEEDED if fact.data["succeeded"] else ExportJobStatus.FAILED
        return replace(self, status=status, ended_at=fact.at, sequence=fact.sequence)
