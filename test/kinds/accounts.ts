/** Accounts with all their clients, against one server, and what their CloudTrail shows. */
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { IAM } from '@aws-sdk/client-iam';
import { KMS } from '@aws-sdk/client-kms';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import type { AccountCredentials } from '../../src/config.ts';
import { type Booted, REGION } from '../support/boot.ts';

export interface Account {
  readonly id: string;
  readonly kms: KMS;
  readonly secrets: SecretsManager;
  readonly ssm: SSM;
  readonly iam: IAM;
  readonly cloudtrail: CloudTrail;
  /** Events of this account, oldest first. */
  events(eventName: string): Promise<CloudTrailEvent[]>;
  /** As another principal of the account. */
  as(credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }): Account;
  close(): void;
}

/** The members that the tests look at. */
export interface CloudTrailEvent {
  readonly eventName: string;
  readonly eventType: string;
  readonly eventSource: string;
  readonly userIdentity: { readonly type?: string; readonly accountId?: string; readonly arn?: string; readonly invokedBy?: string };
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly requestParameters: { readonly [name: string]: unknown } | null;
  readonly responseElements: { readonly [name: string]: unknown } | null;
  readonly resources?: readonly { readonly accountId: string; readonly type: string; readonly ARN: string }[];
  readonly serviceEventDetails?: { readonly [name: string]: unknown };
  readonly recipientAccountId: string;
  readonly sharedEventID?: string;
  readonly eventID: string;
}

export async function accountOf(booted: Booted, id: string): Promise<Account> {
  const own = booted.trent.config.account === id;
  return clientsOf(booted, own ? booted.credentials : await booted.trent.createAccount(id), id);
}

function clientsOf(booted: Booted, credentials: Omit<AccountCredentials, 'account'>, id: string): Account {
  const config = { endpoint: booted.trent.url, region: REGION, credentials, maxAttempts: 1 };
  const clients = {
    kms: new KMS(config),
    secrets: new SecretsManager(config),
    ssm: new SSM(config),
    iam: new IAM(config),
    cloudtrail: new CloudTrail(config),
  };
  return {
    id,
    ...clients,
    events: (eventName) => eventsOf(clients.cloudtrail, eventName),
    as: (other) => clientsOf(booted, other, id),
    close: () => Object.values(clients).forEach((client) => client.destroy()),
  };
}

async function eventsOf(cloudtrail: CloudTrail, AttributeValue: string): Promise<CloudTrailEvent[]> {
  const found: CloudTrailEvent[] = [];
  for (let NextToken: string | undefined; ; ) {
    const page = await cloudtrail.lookupEvents({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue }], NextToken });
    found.push(...page.Events!.map(({ CloudTrailEvent: text }) => JSON.parse(text!) as CloudTrailEvent));
    NextToken = page.NextToken;
    if (NextToken === undefined) return found.reverse();
  }
}
