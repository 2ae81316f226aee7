"""The firm's own account on the platform: asked for by an admin, settled by the platform."""
