/** The flags of trails: where their buckets are, and how often they deliver. */
import { resolve } from 'node:path';
import { REGION_NAME } from '../base/arn.ts';
import type { TrailsConfig } from '../config.ts';
import type { Flag, Flags } from './flags.ts';
import { FlagError } from './output.ts';

/** Amazon S3 itself. */
const AMAZON = 'aws';

export const TRAIL_FLAGS: readonly Flag[] = [
  { name: 'trail-directory', value: 'DIR', help: 'trails deliver to folders of this directory, one a bucket' },
  { name: 'trail-s3', value: 'URL', help: `trails deliver to buckets of this S3-compatible server; ${AMAZON} is Amazon S3. Credentials: TRENT_TRAIL_S3_ACCESS_KEY_ID and TRENT_TRAIL_S3_SECRET_ACCESS_KEY, else as AWS's SDKs find them` },
  { name: 'trail-s3-region', value: 'REGION', default: 'us-east-1', help: 'region of that server' },
  { name: 'trail-delivery-seconds', value: 'SECONDS', default: '300', help: 'time between deliveries of log files' },
  { name: 'trail-digest-seconds', value: 'SECONDS', default: '3600', help: 'time that one digest file covers' },
];

export function trailsOf(flags: Flags, environment: NodeJS.ProcessEnv): TrailsConfig {
  flags.choose(['trail-directory'], ['trail-s3']);
  const deliverySeconds = secondsOf(flags, 'trail-delivery-seconds');
  const digestSeconds = secondsOf(flags, 'trail-digest-seconds');
  return { sink: sinkOf(flags, environment), deliverySeconds, digestSeconds };
}

function sinkOf(flags: Flags, environment: NodeJS.ProcessEnv): TrailsConfig['sink'] {
  const directory = flags.text('trail-directory');
  if (directory !== undefined) return { directory: resolve(directory) };
  const url = flags.text('trail-s3');
  if (url === undefined) return undefined;
  const region = flags.text('trail-s3-region')!;
  if (!REGION_NAME.test(region)) throw new FlagError(`${flags.shown('trail-s3-region')}: '${region}' is no region`, 'for example us-east-1');
  return { endpoint: endpointOf(flags, url), region, credentials: credentialsIn(environment) };
}

function endpointOf(flags: Flags, url: string): string | undefined {
  if (url === AMAZON) return undefined;
  // The value is not repeated: it may hold a password.
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new FlagError(`${flags.shown('trail-s3')} is no URL of an S3-compatible server`, `for example https://minio.example:9000, or ${AMAZON}`);
  }
  return url;
}

function credentialsIn(environment: NodeJS.ProcessEnv) {
  const { TRENT_TRAIL_S3_ACCESS_KEY_ID: accessKeyId, TRENT_TRAIL_S3_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (!accessKeyId && !secretAccessKey) return undefined;
  if (!accessKeyId || !secretAccessKey) throw new FlagError('TRENT_TRAIL_S3_ACCESS_KEY_ID and TRENT_TRAIL_S3_SECRET_ACCESS_KEY go together');
  return { accessKeyId, secretAccessKey, sessionToken: environment.TRENT_TRAIL_S3_SESSION_TOKEN };
}

const SECONDS_MAX = 86_400;

function secondsOf(flags: Flags, name: string): number {
  const text = flags.text(name)!;
  const seconds = Number(text);
  if (/^\d{1,5}$/.test(text) && seconds >= 1 && seconds <= SECONDS_MAX) return seconds;
  throw new FlagError(`${flags.shown(name)}: '${text}' is no number of seconds`, `a whole number from 1 to ${SECONDS_MAX}`);
}
