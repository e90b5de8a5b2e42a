/** Where the operator says the root key is. */
import { join, resolve } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import type { RootKeySource } from '../contract.ts';
import { commandRootKey } from './command.ts';
import { environmentRootKey, readVariable } from './environment.ts';
import { FileRootKey } from './file.ts';
import { memoryRootKey } from './memory.ts';
import { PassphraseRootKey } from './passphrase.ts';
import { readPrivateFile } from './private-file.ts';

const FORMS = 'file:PATH, env:NAME, command:CMD, passphrase:env:NAME or passphrase:file:PATH';
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

type Sources = Readonly<Record<string, (value: string) => RootKeySource>>;

const SOURCES: Sources = Object.freeze({
  __proto__: null as never,
  file: (path: string) => new FileRootKey(resolve(path)),
  env: (name: string) => environmentRootKey(variableName(name)),
  command: commandRootKey,
  passphrase: (where: string) => parsePassphrase(where),
});

/**
 * @param text `file:PATH`, `env:NAME`, `command:CMD`, `passphrase:env:NAME`, `passphrase:file:PATH`; `file` or the empty
 *   text is `file:DIR/root.key`, or a key in memory for `:memory:`
 * @param dataDir the data directory, or `:memory:`
 * @throws UsageError for any other text. The text is not repeated: somebody may have put the key itself there.
 */
export function parseRootKeySource(text: string, dataDir: string): RootKeySource {
  if (text === '' || text === 'file') {
    return dataDir === ':memory:' ? memoryRootKey() : new FileRootKey(resolve(join(dataDir, 'root.key')));
  }
  const colon = text.indexOf(':');
  const source = SOURCES[text.slice(0, Math.max(colon, 0))];
  const value = text.slice(colon + 1);
  if (source === undefined || value === '') throw new UsageError('the root key source is not of a known form', FORMS);
  return source(value);
}

/** As `parseRootKeySource`; naming the file in use means a new key in the same file. */
export function parseNextRootKeySource(text: string, dataDir: string, current: RootKeySource): RootKeySource {
  const next = parseRootKeySource(text, dataDir);
  const samePlace = next instanceof FileRootKey && current instanceof FileRootKey && next.path === current.path;
  return samePlace ? current.successor() : next;
}

function parsePassphrase(where: string): RootKeySource {
  const [, kind, value] = /^(env|file):(.+)$/s.exec(where) ?? [];
  if (value === undefined) throw new UsageError('the root key source is not of a known form', FORMS);
  if (kind === 'file') return new PassphraseRootKey(`file ${value}`, () => contentOf(value));
  const name = variableName(value);
  return new PassphraseRootKey(`environment variable ${name}`, () => readVariable(name));
}

/** Without the line's end that editors leave. */
function contentOf(path: string): string {
  const content = readPrivateFile(resolve(path));
  if (content === undefined) throw new UsageError(`the passphrase file ${path} is missing`);
  return content.replace(/\r?\n$/, '');
}

function variableName(name: string): string {
  if (VARIABLE_NAME.test(name)) return name;
  throw new UsageError('the root key source names no environment variable', 'letters, digits and underscores');
}
