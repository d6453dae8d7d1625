import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function Shopping() {
  const [missing, setMissing] = useState([]);
  function add(form) {
    setMissing([...missing, form.get('what')]);
  }
  return (
    <form action={add}>
      <h1>Shopping</h1>
      <label>What is missing <input name="what" /></label>
      <button>Add</button>
      <ul>{missing.map((one) => <li key={one}>{one}</li>)}</ul>
    </form>
  );
}

createRoot(document.getElementById('root')).render(<Shopping />);
