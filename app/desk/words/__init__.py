"""Messages to shoppers: templates that staff edit, filled from an order."""
