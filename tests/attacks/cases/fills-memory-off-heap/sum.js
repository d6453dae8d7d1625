// Allocates buffers for ever.
const a=[]; for(;;) a.push(Buffer.alloc(1e7,1));
