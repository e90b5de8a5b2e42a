/** What a policy may be made of: what is refused where, and with which words. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compilePolicy } from '../../src/authz/compile-policy.ts';
import { PolicyError, type PolicyKind } from '../../src/authz/contract.ts';

const IDENTITY = { Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*' };
const KEY_POLICY = { ...IDENTITY, Principal: '*' };
const TRUST = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } };
const BASE: { readonly [Kind in PolicyKind]: object } = {
  identity: IDENTITY,
  boundary: IDENTITY,
  session: IDENTITY,
  'service-control': IDENTITY,
  resource: KEY_POLICY,
  trust: TRUST,
  'resource-control': KEY_POLICY,
};
const KINDS = Object.keys(BASE) as PolicyKind[];

/** A policy of one statement: the shortest of its kind, with some elements changed; `undefined` takes one away. */
const document = (kind: PolicyKind, changes: object = {}, around: object = {}): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ ...BASE[kind], ...changes }], ...around });

function refusal(text: string, kind: PolicyKind): PolicyError | undefined {
  try {
    compilePolicy(text, kind);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof PolicyError, String(error));
    return error;
  }
}

const condition = (operator: string, value: unknown, key = 'a:k'): object => ({ Condition: { [operator]: { [key]: value } } });

describe('accepted', () => {
  for (const kind of KINDS) test(`the shortest policy: ${kind}`, () => assert.equal(refusal(document(kind), kind), undefined));

  const ACCEPTED: readonly (readonly [string, PolicyKind, object, object?])[] = [
    ['a statement without its array', 'identity', {}, { Statement: IDENTITY }],
    ['the old version', 'identity', {}, { Version: '2008-10-17' }],
    ['no version', 'identity', {}, { Version: undefined }],
    ['an Id in a key policy', 'resource', {}, { Id: 'key-default-1' }],
    ['a Sid with spaces in a key policy', 'resource', { Sid: 'Enable IAM User Permissions' }],
    ['equal Sids in a key policy, as aws/secretsmanager has', 'resource', {}, { Statement: [{ ...KEY_POLICY, Sid: 'a' }, { ...KEY_POLICY, Sid: 'a' }] }],
    ['an empty Sid', 'trust', { Sid: '' }],
    ['two empty Sids', 'identity', {}, { Statement: [{ ...IDENTITY, Sid: '' }, { ...IDENTITY, Sid: '' }] }],
    ['NotAction and NotResource', 'identity', { Action: undefined, NotAction: 'iam:*', Resource: undefined, NotResource: '*' }],
    ['no Resource in a key policy', 'resource', { Resource: undefined }],
    ['no Action in a key policy', 'resource', { Action: undefined }],
    ['NotPrincipal in a key policy', 'resource', { Principal: undefined, NotPrincipal: { AWS: '111122223333' } }],
    ['an identity provider in a trust policy', 'trust', { Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.example.com/id' } }],
    ['a SAML provider in a trust policy', 'trust', { Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/corp' } }],
    ['a service of a Region', 'resource', { Principal: { Service: 'logs.eu-west-1.amazonaws.com' } }],
    ['a principal of another partition', 'resource', { Principal: { AWS: 'arn:aws-us-gov:iam::111122223333:root' } }],
    ['an operator in all its parts', 'identity', condition('ForAnyValue:StringNotLikeIfExists', ['a', 1, true])],
    ['ForAllValues on the keys of the encryption context', 'resource', condition('ForAllValues:StringEquals', 'a', 'kms:EncryptionContextKeys')],
    ['ForAllValues on one pair in an identity policy', 'identity', condition('ForAllValues:StringEquals', 'a', 'kms:EncryptionContext:a')],
    ['${ in an old policy', 'identity', condition('StringEquals', '${'), { Version: '2008-10-17' }],
  ];
  for (const [what, kind, changes, around] of ACCEPTED) {
    test(what, () => assert.equal(refusal(document(kind, changes, around), kind)?.message, undefined));
  }
});

describe('refused', () => {
  const REFUSED: readonly (readonly [string, PolicyKind, object, RegExp, object?])[] = [
    ['a Statement that is empty', 'identity', {}, /must not be empty/, { Statement: [] }],
    ['no Statement', 'identity', {}, /must have a Statement/, { Statement: undefined }],
    ['a Statement of text', 'identity', {}, /must be an object/, { Statement: 'Allow' }],
    ['another version', 'identity', {}, /^Version must be/, { Version: '2012-10-18' }],
    ['a version that is no string', 'identity', {}, /^Version must be a string/, { Version: 20121017 }],
    ['an unknown element of the policy', 'identity', {}, /no element statement/, { statement: [] }],
    ['an unknown element of a statement', 'identity', { Actions: 'kms:*' }, /no element Actions/],
    ['element names in another case', 'identity', { effect: 'Deny' }, /no element effect/],
    ['an Id in an identity policy', 'identity', {}, /no Id/, { Id: 'a' }],
    ['Effect in another case', 'identity', { Effect: 'allow' }, /^Effect must be/],
    ['no Effect', 'identity', { Effect: undefined }, /^Effect must be/],
    ['no Action', 'identity', { Action: undefined }, /must contain actions/],
    ['no Action in a trust policy', 'trust', { Action: undefined }, /must contain actions/],
    ['an empty list of actions', 'identity', { Action: [] }, /must not be empty/],
    ['both Action and NotAction', 'identity', { NotAction: 'a:b' }, /both Action and NotAction/],
    ['an action without a service', 'identity', { Action: 'Encrypt' }, /^Actions\/Conditions must be prefaced by a vendor, e\.g\., iam, sdb, ec2, etc\.$/],
    ['a condition key without a service', 'identity', condition('StringEquals', 'a', 'SourceIp'), /^Actions\/Conditions must be prefaced by a vendor/],
    ['another service in a trust policy', 'trust', { Action: ['sts:AssumeRole', 's3:GetObject'] }, /^AssumeRole policy may only specify STS AssumeRole actions\.$/],
    ['every action in a trust policy', 'trust', { Action: '*' }, /^AssumeRole policy may only specify/],
    ['all but one action in a trust policy', 'trust', { Action: undefined, NotAction: 's3:*' }, /^AssumeRole policy may only specify/],
    ['a wildcard for the service', 'identity', { Action: '*:Encrypt' }, /no action/],
    ['an action that is a number', 'identity', { Action: 1 }, /must hold text/],
    ['no Resource', 'identity', { Resource: undefined }, /must contain resources/],
    ['both Resource and NotResource', 'identity', { NotResource: '*' }, /both Resource and NotResource/],
    ['Resource in a trust policy', 'trust', { Resource: '*' }, /^Has prohibited field Resource$/],
    ['a resource that is no ARN', 'identity', { Resource: 'key/1' }, /^Resource key\/1 must be in ARN format or "\*"\.$/],
    ['a wildcard for the service of an ARN', 'identity', { Resource: 'arn:aws:*:::key' }, /must be in ARN format/],
    ['a short ARN in a session policy', 'session', { Resource: 'arn:aws:kms:*' }, /too few fields/],
    ['a short ARN in a key policy', 'resource', { Resource: 'arn:aws:kms:eu-west-1' }, /too few fields/],
    ['a variable before the fifth colon', 'identity', { Resource: 'arn:aws:kms:*:${aws:PrincipalAccount}:key/*' }, /before the fifth colon/],
    ['a variable that does not end', 'identity', { Resource: 'arn:aws:kms:*:*:key/${a' }, /does not end/],
    ['a variable without a name', 'identity', condition('StringLike', '${}'), /no policy variable/],
    ['a default without quotes', 'identity', condition('StringLike', '${a:b, c}'), /no policy variable/],
    ['a Principal in an identity policy', 'identity', { Principal: '*' }, /^Policy document should not specify a principal\.$/],
    ['a NotPrincipal in an identity policy', 'boundary', { NotPrincipal: '*' }, /should not specify a principal/],
    ['a NotPrincipal in a trust policy', 'trust', { Principal: undefined, NotPrincipal: { AWS: '*' } }, /NotPrincipal has no place/],
    ['no Principal', 'resource', { Principal: undefined }, /^Policy contains a statement with no principal$/],
    ['both Principal and NotPrincipal', 'resource', { NotPrincipal: '*' }, /both Principal and NotPrincipal/],
    ['a Sid with a space', 'identity', { Sid: 'a b' }, /alpha-numeric/],
    ['equal Sids', 'identity', {}, /^Statement IDs \(SID\) in a single policy must be unique\.$/, { Statement: [{ ...IDENTITY, Sid: 'a' }, { ...IDENTITY, Sid: 'a' }] }],
    ['an unknown operator', 'identity', condition('StringIs', 'a'), /no condition operator StringIs/],
    ['an operator in another case', 'identity', condition('stringequals', 'a'), /no condition operator/],
    ['an unknown quantifier', 'identity', condition('ForEachValue:StringEquals', 'a'), /no condition operator/],
    ['IfExists in front', 'identity', condition('IfExistsBool', 'true'), /no condition operator/],
    ['the name of a property of objects', 'identity', condition('constructor', 'a'), /no condition operator constructor/],
    ['NullIfExists', 'identity', condition('NullIfExists', 'true'), /takes no quantifier/],
    ['ForAnyValue:Null', 'identity', condition('ForAnyValue:Null', 'true'), /takes no quantifier/],
    ['an operator without keys', 'identity', { Condition: { StringEquals: {} } }, /must not be empty/],
    ['a key without values', 'identity', condition('StringNotEquals', []), /must not be empty/],
    ['a key without a name', 'identity', condition('StringEquals', 'a', ''), /prefaced by a vendor/],
    ['a condition value that is null', 'identity', condition('StringEquals', null), /must hold text/],
    ['a condition value that is an object', 'identity', condition('StringEquals', [{}]), /must hold text/],
    ['a Condition that is a list', 'identity', { Condition: [] }, /must be an object/],
    ['a number that is none', 'identity', condition('NumericEquals', '7 days'), /does not suit .* NumericEquals/],
    ['a number longer than what is compared', 'identity', condition('NumericEquals', '1234567890.123456'), /does not suit/],
    ['a date that is none', 'identity', condition('DateLessThan', '14 July 2026'), /does not suit .* DateLessThan/],
    ['a date that does not exist', 'identity', condition('DateEquals', '2026-02-29T00:00:00Z'), /does not suit/],
    ['a time without its zone', 'identity', condition('DateEquals', '2026-02-28T00:00:00'), /does not suit/],
    ['a boolean that is none', 'identity', condition('Bool', 'yes'), /does not suit .* Bool/],
    ['a Null that is neither', 'identity', condition('Null', 'maybe'), /does not suit .* Null/],
    ['base64 that is none', 'identity', condition('BinaryEquals', 'QQ='), /does not suit .* BinaryEquals/],
    ['an address that is none', 'identity', condition('IpAddress', '203.0.113.256'), /does not suit .* IpAddress/],
    ['eight groups and :: beside them', 'identity', condition('IpAddress', '1:2:3:4:5:6:7::8'), /does not suit/],
    ['a prefix that is too long', 'identity', condition('IpAddress', '203.0.113.0/33'), /does not suit/],
    ['a wildcard in an address', 'identity', condition('IpAddress', '203.0.113.*'), /does not suit/],
    ['an ARN of too few fields', 'identity', condition('ArnLike', 'arn:aws:sns:*'), /does not suit .* ArnLike/],
    ['a variable where there are none', 'identity', condition('NumericEquals', '${aws:EpochTime}'), /does not suit/],
    ['ForAllValues on an encryption context pair of a key policy', 'resource', condition('ForAllValues:StringEquals', 'a', 'KMS:EncryptionContext:a'), /^OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches requests without the specified encryption context or with an unspecified encryption context\. To fix, remove ForAllValues\.$/],
    ['ForAllValues on a request tag of a key policy', 'resource', condition('ForAllValues:StringLikeIfExists', 'a', 'aws:RequestTag/a'), /^OverlyPermissiveCondition: .* specified tag or /],
  ];
  for (const [what, kind, changes, message, around] of REFUSED) {
    test(what, () => {
      const error = refusal(document(kind, changes, around), kind);
      assert.match(error?.message ?? 'accepted', message);
      assert.equal(error?.kind, 'syntax');
    });
  }
});

describe('principals of no valid form', () => {
  const iam = (resource: string): string => `arn:aws:iam::111122223333:${resource}`;
  const BAD: readonly unknown[] = [
    'alice', '111122223333', {}, { AWS: 'alice' }, { AWS: '11112222333' }, { AWS: iam('user/*') }, { AWS: iam('role/a?') },
    { AWS: iam('group/admins') }, { AWS: iam('user/') }, { AWS: iam('user/*/alice') }, { AWS: iam('policy/p') }, { AWS: 'arn:aws:iam::*:root' }, { AWS: iam('*') },
    { AWS: 'arn:aws:iam:eu-west-1:111122223333:root' }, { AWS: 'arn:aws:sts::111122223333:assumed-role/Admin' },
    { AWS: 'arn:aws:sts::111122223333:assumed-role/Admin/*' }, { AWS: 'arn:aws:s3:::bucket' }, { AWS: ['*', '**'] },
    { Service: '*' }, { Service: 'sns' }, { Service: '*.amazonaws.com' }, { CanonicalUser: 'a'.repeat(64) }, { Federated: 'accounts.google.com' },
    { aws: '111122223333' }, { constructor: '111122223333' },
  ];
  for (const principal of BAD) {
    test(JSON.stringify(principal), () => assert.match(refusal(document('resource', { Principal: principal }), 'resource')!.kind, /principal$/));
  }

  test('the words of KMS, and those of IAM', () => {
    const bad = { AWS: iam('group/g') };
    assert.equal(refusal(document('resource', { Principal: bad }), 'resource')?.message, 'Policy contains a statement with one or more invalid principals.');
    assert.equal(refusal(document('trust', { Principal: bad }), 'trust')?.message, `Invalid principal in policy: "AWS":"${iam('group/g')}"`);
  });

  test('a resource control policy takes everyone only', () => {
    for (const principal of [{ AWS: '111122223333' }, { Service: 'sns.amazonaws.com' }]) {
      assert.match(refusal(document('resource-control', { Principal: principal }), 'resource-control')!.kind, /principal$/);
    }
  });

  test('all that are named are listed as written', () => {
    const text = JSON.stringify({
      Statement: [
        { ...KEY_POLICY, Principal: { AWS: ['111122223333', iam('root')], Service: 'sns.amazonaws.com' } },
        { Effect: 'Deny', NotPrincipal: { AWS: iam('user/a') }, Action: 'kms:*', Resource: '*' },
        { Effect: 'Allow', Principal: { AWS: 'AIDACKCEVSQ6C2EXAMPLE' } },
      ],
    });
    assert.deepEqual(compilePolicy(text, 'resource').principals, [
      { type: 'AWS', value: '111122223333' },
      { type: 'AWS', value: iam('root') },
      { type: 'Service', value: 'sns.amazonaws.com' },
      { type: 'AWS', value: iam('user/a') },
      { type: 'AWS', value: 'AIDACKCEVSQ6C2EXAMPLE' },
    ]);
  });
});
