"""Facts from the platform: their order, the file, the endpoint, the traffic of the demo."""
