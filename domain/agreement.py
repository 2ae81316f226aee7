"""The partner agreement: which text a firm agrees to today."""

# Year and number of the text; an earlier one stays in force for those who agreed to it.
VERSION = "2026-1"
