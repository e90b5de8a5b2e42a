import { openStore } from '../../src/store/open.ts';
import { conformance } from './conformance.ts';

conformance({
  name: 'SQLite in memory',
  persistent: false,
  place: async () => ({ open: (migrations) => openStore({ data: ':memory:' }, migrations) }),
});
