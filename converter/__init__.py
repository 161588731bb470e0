"""legacy-xbrl: legacy EDGAR plain-text filings as validated inline XBRL."""
