import { compilePolicy } from './compile-policy.ts';
import { PolicyError, type PolicyKind } from './contract.ts';

/** Why a text cannot be stored as a policy of that kind; `undefined` when it can. */
export function problemOf(text: string, kind: PolicyKind): string | undefined {
  try {
    compilePolicy(text, kind);
    return undefined;
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
}
