/** Fills a hierarchy of String parameters without the API: the rows are those that PutParameter writes. */
import { openVault } from '../src/assembly/vault.ts';
import { systemClock } from '../src/base/clock.ts';
import { Unit } from '../src/base/unit.ts';
import { parentOf } from '../src/services/ssm/names.ts';
import type { SsmTables } from '../src/services/ssm/tables.ts';
import { sealPlainValue } from '../src/services/ssm/values.ts';
import type { Store } from '../src/store/contract.ts';
import { ACCOUNT, REGION } from './fill.ts';

const ROWS_A_STATEMENT = 500;
const PROGRESS_EVERY = 100_000;
const DIGITS = 7;

/**
 * On a data directory that has been served once and is not being served.
 * @returns the names of the parameters that were added
 */
export async function fillParameters(dataDir: string, hierarchy: string, count: number): Promise<string[]> {
  const { store, ownedKeys } = await openVault({ location: { data: dataDir }, region: REGION }, systemClock);
  try {
    const names = Array.from({ length: count }, (_, i) => `${hierarchy}/${String(i).padStart(DIGITS, '0')}`);
    const sealer = ownedKeys.sealer('ssm', 'parameters');
    const tables = store.tables<SsmTables>();
    for (let start = 0; start < count; start += ROWS_A_STATEMENT) {
      const valueOf = (path: string): Buffer => sealPlainValue(sealer, { ...PLACE, path, version: 1 }, `value of ${path}`);
      await tables.commit(unitOf(tables, names.slice(start, start + ROWS_A_STATEMENT), valueOf));
      if (start > 0 && start % PROGRESS_EVERY === 0) process.stderr.write(`  ${start} parameters\n`);
    }
    const unit = new Unit();
    unit.write(tables.db.insertInto('ssm_usage').values({ ...PLACE, tier: 'Standard', parameters: count }));
    await tables.commit(unit);
    return names;
  } finally {
    await store.close();
  }
}

const PLACE = { account: ACCOUNT, region: REGION };

function unitOf({ db }: Store<SsmTables>, names: readonly string[], valueOf: (path: string) => Buffer): Unit {
  const now = systemClock.now();
  const unit = new Unit();
  const common = { ...PLACE, type: 'String' as const, version: 1, revision: 1, due_at: null };
  const parameters = names.map((path) => ({ ...common, path, parent: parentOf(path), name: path }));
  const by = { modified_at: now, modified_by: `arn:aws:iam::${ACCOUNT}:root` };
  const described = { key_id: null, key_arn: null, description: null, allowed_pattern: null, data_type: 'text', policies: null };
  const versions = names.map((path) => ({
    ...PLACE, path, version: 1, tier: 'Standard' as const, value: valueOf(path), ...described, ...by,
  }));
  unit.write(db.insertInto('ssm_parameters').values(parameters));
  unit.write(db.insertInto('ssm_versions').values(versions));
  return unit;
}
