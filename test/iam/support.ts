/** IAM and STS by their SDKs against a booted Trent. */
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, type IAMClientConfig, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import type { Booted } from '../support/boot.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Of the administrator, or with the credentials given. IAM's region is always `us-east-1`. */
export const iamOf = (booted: Booted, config: IAMClientConfig = {}): IAMClient =>
  new IAMClient({ endpoint: booted.trent.url, region: 'us-east-1', credentials: booted.credentials, maxAttempts: 1, ...config });

export const stsOf = (booted: Booted, config: STSClientConfig = {}): STSClient =>
  new STSClient({ endpoint: booted.trent.url, region: 'us-east-1', credentials: booted.credentials, maxAttempts: 1, ...config });

/** A policy of one Allow, or of the statements given. */
export const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const allow = (action: string | string[], resource: string | string[] = '*', condition?: object): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition && { Condition: condition }),
});

export const deny = (action: string | string[], resource: string | string[] = '*', condition?: object): object => ({
  ...allow(action, resource, condition),
  Effect: 'Deny',
});

/** A user with an access key and, when there are statements, an inline policy of them. */
export async function newUser(iam: IAMClient, name: string, ...statements: object[]): Promise<Keys & { readonly arn: string; readonly id: string }> {
  const { User } = await iam.send(new CreateUserCommand({ UserName: name }));
  if (statements.length > 0) {
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument: policy(...statements) }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey!, arn: User!.Arn!, id: User!.UserId! };
}
