"""The real network of the tests: name servers and web servers of the distribution, in network namespaces of their own."""
