if (count === 1) start();
if (name == null) stop();
