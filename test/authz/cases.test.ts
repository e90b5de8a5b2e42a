/** Every case of `cases/*.json` (the format: case-format.ts). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Decision } from '../../src/authz/contract.ts';
import { decide } from '../../src/authz/decide.ts';
import { readCases, requestOf } from './case-format.ts';

const files = readCases();

function verdict(decision: Decision): string {
  if (decision.allowed) return decision.by === 'grant' ? 'allow by grant' : 'allow';
  return decision.explicit ? `deny explicit ${decision.source}` : `deny ${decision.source}`;
}

const statementsOf = (decision: Decision): readonly string[] => decision.statements.map(({ source, index }) => `${source} ${index}`);

for (const { file, cases } of files) {
  describe(file, () => {
    for (const one of cases) {
      test(one.name, () => {
        const decision = decide(requestOf(one));
        assert.equal(verdict(decision), one.expect, one.source);
        if (one.statements) assert.deepEqual(statementsOf(decision), one.statements);
        if (one.missing) assert.deepEqual(decision.allowed ? [] : decision.missingContextKeys, one.missing);
      });
    }
  });
}

describe('the table of cases', () => {
  const all = files.flatMap(({ cases }) => cases);

  test('has not shrunk, and every case names its source', () => {
    assert.ok(all.length >= 440, `${all.length} cases`);
    for (const { name, source } of all) assert.ok(source, name);
  });

  test('has each verdict and each source of a refusal', () => {
    const verdicts = new Set(all.map(({ expect }) => expect));
    const sources = ['identity', 'resource', 'boundary', 'session', 'service-control', 'resource-control', 'trust'];
    for (const source of sources) assert.ok(verdicts.has(`deny ${source}`) && verdicts.has(`deny explicit ${source}`), source);
    assert.ok(verdicts.has('allow') && verdicts.has('allow by grant'));
  });
});
