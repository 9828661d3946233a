"""What staff paste: a bank statement that pays orders, a list of tracking numbers that ships them; and the slips that are printed."""
