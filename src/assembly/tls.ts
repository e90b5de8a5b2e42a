/** What TLS needs: a certificate of the operator's, or one made at start. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Clock, DAY_MS } from '../base/clock.ts';
import { UsageError } from '../base/errors.ts';
import type { TrentConfig } from '../config.ts';
import { selfSignedCertificate } from '../crypto/signing-certificate.ts';

const SELF_SIGNED_DAYS = 365;

/** Where clients find a self-signed certificate to trust. */
export function certificateFile({ tls, location }: TrentConfig): string | undefined {
  const kept = 'data' in location && location.data !== ':memory:';
  return tls === 'self-signed' && kept ? resolve(location.data, 'tls-cert.pem') : undefined;
}

export async function tlsIdentity(
  { tls, host }: TrentConfig,
  clock: Clock,
  certFile: string | undefined,
): Promise<{ key: string; cert: string } | undefined> {
  if (tls === undefined) return undefined;
  if (tls === 'self-signed') {
    const now = clock.now();
    const names = [...new Set([host, 'localhost', '127.0.0.1'])];
    const identity = await selfSignedCertificate(names, now - DAY_MS, now + SELF_SIGNED_DAYS * DAY_MS);
    if (certFile !== undefined) await writeFile(certFile, identity.cert);
    return identity;
  }
  const read = (file: string) =>
    readFile(file, 'utf8').catch((error: Error) => {
      throw new UsageError(`cannot read ${file}: ${error.message}`);
    });
  return { key: await read(tls.keyFile), cert: await read(tls.certFile) };
}
