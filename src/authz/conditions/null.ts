/** `Null`: `true` asks for the key to be absent, `false` for it to be there. */
import { parseBoolean } from './booleans.ts';
import { readAll } from './family.ts';

/** Whether the presence of a key is as the policy wants it. @throws PolicyError for values other than true and false */
export function compileNull(values: readonly string[]): (present: boolean) => boolean {
  const absences = readAll(values, 'Null', parseBoolean);
  return (present) => absences.includes(!present);
}
