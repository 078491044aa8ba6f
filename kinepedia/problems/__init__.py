"""What can be wrong, and how it is said: diagnostics, their rules, explanations, and reports."""
