"""Side-by-side benchmarks: the gateway and its peers over the same rows, and how PostgreSQL answers its statements."""
