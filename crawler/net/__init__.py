"""The one seam to the outside: name servers, addresses a guest may enter, one connection by one family."""
