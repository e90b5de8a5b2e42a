/** What goes wrong with root keys, in words that hold none of their bytes. */
import { UsageError } from '../../base/errors.ts';
import type { WrappedHeader } from './wrapped.ts';

export const wrongRootKey = (description: string, { kind, rootKeyId }: WrappedHeader): UsageError =>
  new UsageError(
    `wrong root key: ${description} does not open this database`,
    `its keys were wrapped under the root key ${rootKeyId} (${kind}): use that one; nothing was changed`,
  );

/** The key was found, but does not open what it is said to have wrapped. */
export const damagedDomainKey = (description: string): UsageError =>
  new UsageError(
    `wrong root key: a domain key does not open under ${description}, though it names it`,
    'the database row was damaged or moved: restore the database from a backup; nothing was changed',
  );
