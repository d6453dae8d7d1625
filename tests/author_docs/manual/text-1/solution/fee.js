const fee = (days) => days * 20;
