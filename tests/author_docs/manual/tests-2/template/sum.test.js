test.todo("of two numbers");
