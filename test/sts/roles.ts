/** Roles to assume, and who they trust. */
import { CreateRoleCommand, type CreateRoleCommandInput, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, type Credentials } from '@aws-sdk/client-sts';
import type { Booted } from '../support/boot.ts';
import { type Keys, policy, stsOf } from '../iam/support.ts';

/** One statement of a trust policy. */
export const trust = (principal: string | object, action: string | string[] = 'sts:AssumeRole', condition?: object): object => ({
  Effect: 'Allow',
  Principal: typeof principal === 'string' ? { AWS: principal } : principal,
  Action: action,
  ...(condition && { Condition: condition }),
});

export interface RoleOptions extends Partial<CreateRoleCommandInput> {
  readonly trusts: object[];
  /** Statements of an inline policy. */
  readonly may?: object[];
}

export async function newRole(iam: IAMClient, RoleName: string, { trusts, may = [], ...more }: RoleOptions): Promise<{ arn: string; id: string }> {
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(...trusts), ...more }));
  if (may.length > 0) await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: policy(...may) }));
  return { arn: Role!.Arn!, id: Role!.RoleId! };
}

export const keysOf = ({ AccessKeyId, SecretAccessKey, SessionToken }: Credentials): Required<Keys> => ({
  accessKeyId: AccessKeyId!,
  secretAccessKey: SecretAccessKey!,
  sessionToken: SessionToken!,
});

export const assume = (booted: Booted, credentials: Keys, RoleArn: string, more: Partial<AssumeRoleCommandInput> = {}) =>
  stsOf(booted, { credentials }).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...more }));

/** The keys of the session alone. */
export const session = async (...args: Parameters<typeof assume>): Promise<Required<Keys>> => keysOf((await assume(...args)).Credentials!);
