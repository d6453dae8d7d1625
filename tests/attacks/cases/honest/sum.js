// What all others are measured by: three of the four tests can pass.
module.exports = (a,b)=>{ if (typeof a==='string') throw new RangeError('x'); return a+b; };
