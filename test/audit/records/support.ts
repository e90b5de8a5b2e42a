/** A booted Trent with its clients and the events that it has recorded, read from its journal's own files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { IAM } from '@aws-sdk/client-iam';
import { KMS } from '@aws-sdk/client-kms';
import { STS } from '@aws-sdk/client-sts';
import { linesIn } from '../../../src/audit/journal/scan.ts';
import { FullLines } from '../../../src/audit/journal/short-lines.ts';
import type { TrentConfig } from '../../../src/config.ts';
import { ACCOUNT, boot, type Booted, REGION } from '../../support/boot.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

export { ACCOUNT, REGION };

/** A CloudTrail event, as its readers see it. */
export interface Event {
  readonly [member: string]: unknown;
  readonly userIdentity: { readonly [member: string]: unknown };
  readonly eventTime: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly requestParameters: { readonly [member: string]: unknown } | null;
  readonly responseElements: { readonly [member: string]: unknown } | null;
  readonly requestID?: string;
  readonly eventID: string;
  readonly errorCode?: string;
  readonly recipientAccountId: string;
}

export interface Recorded {
  readonly event: Event;
  /** The event as it is written. */
  readonly text: string;
  /** `[type, name]`, as LookupEvents lists them. */
  readonly resources: readonly (readonly [string, string])[];
  readonly username: string | null;
  readonly accessKeyId: string | null;
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

type Trace = { readonly $metadata: { readonly requestId?: string | undefined } };

export class Stage {
  readonly booted: Booted;
  readonly #directory: string;

  constructor(booted: Booted, directory: string) {
    this.booted = booted;
    this.#directory = directory;
  }

  kms(credentials: Keys = this.booted.credentials, region = REGION): KMS {
    return new KMS({ ...this.#settings(credentials), region });
  }

  iam(credentials: Keys = this.booted.credentials): IAM {
    return new IAM({ ...this.#settings(credentials), region: REGION });
  }

  sts(credentials: Keys = this.booted.credentials, region = REGION): STS {
    return new STS({ ...this.#settings(credentials), region });
  }

  /** A user with an access key and leave to do all that the statements say. */
  async user(UserName: string, ...Statement: object[]): Promise<Keys & { readonly arn: string; readonly id: string }> {
    const iam = this.iam();
    const { User } = await iam.createUser({ UserName });
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    if (Statement.length > 0) await iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = AccessKey!;
    return { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey!, arn: User!.Arn!, id: User!.UserId! };
  }

  /** All events so far. A read of its own is waited for first: what was answered before it stands before it. */
  async events(): Promise<readonly Recorded[]> {
    await this.sts().getCallerIdentity({});
    return this.recorded();
  }

  recorded(): readonly Recorded[] {
    const folder = join(this.#directory, 'audit', 'journal');
    const names = readdirSync(folder).filter((name) => name.endsWith('.log'));
    return names.sort().flatMap((name) => linesOf(readFileSync(join(folder, name))).flatMap(recordedIn));
  }

  /** The events that one call left, in all accounts and regions: of a refusal as well. */
  async of(call: Promise<Trace>): Promise<readonly Recorded[]> {
    const { $metadata } = await call.catch((error: unknown) => error as Trace);
    return (await this.events()).filter(({ event }) => event.requestID === $metadata.requestId);
  }

  /** Of a call that left one event alone. */
  async one(call: Promise<Trace>): Promise<Recorded> {
    const events = await this.of(call);
    if (events.length !== 1) throw new Error(`${events.length} events instead of one`);
    return events[0]!;
  }

  #settings(credentials: Keys) {
    return { endpoint: this.booted.trent.url, credentials, maxAttempts: 1 };
  }
}

/** In full. */
function linesOf(segment: Buffer): string[] {
  const lines = new FullLines((at) => segment.subarray(at, segment.indexOf('\n', at)));
  return [...linesIn(segment, 0, segment.length)].map(([from, to]) => lines.full(segment.subarray(from, to), from)!.toString('utf8'));
}

function recordedIn(line: string): Recorded[] {
  if (!line.startsWith('{"i":')) return [];
  const { i, e } = JSON.parse(line) as { i: unknown[]; e: Event };
  const text = line.slice(line.indexOf(',"e":') + ',"e":'.length, -1);
  const [username, accessKeyId, resources] = i.slice(7) as [string | null, string | null, Recorded['resources']];
  return [{ event: e, text, resources, username, accessKeyId }];
}

export async function stage(t: Pick<TestContext, 'after'>, overrides: Partial<TrentConfig> = {}): Promise<Stage> {
  const directory = temporaryDirectory(t as TestContext);
  const booted = await boot({ location: { data: directory }, rootKey: undefined, ...overrides });
  t.after(() => booted.stop());
  return new Stage(booted, directory);
}

export const allow = (...Action: string[]): object => ({ Effect: 'Allow', Action, Resource: '*' });

/** What KMS's records show of one key. */
export const keyResources = (...arns: string[]): object[] =>
  arns.map((ARN) => ({ accountId: ARN.split(':')[4], type: 'AWS::KMS::Key', ARN }));
