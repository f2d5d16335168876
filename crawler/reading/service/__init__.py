"""What a website shows over IPv4 and over IPv6: probes, likeness, links, our own line."""
