/** A booted Trent in one call, with a real SDK client. In memory, signatures checked, unless told otherwise. */
import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';
import type { AccountCredentials, Trent, TrentConfig } from '../../src/config.ts';
import { startTrent } from '../../src/trent.ts';
import { auditDirectoryOf } from './audit-directory.ts';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

const DEFAULTS: TrentConfig = {
  host: '127.0.0.1',
  port: 0,
  location: { data: ':memory:' },
  account: ACCOUNT,
  region: REGION,
  auth: 'sigv4',
  clock: 'real',
};

export interface Booted extends AsyncDisposable {
  readonly trent: Trent;
  readonly credentials: AccountCredentials;
  /** A client of the administrator, or as overridden. All are destroyed with the server. */
  client(overrides?: KMSClientConfig): KMSClient;
  /** What the server reported to its operator: empty in a healthy test. */
  readonly reports: unknown[];
  stop(): Promise<void>;
}

export async function boot(overrides: Partial<TrentConfig> = {}): Promise<Booted> {
  const reports: unknown[] = [];
  const trent = await startTrent({ ...DEFAULTS, ...auditOf(overrides), ...overrides }, (error) => reports.push(error));
  const credentials = await trent.credentials();
  const clients: KMSClient[] = [];
  const stop = async (): Promise<void> => {
    for (const client of clients) client.destroy();
    await trent.stop();
  };
  const client = (config: KMSClientConfig = {}): KMSClient => {
    const made = new KMSClient({ endpoint: trent.url, region: REGION, credentials, maxAttempts: 1, ...config });
    clients.push(made);
    return made;
  };
  return { trent, credentials, client, reports, stop, [Symbol.asyncDispose]: stop };
}

const auditOf = ({ location }: Partial<TrentConfig>): Partial<TrentConfig> =>
  location && 'databaseUrl' in location ? { audit: { directory: auditDirectoryOf(location.databaseUrl) } } : {};

/** The name and text of what a call was refused with; fails when it was not. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error('the call was not refused');
}

/** Of calls that are under way together: each rejection is taken when it comes. */
export const refusals = (calls: readonly Promise<unknown>[]): Promise<Awaited<ReturnType<typeof refusal>>[]> => Promise.all(calls.map(refusal));
