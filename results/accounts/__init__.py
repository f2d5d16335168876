"""What people do for accounts: exports and attestations handed in, lists fetched, the main account told."""
