// Loops.
while(true){}
