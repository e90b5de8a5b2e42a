/** Indexes a journal, a little at a time, until it is killed. Arguments: the journal, the index, where the journal ends. */
import { Indexer } from '../../../src/audit/index/indexer.ts';
import { type IndexTables, indexMigrations } from '../../../src/audit/index/tables.ts';
import { DAY_MS } from '../../../src/base/clock.ts';
import { openStore } from '../../../src/store/open.ts';
import { LIMITS } from './model.ts';

const [, , directory, data, segment, offset] = process.argv as string[];
const store = (await openStore({ data: data! }, indexMigrations)).tables<IndexTables>();
const indexer = new Indexer({ store, directory: directory!, shared: false, keptMs: 90 * DAY_MS, limits: LIMITS });
process.send?.('indexing');
await indexer.advance({ id: 'journal-1', end: { segment: Number(segment), offset: Number(offset) } });
process.send?.('done');
process.disconnect?.();
