/** Constraints of grants by their own definition, and the properties that must hold whatever is in them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  compileConstraints, constraintsHold, isWithin, pairsOf, selectorOf, selectorsFor,
} from '../../src/services/kms/grants-constraints.ts';
import type { GrantConstraints } from '../../src/services/kms/types.ts';

type Context = { readonly [key: string]: string };

const holds = (constraints: GrantConstraints, context: Context, operation = 'Decrypt', sourceArn?: string): boolean =>
  constraintsHold(compileConstraints(constraints), { operation, pairs: pairsOf(context), sourceArn });

/** Few letters, so that different contexts often have pairs in common; and names that objects have of themselves. */
const key = fc.constantFrom('a', 'A', 'b', 'B', 'c', '__proto__', 'constructor', '\u212a', 'k', '');
const value = fc.constantFrom('1', '2', 'x', 'X', '');
const context: fc.Arbitrary<Context> = fc
  .array(fc.tuple(key, value), { maxLength: 4 })
  .map((pairs) => JSON.parse(`{${pairs.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',')}}`) as Context);
const SOURCE = 'arn:aws:s3:us-east-1:111122223333:a';
const source = fc.constantFrom(undefined, SOURCE, `${SOURCE}b`);
const constraints: fc.Arbitrary<GrantConstraints> = fc.record(
  { EncryptionContextEquals: context, EncryptionContextSubset: context, SourceArn: fc.constantFrom(SOURCE, `${SOURCE}b`) },
  { requiredKeys: [] },
);
const operation = fc.constantFrom('Decrypt', 'Encrypt', 'ReEncryptTo', 'GenerateDataKey', 'DescribeKey', 'RetireGrant', 'CreateGrant', 'Sign');

/** A context for which constraints often hold. */
const likelyRequest = ({ EncryptionContextEquals, EncryptionContextSubset }: GrantConstraints, more: Context): Context =>
  EncryptionContextEquals ?? { ...more, ...EncryptionContextSubset };

/** The documented rule once more, by search in lists instead of by order. */
function expected(given: GrantConstraints, request: Context, name: string, sourceArn: string | undefined): boolean {
  if (given.SourceArn !== undefined && name !== 'RetireGrant' && given.SourceArn !== sourceArn) return false;
  if (!/^(Decrypt|Encrypt|ReEncrypt|GenerateDataKey)/.test(name)) return true;
  const folded = (pairs: Context) => Object.entries(pairs).map(([k, v]) => ({ k: [...k].map((c) => (c >= 'A' && c <= 'Z' ? c.toLowerCase() : c)).join(''), v }));
  const has = (list: ReturnType<typeof folded>, pair: { k: string; v: string }) => list.filter(({ k, v }) => k === pair.k && v === pair.v).length;
  const there = folded(request);
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = given;
  if (equals) {
    const wanted = folded(equals);
    if (wanted.length !== there.length || !wanted.every((pair) => has(wanted, pair) === has(there, pair))) return false;
  }
  return !subset || folded(subset).every((pair) => has(there, pair) > 0);
}

describe('constraints of grants', () => {
  test('Equals: these pairs and no others, in any order', () => {
    const given = { EncryptionContextEquals: { a: '1', b: '2' } };
    assert.ok(holds(given, { b: '2', a: '1' }));
    const others: readonly Context[] = [{}, { a: '1' }, { a: '1', b: '3' }, { a: '2', b: '1' }, { a: '1', b: '2', c: '3' }];
    for (const other of others) assert.ok(!holds(given, other));
    assert.ok(holds({ EncryptionContextEquals: {} }, {}));
    assert.ok(!holds({ EncryptionContextEquals: {} }, { a: '1' }));
  });

  test('Subset: these pairs and perhaps others', () => {
    const given = { EncryptionContextSubset: { a: '1' } };
    const [good, bad]: readonly Context[][] = [[{ a: '1' }, { a: '1', b: '2' }], [{}, { a: '2' }, { b: '1' }]];
    for (const other of good!) assert.ok(holds(given, other));
    for (const other of bad!) assert.ok(!holds(given, other));
  });

  test('keys without case, values with it; ASCII alone', () => {
    assert.ok(holds({ EncryptionContextEquals: { Department: 'IT' } }, { dEPARTMENT: 'IT' }));
    assert.ok(!holds({ EncryptionContextEquals: { Department: 'IT' } }, { Department: 'it' }));
    assert.ok(!holds({ EncryptionContextEquals: { k: 'x' } }, { '\u212a': 'x' }), 'the Kelvin sign is no K');
  });

  test('pairs are not run together', () => {
    assert.ok(!holds({ EncryptionContextEquals: { a: 'b","c' } }, { 'a","b': 'c' }));
  });

  test('without effect on operations that take no context; SourceArn on all but RetireGrant', () => {
    const given = { EncryptionContextEquals: { a: '1' }, SourceArn: SOURCE };
    for (const name of ['DescribeKey', 'CreateGrant', 'Sign']) {
      assert.ok(holds(given, {}, name, SOURCE));
      assert.ok(!holds(given, {}, name));
      assert.ok(!holds(given, {}, name, `${SOURCE}b`));
    }
    assert.ok(holds(given, {}, 'RetireGrant'));
  });

  test('hold as the rule says', () => {
    fc.assert(
      fc.property(constraints, context, operation, source, (given, request, name, sourceArn) => {
        assert.equal(holds(given, request, name, sourceArn), expected(given, request, name, sourceArn));
      }),
      { numRuns: 3_000 },
    );
  });

  test('a grant is filed where every request that it is for will look', () => {
    let held = 0;
    fc.assert(
      fc.property(constraints, context, operation, source, (given, more, name, sourceArn) => {
        const request = likelyRequest(given, more);
        if (!holds(given, request, name, sourceArn)) return;
        held++;
        const selectors = selectorsFor({ operation: name, pairs: pairsOf(request), sourceArn });
        assert.ok(selectors === undefined || selectors.includes(selectorOf(compileConstraints(given))));
      }),
      { numRuns: 2_000 },
    );
    assert.ok(held > 200, `${held} requests were looked at`);
  });
});

describe('a grant within another', () => {
  const scope = (operations: readonly string[], given: GrantConstraints = {}) => ({ operations, constraints: compileConstraints(given) });
  const within = (parent: GrantConstraints, child: GrantConstraints) => isWithin(scope(['Decrypt'], parent), scope(['Decrypt'], child));

  test('no more operations', () => {
    const parent = scope(['CreateGrant', 'Decrypt', 'Encrypt']);
    assert.ok(isWithin(parent, scope(['Decrypt'])));
    assert.ok(isWithin(parent, scope(['Encrypt', 'CreateGrant', 'Decrypt'])));
    assert.ok(!isWithin(parent, scope(['Decrypt', 'Sign'])));
  });

  const CASES: readonly (readonly [parent: GrantConstraints, child: GrantConstraints, within: boolean])[] = [
    [{}, { EncryptionContextEquals: { a: '1' } }, true],
    [{ EncryptionContextSubset: { a: '1' } }, {}, false],
    [{ EncryptionContextSubset: { a: '1' } }, { EncryptionContextSubset: { a: '1', b: '2' } }, true],
    [{ EncryptionContextSubset: { a: '1', b: '2' } }, { EncryptionContextSubset: { a: '1' } }, false],
    [{ EncryptionContextSubset: { a: '1' } }, { EncryptionContextEquals: { A: '1', b: '2' } }, true],
    [{ EncryptionContextEquals: { a: '1' } }, { EncryptionContextEquals: { a: '1' } }, true],
    [{ EncryptionContextEquals: { a: '1' } }, { EncryptionContextSubset: { a: '1' } }, false],
    [{ EncryptionContextEquals: { a: '1' } }, { EncryptionContextEquals: { a: '1', b: '2' } }, false],
    [{ SourceArn: SOURCE }, {}, false],
    [{ SourceArn: SOURCE }, { SourceArn: SOURCE }, true],
    [{ SourceArn: SOURCE }, { SourceArn: `${SOURCE}b` }, false],
    [{}, { SourceArn: SOURCE }, true],
  ];
  for (const [parent, child, expectedWithin] of CASES) {
    test(`${JSON.stringify(parent)} ${expectedWithin ? 'holds' : 'does not hold'} ${JSON.stringify(child)}`, () => {
      assert.equal(within(parent, child), expectedWithin);
    });
  }

  test('whatever the child is for, the parent is for', () => {
    let held = 0;
    fc.assert(
      fc.property(constraints, constraints, context, fc.nat({ max: 3 }), operation, source, (other, child, more, keep, name, sourceArn) => {
        // Some parents have nothing to do with the child, some are the child with less to it.
        const { EncryptionContextEquals, EncryptionContextSubset, ...rest } = child;
        const parent = [other, child, { ...rest, EncryptionContextSubset }, { ...rest, EncryptionContextSubset: EncryptionContextEquals }][keep]!;
        const request = likelyRequest(child, more);
        if (!within(parent, child) || !holds(child, request, name, sourceArn)) return;
        held++;
        assert.ok(holds(parent, request, name, sourceArn));
      }),
      { numRuns: 3_000 },
    );
    assert.ok(held > 200, `${held} requests were looked at`);
  });
});
