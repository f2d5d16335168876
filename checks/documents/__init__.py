"""Rules, normative documents and plans."""
