if (count == "1") start();
