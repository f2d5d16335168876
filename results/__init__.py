"""What the office does with findings: record, review, notify, publish."""
