/** Closes an index as the last thing that a process does. Arguments: the journal's directory, the index's. */
import { EventIndex } from '../../../src/audit/index/event-index.ts';
import { DAY_MS } from '../../../src/base/clock.ts';
import { TestJournal } from './journal.ts';
import { queryOf, recordOf } from './records.ts';

const [, , directory, data] = process.argv as string[];
const journal = new TestJournal('journal-1', directory!);
journal.append([recordOf()]);
const index = new EventIndex({ location: { data: data! }, journal, keptMs: DAY_MS, mac: (bytes) => bytes, report: () => undefined });
await index.lookup(queryOf());
await index.close();
process.stdout.write('closed');
