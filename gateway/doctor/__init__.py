"""What stands behind `gateway doctor`: each part of an installation is looked at, and what is wrong is told."""

from gateway.doctor.examination import examine
from gateway.doctor.finding import Finding, Verdict

__all__ = ["Finding", "Verdict", "examine"]
