"""The 政府信息公开专栏: its entry, parts and statutory tree."""
