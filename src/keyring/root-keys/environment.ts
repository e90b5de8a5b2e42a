import { UsageError } from '../../base/errors.ts';
import type { RootKeySource } from '../contract.ts';
import { FixedRootKey } from './fixed.ts';
import { parseKeyText } from './key-text.ts';

/** `env:NAME`: the variable holds the key, see key-text.ts. */
export const environmentRootKey = (name: string): RootKeySource =>
  new FixedRootKey('env', `environment variable ${name}`, async () =>
    parseKeyText(readVariable(name), `the environment variable ${name}`),
  );

/** @throws UsageError when it is not set */
export function readVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new UsageError(`the environment variable ${name} is not set`);
  return value;
}
