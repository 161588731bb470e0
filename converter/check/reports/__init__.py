"""What validation found, in the formats that other tools read: SARIF, JUnit XML, HTML, and Arelle's own log."""

from converter.check.reports.files import FORMATS, report_files
from converter.check.reports.subject import Subject

__all__ = ["FORMATS", "Subject", "report_files"]
