"""The native filing rules: one table, in the order of the list of rules, each row one pure function."""
