"""What an event says: ranks, how far it lies from the real one, and numbers fitted to it."""
