/** Going through what has fallen due, in the order of `due_at`, and doing it against other writers. */
import { WriteConflict } from '../base/errors.ts';

/** Rows of one reading. */
const BATCH = 100;
/** Writers that may come between before it is left to the next turn. */
const CONFLICT_RETRIES = 8;

/**
 * One thing that cannot be done must not hold up the others: it is reported, and tried again at the next turn.
 * @param read the rows that are due, the longest due first; what is done must be gone from them
 */
export async function doAllDue<Row>(
  read: (limit: number) => Promise<readonly Row[]>,
  does: (row: Row) => Promise<unknown>,
  report: (error: unknown) => void,
): Promise<void> {
  for (let failed = false; !failed; ) {
    const due = await read(BATCH);
    for (const row of due) {
      await does(row).catch((error: unknown) => {
        failed = true;
        report(error);
      });
    }
    if (due.length < BATCH) return;
  }
}

/**
 * Does what is due to one thing, again and again until nothing is, reading it anew after each time.
 * @param does commits; a lost race is no failure until it was lost too often
 * @returns as it is afterwards, `undefined` when it is gone
 */
export async function settleDue<Thing>(
  thing: Thing | undefined,
  isDue: (thing: Thing) => boolean,
  does: (thing: Thing) => Promise<void>,
  readAgain: () => Promise<Thing | undefined>,
): Promise<Thing | undefined> {
  let current = thing;
  for (let conflicts = 0; current !== undefined && isDue(current); ) {
    try {
      await does(current);
    } catch (error) {
      if (!(error instanceof WriteConflict) || ++conflicts > CONFLICT_RETRIES) throw error;
    }
    current = await readAgain();
  }
  return current;
}
