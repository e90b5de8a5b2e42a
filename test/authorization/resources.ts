/** Things of an account for requests to be about, each made when it is asked for. */
import {
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  type IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  EncryptCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { allow, policy } from '../iam/support.ts';
import { ACCOUNT, type Booted } from '../support/boot.ts';
import type { Values } from './model-inputs.ts';

const TRUST = policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' });

export class Resources {
  readonly #iam: IAMClient;
  readonly #kms: KMSClient;
  readonly #secrets: SecretsManagerClient;
  #count = 0;
  #keyId = '';

  constructor(booted: Booted, iam: IAMClient) {
    this.#iam = iam;
    this.#kms = booted.client();
    const { trent, credentials } = booted;
    this.#secrets = new SecretsManagerClient({ endpoint: trent.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  }

  async putPolicy(user: string, document: string): Promise<void> {
    await this.#iam.send(new PutUserPolicyCommand({ UserName: user, PolicyName: 'own', PolicyDocument: document }));
  }

  #name(): string {
    return `sample-${++this.#count}`;
  }

  async #user(): Promise<string> {
    const UserName = this.#name();
    await this.#iam.send(new CreateUserCommand({ UserName }));
    return UserName;
  }

  async #group(): Promise<string> {
    const GroupName = this.#name();
    await this.#iam.send(new CreateGroupCommand({ GroupName }));
    return GroupName;
  }

  async #role(): Promise<{ name: string; arn: string }> {
    const { Role } = await this.#iam.send(new CreateRoleCommand({ RoleName: this.#name(), AssumeRolePolicyDocument: TRUST }));
    return { name: Role!.RoleName!, arn: Role!.Arn! };
  }

  async #policy(): Promise<string> {
    const input = { PolicyName: this.#name(), PolicyDocument: policy(allow('kms:ListKeys')) };
    const { Policy } = await this.#iam.send(new CreatePolicyCommand(input));
    return Policy!.Arn!;
  }

  async #provider(): Promise<string> {
    const Url = `https://${this.#name()}.example.com`;
    return (await this.#iam.send(new CreateOpenIDConnectProviderCommand({ Url }))).OpenIDConnectProviderArn!;
  }

  async #accessKey(): Promise<string> {
    const { AccessKey } = await this.#iam.send(new CreateAccessKeyCommand({ UserName: await this.#user() }));
    return AccessKey!.AccessKeyId!;
  }

  async #key(): Promise<string> {
    const { KeyMetadata } = await this.#kms.send(new CreateKeyCommand({}));
    this.#keyId = KeyMetadata!.KeyId!;
    return KeyMetadata!.Arn!;
  }

  async #ciphertext(): Promise<Uint8Array> {
    const { CiphertextBlob } = await this.#kms.send(new EncryptCommand({ KeyId: await this.#key(), Plaintext: Buffer.from('x') }));
    return CiphertextBlob!;
  }

  async #alias(): Promise<string> {
    const AliasName = `alias/${this.#name()}`;
    await this.#kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: await this.#key() }));
    return AliasName;
  }

  /** On the key that was made last. */
  async #grant(): Promise<string> {
    const input = { KeyId: this.#keyId, GranteePrincipal: ACCOUNT, Operations: ['Encrypt' as const] };
    return (await this.#kms.send(new CreateGrantCommand(input))).GrantId!;
  }

  async #secret(): Promise<string> {
    return (await this.#secrets.send(new CreateSecretCommand({ Name: this.#name(), SecretString: 'x' }))).ARN!;
  }

  readonly values: Values = {
    SecretId: () => this.#secret(),
    ResourcePolicy: () => policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }),
    AddReplicaRegions: () => [{ Region: 'eu-west-1' }],
    Path: () => '/sample',
    UserName: () => this.#user(),
    GroupName: () => this.#group(),
    RoleName: async () => (await this.#role()).name,
    RoleArn: async () => (await this.#role()).arn,
    PolicyArn: () => this.#policy(),
    PermissionsBoundary: () => this.#policy(),
    PolicySourceArn: async () => `arn:aws:iam::${ACCOUNT}:user/${await this.#user()}`,
    PolicyDocument: () => policy(allow('kms:ListKeys')),
    AssumeRolePolicyDocument: () => TRUST,
    PolicyInputList: () => [policy(allow('kms:ListKeys'))],
    OpenIDConnectProviderArn: () => this.#provider(),
    AccessKeyId: () => this.#accessKey(),
    VersionId: () => 'v1',
    Url: () => `https://${this.#name()}.example.com`,
    KeyId: () => this.#key(),
    SourceKeyId: () => this.#key(),
    TargetKeyId: () => this.#key(),
    DestinationKeyId: () => this.#key(),
    CiphertextBlob: () => this.#ciphertext(),
    AliasName: () => this.#alias(),
    GrantId: () => this.#grant(),
    GranteePrincipal: () => ACCOUNT,
    RetiringPrincipal: () => `arn:aws:iam::${ACCOUNT}:root`,
    ResourceId: () => `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/sample`,
    ResourceIdList: () => [`arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/sample`],
    ReplicaRegion: () => 'eu-west-1',
    Policy: () => policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*' }),
  };
}
