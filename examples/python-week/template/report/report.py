"""Reads lines such as "ada 2" and prints who has how many books."""
