"""What changed between two specs: one generator of typed changes, rendered separately."""
