"""Real mail servers and a small DNS, thrown away after the test: on free ports of this machine alone."""
