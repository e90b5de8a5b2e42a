/** Rules by the model: names, times, maps, and that nothing which a model calls sensitive, and no blob, is ever logged. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { auditRules, byName, whole } from '../../../src/audit/records/rules.ts';
import { englishTime, isoTime } from '../../../src/audit/records/times.ts';
import type { ServiceModel, Shape } from '../../../src/base/api-model.ts';
import type { AuditFacts, AuditRule } from '../../../src/base/audit.ts';
import cloudtrailModel from '../../../src/services/cloudtrail/model.json' with { type: 'json' };
import { iamAudit } from '../../../src/services/iam/audit.ts';
import iamModel from '../../../src/services/iam/model.json' with { type: 'json' };
import { kmsAudit } from '../../../src/services/kms/audit.ts';
import kmsModel from '../../../src/services/kms/model.json' with { type: 'json' };
import secretsModel from '../../../src/services/secretsmanager/model.json' with { type: 'json' };
import ssmModel from '../../../src/services/ssm/model.json' with { type: 'json' };
import { stsAudit } from '../../../src/services/sts/audit.ts';
import stsModel from '../../../src/services/sts/model.json' with { type: 'json' };

const SECRET = 'never-to-be-logged';
const MASK = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const DEPTH_MAX = 4;

/** A value of the shape with every member there, and `SECRET` wherever the model calls it sensitive or a blob. */
function filled(model: ServiceModel, name: string, depth = 0): unknown {
  const shape: Shape = model.shapes[name]!;
  if (shape.type === 'blob') return Buffer.from(SECRET);
  if (shape.type === 'list') return depth > DEPTH_MAX ? [] : [filled(model, shape.member!.shape, depth + 1)];
  if (shape.type === 'map') return { [SECRET.slice(6)]: filled(model, shape.value!.shape, depth + 1) };
  if (shape.type === 'structure') {
    const members = depth > DEPTH_MAX ? [] : Object.entries(shape.members ?? {});
    return Object.fromEntries(members.map(([member, { shape: of }]) => [member, filled(model, of, depth + 1)]));
  }
  if (shape.type === 'timestamp') return 0;
  if (shape.type === 'string') return shape.sensitive ? SECRET : 'plain';
  return shape.type === 'boolean' ? true : 1;
}

const context = { caller: { account: '000000000000', region: 'us-east-1' } } as AuditFacts['context'];

/** Without a target, as after a refusal, each rule must do; with one, the tests of the services go through the door. */
function shownBy(model: ServiceModel, rule: AuditRule, operation: string): string {
  const { input, output } = model.operations[operation]!;
  const facts: AuditFacts = {
    input: input && filled(model, input.shape),
    output: output && filled(model, output.shape),
    target: undefined,
    asks: [],
    context,
  };
  return JSON.stringify(rule.describe(facts));
}

const everything = (model: object, mask?: string) =>
  auditRules(model as ServiceModel, {}, { everyOther: () => ({ readOnly: false, answer: whole }), mask });

const SERVICES: { readonly [name: string]: readonly [model: object, rules: ReturnType<typeof everything>] } = {
  iam: [iamModel, iamAudit],
  kms: [kmsModel, kmsAudit],
  sts: [stsModel, stsAudit],
  'cloudtrail, with whole answers': [cloudtrailModel, everything(cloudtrailModel)],
  'secretsmanager, with whole answers': [secretsModel, everything(secretsModel)],
  'ssm, with whole answers': [ssmModel, everything(ssmModel)],
};

describe('rules', () => {
  for (const [name, [model, rules]] of Object.entries(SERVICES)) {
    test(`${name}: a rule for each operation, and no secret in any`, () => {
      const { operations } = model as ServiceModel;
      assert.deepEqual(Object.keys(rules).sort(), Object.keys(operations).sort());
      for (const [operation, rule] of Object.entries(rules)) {
        const text = shownBy(model as ServiceModel, rule as AuditRule, operation);
        assert.equal(text.includes(SECRET), false, `${operation}: ${text}`);
        assert.equal(text.includes(Buffer.from(SECRET).toString('base64')), false, operation);
        assert.equal(/"data":\[/.test(text), false, `${operation} shows bytes`);
      }
    });

    test(`${name}: nothing known is no mistake`, () => {
      for (const rule of Object.values(rules)) {
        const detail = (rule as AuditRule).describe({ input: undefined, output: undefined, target: undefined, asks: [], context });
        assert.doesNotThrow(() => JSON.stringify(detail));
      }
    });
  }

  test('a mask stands for what is sensitive, where a service writes one', () => {
    const rule = everything(ssmModel, MASK)['PutParameter'] as AuditRule;
    const input = { Name: '/a', Value: SECRET, Type: 'SecureString' };
    const { requestParameters } = rule.describe({ input, output: undefined, target: undefined, asks: [], context });
    assert.deepEqual(requestParameters, { name: '/a', value: MASK, type: 'SecureString' });
  });

  test('maps keep the names of their callers, structures and lists get CloudTrail\'s', () => {
    const input = { KeyId: 'k', EncryptionContext: { KeyId: 'Kept', 'a b': '' }, KeySpec: 'AES_256', GrantTokens: ['secret'] };
    const { requestParameters } = (kmsAudit['GenerateDataKey'] as AuditRule).describe({ input, output: undefined, target: undefined, asks: [], context });
    assert.deepEqual(requestParameters, { keyId: 'k', encryptionContext: { KeyId: 'Kept', 'a b': '' }, keySpec: 'AES_256' });
    const hostile = JSON.parse('{"KeyId":"k","EncryptionContext":{"__proto__":"x"}}') as object;
    const shown = (kmsAudit['Encrypt'] as AuditRule).describe({ input: hostile, output: undefined, target: undefined, asks: [], context });
    assert.match(JSON.stringify(shown), /"encryptionContext":\{"__proto__":"x"\}/);
  });

  test('operations without a line are read by their names', () => {
    assert.deepEqual([byName('GetThing').readOnly, byName('ListThings').readOnly, byName('PutThing').readOnly], [true, true, false]);
    assert.deepEqual([byName('GetThing').answer, byName('CreateThing').answer], [undefined, whole]);
  });
});

describe('times', () => {
  test('in English, UTC, with hours of twelve', () => {
    const times = [[2022, 7, 10, 22, 38, 27], [2024, 10, 30, 0, 3, 8], [2024, 0, 1, 12, 0, 0], [2024, 11, 31, 11, 59, 59]] as const;
    assert.deepEqual(times.map(([year, month, day, ...time]) => englishTime(Date.UTC(year, month, day, ...time))), [
      'Aug 10, 2022, 10:38:27 PM',
      'Nov 30, 2024, 12:03:08 AM',
      'Jan 1, 2024, 12:00:00 PM',
      'Dec 31, 2024, 11:59:59 AM',
    ]);
    assert.equal(englishTime(9e15), 9e15);
  });

  test('in whole seconds, whichever came before', () => {
    const second = Date.UTC(2025, 4, 20, 20, 45, 0);
    for (const ms of [0, 999, 1_000, 0, -1]) {
      assert.equal(isoTime(second + ms), `${new Date(Math.floor((second + ms) / 1_000) * 1_000).toISOString().slice(0, 19)}Z`);
    }
  });
});
