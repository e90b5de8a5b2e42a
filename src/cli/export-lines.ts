/** The lines that make a shell, and every AWS client started from it, use this server. */
import type { AccountCredentials } from '../config.ts';

export interface ExportedServer {
  readonly url: string;
  readonly region: string;
  /** A certificate that the clients have to trust. */
  readonly certificateFile?: string | undefined;
}

/**
 * One `export NAME=value` a line, fit for `eval`. The region goes out under both names: the AWS CLI 1 and boto3 read
 * AWS_DEFAULT_REGION alone.
 */
export function exportLines(server: ExportedServer, credentials: AccountCredentials): string[] {
  const variables = {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: server.region,
    AWS_DEFAULT_REGION: server.region,
    // The AWS CLI, boto3 and most SDKs read the first, the SDK for JavaScript the second.
    ...(server.certificateFile === undefined
      ? {}
      : { AWS_CA_BUNDLE: server.certificateFile, NODE_EXTRA_CA_CERTS: server.certificateFile }),
  };
  return Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
}

/** As one word of a POSIX shell (2.2.2, single quotes). */
function quoted(value: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
