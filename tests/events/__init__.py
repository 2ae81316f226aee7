"""The log of events: read in order, once, by everybody, whatever is away meanwhile."""
