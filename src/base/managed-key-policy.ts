/**
 * Key policies of AWS managed keys, as AWS writes them: whoever in the account may use the service uses the key through
 * it, and the account may look at it. Who may use the service is for the service's own permissions to say.
 */
import { partitionOf } from './arn.ts';

type Json = string | readonly Json[] | { readonly [name: string]: Json };

export type PolicyStatement = { readonly [element: string]: Json };

/** What a policy is written for. */
export interface ManagedKeyPlace {
  readonly account: string;
  readonly region: string;
}

/** @param service as the Sid names it: `SSM` */
export const accessThrough = (service: string, actions: readonly string[], Condition: Json): PolicyStatement => ({
  Sid: `Allow access through ${service} for all principals in the account that are authorized to use ${service}`,
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: kms(actions),
  Resource: '*',
  Condition,
});

/** The caller is of the account, and the call comes by this service of the region. @param name `ssm` */
export const throughService = ({ account, region }: ManagedKeyPlace, name: string): Json => ({
  StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `${name}.${region}.amazonaws.com` },
});

/** By any region's endpoint of the service. */
export const throughServiceAnywhere = ({ account }: ManagedKeyPlace, name: string): Json => ({
  StringEquals: { 'kms:CallerAccount': account },
  StringLike: { 'kms:ViaService': `${name}.*.amazonaws.com` },
});

export const metadataAccess = ({ account, region }: ManagedKeyPlace, more: readonly string[] = []): PolicyStatement => ({
  Sid: 'Allow direct access to key metadata to the account',
  Effect: 'Allow',
  Principal: { AWS: `arn:${partitionOf(region)}:iam::${account}:root` },
  Action: kms(['Describe*', 'Get*', 'List*', ...more]),
  Resource: '*',
});

export const serviceMetadataAccess = (sid: string, principal: string): PolicyStatement => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: { Service: principal },
  Action: kms(['Describe*', 'Get*', 'List*']),
  Resource: '*',
});

/** Of an AWS owned key: nobody sees it, and it is the service's alone. */
export const ownedKeyPolicy = (principal: string): string =>
  managedKeyPolicy('owned-1', [{ Effect: 'Allow', Principal: { Service: principal }, Action: 'kms:*', Resource: '*' }]);

/** The policy in the layout in which AWS returns it. @param id `auto-ssm-1` */
export const managedKeyPolicy = (id: string, statements: readonly PolicyStatement[]): string =>
  layout({ Version: '2012-10-17', Id: id, Statement: statements }, '');

const kms = (actions: readonly string[]): Json => {
  const named = actions.map((action) => `kms:${action}`);
  return named.length === 1 ? named[0]! : named;
};

function layout(value: Json, indent: string): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[ ${value.map((item: Json) => layout(item, indent)).join(', ')} ]`;
  const members = Object.entries(value).map(([name, member]) => `${indent}  "${name}" : ${layout(member, `${indent}  `)}`);
  return `{\n${members.join(',\n')}\n${indent}}`;
}
