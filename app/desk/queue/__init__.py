"""What waits for the desk, and who works on what."""
