var cents = 20;
