import { randomBytes } from '../../crypto/random.ts';
import type { RootKeySource } from '../contract.ts';
import { FixedRootKey } from './fixed.ts';
import { ROOT_KEY_BYTES } from './wrapped.ts';

/** A random root key that ends with the process: for a database that does too. */
export const memoryRootKey = (): RootKeySource =>
  new FixedRootKey('memory', 'a root key in memory', async () => randomBytes(ROOT_KEY_BYTES));
