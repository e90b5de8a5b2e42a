/** The seed of scenario `policies`: policies as applications have them, all valid by AWS's quotas. */
import type { Credentials } from './signer.ts';

const ACCOUNT = '000000000000';
export const POLICIES_KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
export const POLICIES_USER: Credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
/** Of every measured request. */
export const CONTEXT: { readonly [key: string]: string } = { tenant: 'eu-7' };

const iam = (path: string): string => `arn:aws:iam::${ACCOUNT}:${path}`;
const key = (id: string): string => `arn:aws:kms:*:${ACCOUNT}:key/${id}`;
const document = (...statements: object[]): object => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | string[], Resource: string | string[], Condition?: object): object => ({
  Effect: 'Allow', Action, Resource, ...(Condition && { Condition }),
});

const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];

const KEY_POLICY = document(
  { Sid: 'Account', Effect: 'Allow', Principal: { AWS: iam('root') }, Action: 'kms:*', Resource: '*' },
  {
    Sid: 'Administrators', Effect: 'Allow', Principal: { AWS: [iam('role/key-admin'), iam('user/deployer')] }, Resource: '*',
    Action: [
      'kms:Create*', 'kms:Describe*', 'kms:Enable*', 'kms:List*', 'kms:Put*', 'kms:Update*', 'kms:Revoke*', 'kms:Disable*', 'kms:Get*',
      'kms:Delete*', 'kms:TagResource', 'kms:UntagResource', 'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion',
    ],
  },
  {
    Sid: 'Users', Effect: 'Allow', Principal: { AWS: [iam('role/application'), iam('user/deployer')] }, Action: USE, Resource: '*',
    Condition: {
      StringEquals: { 'kms:ViaService': ['s3.us-east-1.amazonaws.com', 'ebs.us-east-1.amazonaws.com'], 'kms:EncryptionContext:tenant': 'us-1' },
    },
  },
  {
    Sid: 'Resources', Effect: 'Allow', Principal: { AWS: iam('role/application') }, Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'], Resource: '*',
    Condition: { Bool: { 'kms:GrantIsForAWSResource': true } },
  },
  { Sid: 'Strangers', Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*', Condition: { StringNotEquals: { 'kms:CallerAccount': ACCOUNT } } },
);

const SERVICES = ['s3', 'sqs', 'sns', 'dynamodb', 'logs', 'lambda', 'ec2', 'ssm'];
const TEAM = { StringEquals: { 'aws:PrincipalTag/team': 'orders' } };

/** Eight for other services, ten for KMS that do not fit, the one that allows, and a Deny. */
const USER_POLICY = document(
  ...SERVICES.map((service) => allow([`${service}:Get*`, `${service}:List*`], `arn:aws:${service}:*:${ACCOUNT}:orders-*`, TEAM)),
  allow(['kms:List*', 'kms:DescribeKey'], '*'),
  allow(['kms:Encrypt', 'kms:Decrypt'], key('mrk-*'), TEAM),
  allow('kms:*', '*', { StringEquals: { 'aws:PrincipalTag/team': 'keys' } }),
  allow('kms:Decrypt', '*', { StringEquals: { 'kms:EncryptionContext:tenant': ['us-1', 'us-2'] } }),
  allow('kms:GenerateDataKey*', '*', { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } }),
  allow(['kms:Encrypt', 'kms:GenerateDataKey'], '*', { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] } }),
  allow(USE, '*', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }),
  allow(USE, '*', { ArnLike: { 'aws:PrincipalArn': iam('role/orders-*') } }),
  allow(['kms:Sign', 'kms:Verify'], '*', TEAM),
  allow('kms:*', key('0987dcba-*')),
  allow(USE, key('1234abcd-*'), {
    ...TEAM,
    StringLike: { 'kms:EncryptionContext:tenant': 'eu-*' },
    IpAddress: { 'aws:SourceIp': ['127.0.0.0/8', '::1/128'] },
    DateLessThan: { 'aws:CurrentTime': '2199-01-01T00:00:00Z' },
    ArnLike: { 'aws:PrincipalArn': iam('user/orders/*') },
  }),
  { Effect: 'Deny', Action: ['kms:ScheduleKeyDeletion', 'kms:DisableKey'], Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalTag/role': 'admin' } } },
);

const trustPolicy = document({ Effect: 'Allow', Principal: { AWS: iam('root') }, Action: 'sts:AssumeRole' });

export function policiesSeed(): string {
  const { region: _region, ...accessKey } = POLICIES_USER;
  const account = {
    id: ACCOUNT,
    policies: [{ name: 'orders', document: USER_POLICY }],
    users: [
      { name: 'measured', path: '/orders/', tags: { team: 'orders', role: 'service' }, policies: ['orders'], accessKeys: [accessKey] },
      { name: 'deployer' },
    ],
    roles: [{ name: 'key-admin', trustPolicy }, { name: 'application', trustPolicy }],
  };
  const grants = [{ grantee: iam('role/application'), operations: ['Decrypt', 'GenerateDataKey'] }];
  return JSON.stringify({ accounts: [account], keys: [{ id: POLICIES_KEY, policy: KEY_POLICY, grants }] });
}
