var price = 3;
