import TripCard from './TripCard.jsx';
import { trips } from './trips.js';

export default function App() {
  return (
    <main>
      <h1>Trips by bus</h1>
      <input placeholder="Where to?" />
      <TripCard trip={trips[0]} />
      <TripCard trip={trips[1]} />
      <TripCard trip={trips[2]} />
      <TripCard trip={trips[3]} />
    </main>
  );
}
