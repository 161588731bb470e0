"""Any inline XBRL filing, read without a validator: its files within limits, and a frozen view of them for rules."""
