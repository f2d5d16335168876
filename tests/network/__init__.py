"""The real network of the tests: name servers and web servers of the distribution, in namespaces of their own."""
