import { compilePolicy } from './compile-policy.ts';
import { PolicyError, type PolicyKind } from './contract.ts';

/** Why a text cannot be stored as a policy of that kind; `undefined` when it can. */
export const problemOf = (text: string, kind: PolicyKind): string | undefined => policyErrorOf(text, kind)?.message;

/** As `problemOf`, for who says it in words of his own. */
export function policyErrorOf(text: string, kind: PolicyKind): PolicyError | undefined {
  try {
    compilePolicy(text, kind);
    return undefined;
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
}
