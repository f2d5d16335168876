"""New-media accounts: feeds and public pages as dated posts."""
