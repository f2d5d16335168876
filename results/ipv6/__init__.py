"""``spotcheck ipv6``: the whole story of single hosts over IPv6, for a person and for a machine."""
