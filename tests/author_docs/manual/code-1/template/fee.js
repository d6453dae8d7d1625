// The fee is 3 for each day.
