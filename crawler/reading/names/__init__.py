"""What DNS told: answers as facts, kinds of addresses, a zone and its name servers."""
