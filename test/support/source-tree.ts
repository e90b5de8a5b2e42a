/** The source files as the tidy test sees them: their imports, and their code without comments and texts. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blankTexts } from './blank-texts.ts';

export const SOURCE = join(import.meta.dirname, '../../src');

export interface Import {
  /** `store/contract.ts` for a file of `src/`, else the package: `pg`, `node:fs`. */
  readonly to: string;
  readonly typesOnly: boolean;
  readonly names: readonly string[];
}

export interface SourceFile {
  /** `services/kms/keys.ts` */
  readonly path: string;
  readonly text: string;
  /** Of the same length and lines; comments, string and template texts and regular expressions are blanks. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** `import … from '…'`, `export … from '…'`, `import '…'`. */
const STATIC = /^(?:import|export)\s+(type\s+(?!from\b))?(?:([\w$*{}\s,]+?)\s+from\s+)?'([^']+)'/gm;
/** `import('…')`, in code and in types. */
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;

function importsOf(path: string, text: string): Import[] {
  const resolved = (to: string): string => (to.startsWith('.') ? join(dirname(path), to) : to);
  const fixed = [...text.matchAll(STATIC)].map(([, type, names = '', to]) => ({
    to: resolved(to!),
    typesOnly: type !== undefined || (/^\{/.test(names) && namesIn(names).every((name) => name.startsWith('type '))),
    names: namesIn(names).map((name) => name.replace(/^type /, '')),
  }));
  const late = [...text.matchAll(DYNAMIC)].map(([, to]) => ({ to: resolved(to!), typesOnly: false, names: [] }));
  return [...fixed, ...late];
}

const namesIn = (clause: string): string[] =>
  (/\{([^}]*)\}/.exec(clause)?.[1] ?? '')
    .split(',')
    .map((name) => name.trim().replace(/\s+as\s.*/, ''))
    .filter((name) => name !== '');

export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, code: blankTexts(text), imports: importsOf(path, text) };
}

export const sourceTree = (): SourceFile[] =>
  globSync('**/*.ts', { cwd: SOURCE })
    .sort()
    .map((path) => sourceFile(path, readFileSync(join(SOURCE, path), 'utf8')));
