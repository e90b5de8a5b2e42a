/** The second implementations that results are compared with: the `openssl` program, and noble. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { CryptoRefusal, type KeySpecRow, type RefusalKind, type UsableKey } from '../../src/crypto/contract.ts';
import { KEY_SPECS } from '../../src/crypto/key-specs.ts';

export function rowOf(spec: string): KeySpecRow {
  const row = KEY_SPECS[spec];
  assert.ok(row, spec);
  return row;
}

export async function newKey(spec: string): Promise<{ row: KeySpecRow; key: UsableKey; material: Buffer }> {
  const row = rowOf(spec);
  const material = await row.generate();
  return { row, key: row.load(material), material };
}

/**
 * Runs `openssl` among files: `@name` in an argument is the path of that file. `@out` is what the call gives back,
 * or its standard output if it writes no such file.
 */
export function openssl(args: string, files: { readonly [name: string]: Uint8Array | string } = {}): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'trent-crypto-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const argv = args.split(' ').map((arg) => arg.replace(/@(\w+)/, (_all, name: string) => join(folder, name)));
    const stdout = execFileSync('openssl', argv, { stdio: ['ignore', 'pipe', 'pipe'] });
    return args.includes('@out') ? readFileSync(join(folder, 'out')) : stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether `openssl` ends without an error. */
export function opensslAgrees(args: string, files: { readonly [name: string]: Uint8Array | string }): boolean {
  try {
    openssl(args, files);
    return true;
  } catch (error) {
    if ((error as { status?: number | null }).status === 1) return false;
    throw error;
  }
}

export const refusal =
  (kind: RefusalKind, detail?: number) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof CryptoRefusal, String(error));
    assert.equal(error.kind, kind);
    assert.equal(error.detail, detail);
    return true;
  };

/** A copy with one bit changed. */
export function flip(bytes: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
  return copy;
}
