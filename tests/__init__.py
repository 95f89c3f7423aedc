"""The tests, a mirror of bpcore, and tests of the pages, the site and the checker itself."""
