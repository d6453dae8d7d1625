// Prints the sum of its arguments, or of its input.
