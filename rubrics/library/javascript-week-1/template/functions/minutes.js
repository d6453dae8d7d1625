// Hours and minutes, as minutes. minutes(2, 5) gives back 125.
