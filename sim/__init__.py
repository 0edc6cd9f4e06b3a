"""What happens: FIRST Global Challenge matches played on a computer, by the official rules of each year."""
