/** The words of a refusal, beside AWS's. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AuthorizationRequest, Decision, DenialSource } from '../../src/authz/contract.ts';
import { decide } from '../../src/authz/decide.ts';
import { type DenialForm, denialText } from '../../src/authz/denial-text.ts';
import { CALLERS, KEY, type PolicyCase, requestOf } from './case-format.ts';

const FOREIGN = 'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';
const DELEGATES = [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'kms:*', Resource: '*' }];
const ALLOWS = [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }];
const DENIES = [{ Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' }];

function textOf(one: Partial<PolicyCase>, form?: DenialForm): string {
  const request = requestOf({ name: 'text', source: '', expect: '', ...one });
  const decision = decide(request);
  assert.ok(!decision.allowed);
  return denialText(request, decision, form);
}

const by = (caller: string, action: string, rest: string): string => `User: ${CALLERS[caller]?.arn} is not authorized to perform: ${action} ${rest}`;

describe('the text of a denial', () => {
  const encrypt = (rest: string): string => by('alice', 'kms:Encrypt', rest);
  const decrypt = { action: 'kms:Decrypt' };

  test('the key policy delegates, identity policies are silent', () =>
    assert.equal(textOf({ resourcePolicy: DELEGATES }), encrypt(`on resource: ${KEY} because no identity-based policy allows the kms:Encrypt action`)));
  test('the key policy gives nothing', () =>
    assert.equal(textOf({ identity: ALLOWS }), encrypt(`on resource: ${KEY} because no resource-based policy allows the kms:Encrypt action`)));
  test('the key policy denies', () =>
    assert.equal(textOf({ resourcePolicy: DENIES }), encrypt(`on resource: ${KEY} with an explicit deny in a resource-based policy`)));
  test('a session is named by its own ARN', () =>
    assert.match(textOf({ caller: 'admin-session' }), /^User: arn:aws:sts::111122223333:assumed-role\/Admin\/build is not /));
  test('an operation without a resource', () =>
    assert.equal(
      textOf({ rule: 'identity', action: 'kms:CreateKey', resource: '*' }),
      by('alice', 'kms:CreateKey', 'on resource: * because no identity-based policy allows the kms:CreateKey action'),
    ));

  test('another account’s key: missing, silent and denying are told alike', () => {
    const expected = by('mallory', 'kms:Encrypt', `on this resource ${FOREIGN}`);
    for (const resourcePolicy of [undefined, DELEGATES, DENIES]) {
      assert.equal(textOf({ caller: 'mallory', identity: ALLOWS, resourcePolicy }, 'foreign'), expected);
    }
  });
  test('another account’s key, the own side silent: the same whatever the key policy says', () => {
    const expected = by('mallory', 'kms:Encrypt', `on resource: ${KEY} because no identity-based policy allows the kms:Encrypt action`);
    for (const resourcePolicy of [undefined, DELEGATES, DENIES]) assert.equal(textOf({ caller: 'mallory', resourcePolicy }, 'foreign'), expected);
  });

  test('a key found from a ciphertext', () => {
    const place = 'on the resource associated with this ciphertext';
    const silent = 'because no identity-based policy allows the kms:Decrypt action';
    assert.equal(textOf({ ...decrypt, resourcePolicy: DELEGATES }, 'ciphertext'), by('alice', 'kms:Decrypt', `${place} ${silent}`));
    assert.equal(textOf({ ...decrypt, caller: 'mallory', identity: ALLOWS }, 'ciphertext'), by('mallory', 'kms:Decrypt', `${place} ${FOREIGN}`));
    assert.equal(textOf({ ...decrypt, caller: 'mallory' }, 'ciphertext'), by('mallory', 'kms:Decrypt', `${place} ${silent}`));
    assert.equal(textOf(decrypt, 'ciphertext'), by('alice', 'kms:Decrypt', `${place} because no resource-based policy allows the kms:Decrypt action`));
  });

  test('AssumeRole gives no reason', () => {
    const role = 'arn:aws:iam::111122223333:role/Target';
    assert.equal(textOf({ rule: 'trust', action: 'sts:AssumeRole', resource: role }), by('alice', 'sts:AssumeRole', `on resource: ${role}`));
    const action = 'sts:AssumeRoleWithWebIdentity';
    assert.equal(textOf({ rule: 'trust', action, resource: role, caller: 'github' }), `Not authorized to perform ${action}`);
  });

  const SOURCES: { readonly [Source in Exclude<DenialSource, 'trust'>]: readonly [implicit: string, explicit: string] } = {
    identity: ['because no identity-based policy allows the kms:Encrypt action', 'with an explicit deny in an identity-based policy'],
    resource: ['because no resource-based policy allows the kms:Encrypt action', 'with an explicit deny in a resource-based policy'],
    boundary: ['because no permissions boundary allows the kms:Encrypt action', 'with an explicit deny in a permissions boundary'],
    session: ['because no session policy allows the kms:Encrypt action', 'with an explicit deny in a session policy'],
    'service-control': ['because no service control policy allows the kms:Encrypt action', 'with an explicit deny in a service control policy'],
    'resource-control': ['because no resource control policy allows the kms:Encrypt action', 'with an explicit deny in a resource control policy'],
  };
  const request: AuthorizationRequest = requestOf({ name: 'text', source: '', expect: '' });
  for (const [source, [implicit, explicit]] of Object.entries(SOURCES)) {
    test(`every kind of policy has its words: ${source}`, () => {
      const denial = (isExplicit: boolean): Extract<Decision, { allowed: false }> => ({
        allowed: false,
        explicit: isExplicit,
        source: source as DenialSource,
        statements: [],
        missingContextKeys: [],
      });
      assert.equal(denialText(request, denial(false)), encrypt(`on resource: ${KEY} ${implicit}`));
      assert.equal(denialText(request, denial(true)), encrypt(`on resource: ${KEY} ${explicit}`));
    });
  }
});
