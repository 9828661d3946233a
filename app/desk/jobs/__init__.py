"""What the worker could not do: parked jobs, and a button to try again."""
