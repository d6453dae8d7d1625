// Ends the process without its exit hooks.
process.reallyExit(0);
