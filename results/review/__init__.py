"""The reviewer's desk: what waits, the evidence, people's words, explanations."""
