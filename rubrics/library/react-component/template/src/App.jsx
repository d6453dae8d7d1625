import TripCard from './TripCard.jsx';
import { trips } from './trips.js';

export default function App() {
  return (
    <main>
      <h1>Trips by bus</h1>
      {/* A card for each trip stands here. */}
    </main>
  );
}
