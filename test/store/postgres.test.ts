import { after } from 'node:test';
import { openStore } from '../../src/store/open.ts';
import { startPostgres } from '../support/postgres.ts';
import { conformance } from './conformance.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

conformance({
  name: 'PostgreSQL',
  persistent: true,
  place: async () => {
    const databaseUrl = await postgres.fresh();
    return { open: (migrations) => openStore({ databaseUrl }, migrations) };
  },
});
