"""Members: registration, login, passwords, profile, saved addresses, and their own data."""
