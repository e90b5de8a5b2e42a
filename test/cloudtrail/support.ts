/** A server whose trails deliver to a directory, with CloudTrail's SDK client. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { CloudTrail, type CloudTrailClientConfig } from '@aws-sdk/client-cloudtrail';
import type { TrentConfig } from '../../src/config.ts';
import { ACCOUNT, boot, type Booted, REGION } from '../support/boot.ts';
import { temporaryDirectory } from '../support/temporary.ts';

export { ACCOUNT, REGION };
export const OTHER_ACCOUNT = '111122223333';
export const OTHER_REGION = 'eu-west-1';
export const BUCKET = 'audit-logs';
export const HOUR = 3_600_000;

export interface TrailServer extends Booted {
  readonly directory: string;
  readonly cloudtrail: CloudTrail;
  cloudtrailIn(place: { account?: string; region?: string }): CloudTrail;
}

/** An emulator with a manual clock, unless told otherwise. */
export async function startTrails(t: TestContext, overrides: Partial<TrentConfig> = {}, periods: TrentConfig['trails'] = {}): Promise<TrailServer> {
  const directory = temporaryDirectory(t);
  mkdirSync(join(directory, BUCKET));
  const booted = await boot({ auth: 'off', clock: 'manual', trails: { sink: { directory }, ...periods }, ...overrides });
  const clients: CloudTrail[] = [];
  const cloudtrailIn: TrailServer['cloudtrailIn'] = ({ account, region = REGION }) => {
    const credentials = account === undefined ? booted.credentials : { accessKeyId: account, secretAccessKey: 'not checked' };
    const config: CloudTrailClientConfig = { endpoint: booted.trent.url, region, credentials, maxAttempts: 1 };
    const client = new CloudTrail(config);
    clients.push(client);
    return client;
  };
  t.after(async () => {
    for (const client of clients) client.destroy();
    await booted.stop();
  });
  return { ...booted, directory, cloudtrail: cloudtrailIn({}), cloudtrailIn };
}

export interface LoggedEvent {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly readOnly: boolean;
  readonly recipientAccountId: string;
  readonly [member: string]: unknown;
}

/** A bucket that is a folder: of a directory, or of s3rver, which gives its files another ending. */
export interface Folder {
  readonly path: string;
  readonly ending: string;
}

export const folderOf = (directory: string, ending = ''): Folder => ({ path: join(directory, BUCKET), ending });

/** Keys of the objects in it, without their metadata. */
export function objectsIn({ path, ending }: Folder): string[] {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));
  return paths.filter((name) => name.endsWith(`.json.gz${ending}`)).map((name) => name.slice(0, name.length - ending.length)).sort();
}

export const pathIn = ({ path, ending }: Folder, key: string): string => join(path, key) + ending;

export const isDigest = (key: string): boolean => key.includes('/CloudTrail-Digest/');

export const logsIn = (folder: Folder): string[] => objectsIn(folder).filter((key) => !isDigest(key));
export const digestsIn = (folder: Folder): string[] => objectsIn(folder).filter(isDigest);

export const readObject = (folder: Folder, key: string): string => gunzipSync(readFileSync(pathIn(folder, key))).toString('utf8');

/** Of all log files of a bucket, in order of their keys. */
export const eventsIn = (folder: Folder): LoggedEvent[] =>
  logsIn(folder).flatMap((key) => (JSON.parse(readObject(folder, key)) as { Records: LoggedEvent[] }).Records);

export const namesIn = (folder: Folder): string[] => eventsIn(folder).map(({ eventName }) => eventName);
