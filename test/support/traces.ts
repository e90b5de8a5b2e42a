/** Looks for secrets in files and texts, in the forms in which they could lie there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Signs of base64 that depend on all of their bits in the secret, whatever lies before and after it. */
function base64Cores(secret: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), secret]).toString('base64').replace(/=+$/, '');
    return text.slice(shift === 0 ? 0 : shift + 1, text.length - 1);
  });
}

/** Raw, hex in both cases, base64 and base64url at each of the three offsets. */
export function formsOf(secret: Buffer): Buffer[] {
  const hex = secret.toString('hex');
  const base64 = base64Cores(secret);
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, ...[hex, hex.toUpperCase(), ...base64, ...url].map((text) => Buffer.from(text))];
}

export type Secrets = Readonly<Record<string, Buffer>>;

/** Which secrets the bytes hold. @param where for the answer: `WHERE: SECRET` */
export function tracesIn(bytes: Buffer, secrets: Secrets, where: string): string[] {
  const found = Object.entries(secrets).filter(([, secret]) => formsOf(secret).some((form) => bytes.includes(form)));
  return found.map(([name]) => `${where}: ${name}`);
}

export function tracesInDirectory(directory: string, secrets: Secrets): string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((file) => tracesIn(readFileSync(join(file.parentPath, file.name)), secrets, file.name));
}
