"""What a wrong policy looks like, and the trial that no wrong policy survives."""
