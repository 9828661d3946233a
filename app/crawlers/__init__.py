"""What search engines and messengers ask for: the list of pages, the rules for robots, preview pictures, the app's manifest."""
