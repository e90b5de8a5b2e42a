/**
 * `ForAllValues` holds when the key is absent. On a key with one value that is hardly ever meant, and KMS refuses it in
 * key policies for the keys that callers choose themselves.
 */
import type { PolicyKind } from '../contract.ts';
import { refuse } from '../nodes.ts';

const SINGLE_VALUED: readonly (readonly [prefix: string, what: string])[] = [
  ['kms:encryptioncontext:', 'encryption context'],
  ['aws:requesttag/', 'tag'],
];

/** @param key in lower case. @throws PolicyError with the text of KMS */
export function refuseOverlyPermissive(quantifier: string | undefined, key: string, kind: PolicyKind): void {
  if (kind !== 'resource' || quantifier !== 'ForAllValues') return;
  const what = SINGLE_VALUED.find(([prefix]) => key.startsWith(prefix))?.[1];
  if (what === undefined) return;
  refuse(
    'OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches ' +
      `requests without the specified ${what} or with an unspecified ${what}. To fix, remove ForAllValues.`,
  );
}
