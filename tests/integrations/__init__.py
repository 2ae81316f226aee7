"""Machine clients: how they are made, sign in, and are kept within bounds."""
