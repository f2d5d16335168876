"""The sample city: an invented city under the reserved suffix ``.gov.test``, served on loopback for tests and demos."""
