"""Side-by-side benchmarks: the gateway and its peers over the same rows, and what PostgreSQL makes of its statements."""
