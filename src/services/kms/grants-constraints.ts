/**
 * When a grant holds for a request, and when one grant gives no more than another. API reference, GrantConstraints:
 * of an encryption context's pairs, keys are compared without case and values with it.
 */
import { sha256Hex } from '../../crypto/hash.ts';
import type { EncryptionContext } from '../../crypto/contract.ts';
import type { GrantConstraints } from './types.ts';

/** Pairs ready for comparison: a text each, in order. */
export type Pairs = readonly string[];

/** The constraints of a grant, ready for requests. Absent ones do not constrain. */
export interface CompiledConstraints {
  readonly equals: Pairs | undefined;
  readonly subset: Pairs | undefined;
  readonly sourceArn: string | undefined;
}

/** What a grant allows, and within which bounds. */
export interface GrantScope {
  readonly operations: readonly string[];
  readonly constraints: CompiledConstraints;
}

/** What constraints look at. */
export interface ConstrainedRequest {
  /** `Decrypt`, `ReEncryptFrom`, … */
  readonly operation: string;
  readonly pairs: Pairs;
  /** The `aws:SourceArn` of the request. */
  readonly sourceArn: string | undefined;
}

/** Operations that take an encryption context; for all others the constraints on it are as if they were not there. */
const WITH_CONTEXT: ReadonlySet<string> = new Set([
  'Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo',
]);

export const takesContext = (operation: string): boolean => WITH_CONTEXT.has(operation);

/** ASCII letters alone: folding more would let different keys pass for one. */
const fold = (key: string): string => key.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

export const pairsOf = (context: EncryptionContext | undefined): Pairs =>
  Object.keys(context ?? {})
    .map((key) => JSON.stringify([fold(key), context![key]]))
    .sort();

export function compileConstraints(constraints: GrantConstraints | undefined): CompiledConstraints {
  const { EncryptionContextEquals, EncryptionContextSubset, SourceArn } = constraints ?? {};
  return {
    equals: EncryptionContextEquals && pairsOf(EncryptionContextEquals),
    subset: EncryptionContextSubset && pairsOf(EncryptionContextSubset),
    sourceArn: SourceArn,
  };
}

/** Whether all constraints of a grant hold for a request. */
export function constraintsHold({ equals, subset, sourceArn }: CompiledConstraints, request: ConstrainedRequest): boolean {
  if (sourceArn !== undefined && request.operation !== 'RetireGrant' && request.sourceArn !== sourceArn) return false;
  if (!takesContext(request.operation)) return true;
  if (equals && !same(equals, request.pairs)) return false;
  return !subset || contains(request.pairs, subset);
}

/** Whether a grant gives nothing beyond another: no other operation, and for none a request that the other refuses. */
export function isWithin(parent: GrantScope, child: GrantScope): boolean {
  const [outer, inner] = [parent.constraints, child.constraints];
  if (!child.operations.every((operation) => parent.operations.includes(operation))) return false;
  if (outer.sourceArn !== undefined && inner.sourceArn !== outer.sourceArn) return false;
  if (outer.equals && !(inner.equals && same(outer.equals, inner.equals))) return false;
  // Whatever the child holds for has the pairs of both its constraints.
  return !outer.subset || contains([...(inner.equals ?? []), ...(inner.subset ?? [])], outer.subset);
}

const same = (a: Pairs, b: Pairs): boolean => a.length === b.length && a.every((pair, index) => pair === b[index]);

function contains(pairs: Pairs, wanted: Pairs): boolean {
  const present = new Set(pairs);
  return wanted.every((pair) => present.has(pair));
}

/**
 * Under which a grant is filed among those of its grantee: one pair that requests must have for it, hashed, or '' when
 * they need none. Whoever has very many grants on a key has them for different contexts, and only those of the
 * request's own pairs are worth reading.
 */
export function selectorOf({ equals, subset }: CompiledConstraints): string {
  const pair = equals?.[0] ?? subset?.[0];
  return pair === undefined ? '' : hashed(pair);
}

/** Requests with more pairs are compared with all of a grantee's grants. */
const SELECTORS_MAX = 64;

/** The selectors of all grants that can be for a request; `undefined`: any may be. */
export function selectorsFor({ operation, pairs }: ConstrainedRequest): readonly string[] | undefined {
  if (!takesContext(operation) || pairs.length >= SELECTORS_MAX) return undefined;
  return ['', ...new Set(pairs.map(hashed))];
}

/** 128 bits: a collision costs a comparison in vain, no more. */
const hashed = (pair: string): string => sha256Hex(pair).slice(0, 32);
