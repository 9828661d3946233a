"""Mail to shoppers and staff: which, in which words, and how it is sent."""
