"""The disclosure column (政府信息公开专栏) and its parts."""
