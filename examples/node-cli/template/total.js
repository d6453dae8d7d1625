// Prints the total price of the things that are named as arguments.
// The prices are in prices.csv, one "thing,price" a line.
