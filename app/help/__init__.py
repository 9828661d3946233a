"""What shoppers ask, answered on one public page."""
