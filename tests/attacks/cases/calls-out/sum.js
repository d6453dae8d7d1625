// Connects to an address outside.
const n=require('net'); const s=n.connect(80,'1.1.1.1'); s.on('error',()=>{}); module.exports=()=>3;
