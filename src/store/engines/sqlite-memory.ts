/** SQLite without a file: one connection, on this thread, gone with the process. */
import type { DatabaseSync } from 'node:sqlite';
import type { Unit } from '../../base/unit.ts';
import type { Engine } from '../engine.ts';
import { StoreUnavailable } from '../errors.ts';
import { type Migrations, migrate } from '../migrate.ts';
import { openWriting } from './sqlite-connection.ts';
import { kyselyOn } from './sqlite-dialect.ts';
import { toError, toStatement, UnitRunner } from './sqlite-units.ts';

export async function openMemory(migrations: Migrations): Promise<Engine> {
  const db = openWriting(':memory:');
  await migrate(kyselyOn(db), migrations);
  // Refuses changes but for the length of a commit, as the reading connection of a file does.
  db.exec('pragma query_only = on');
  const runner = new UnitRunner(db);
  return {
    db: kyselyOn(db),
    async commit(unit) {
      if (!db.isOpen) throw new StoreUnavailable('the store is closed');
      commitHere(db, runner, unit);
    },
    async close() {
      if (db.isOpen) db.close();
    },
  };
}

function commitHere(db: DatabaseSync, runner: UnitRunner, unit: Unit): void {
  db.exec('pragma query_only = off');
  const [failure] = runner.run([unit.writes.map(toStatement)]);
  db.exec('pragma query_only = on');
  if (failure !== undefined) throw toError(failure);
  unit.committed();
}
