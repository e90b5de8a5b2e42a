/** The rules of the source tree (ARCHITECTURE.md) that a compiler does not know. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { describe, test } from 'node:test';
import { blankTexts } from './support/blank-texts.ts';
import { functionsIn } from './support/functions.ts';
import { type SourceFile, sourceFile, sourceTree } from './support/source-tree.ts';

/** From left to right; `undefined`: every room to the right. Names are first folders, or files of `src/` itself. */
const ROOMS: { readonly [room: string]: readonly string[] | undefined } = {
  cli: undefined,
  'trent.ts': undefined,
  assembly: undefined,
  http: ['base'],
  'request.ts': undefined,
  protocol: ['base'],
  authn: ['crypto', 'base'],
  authz: ['base'],
  services: undefined,
  keyring: ['crypto', 'store', 'base'],
  audit: ['crypto', 'store', 'base'],
  crypto: ['base'],
  store: ['base'],
  base: [],
};
/** What a server is told: a value, beside the line of rooms. */
const CONFIG = 'config.ts';
const CONFIG_READERS = ['cli', 'trent.ts', 'assembly'];
/** The forms in which services hand over what rooms at their left ask for; types alone. */
const HANDED_OVER = ['protocol/service.ts', 'authn/contract.ts'];

/** Started by name: by a person, or as a thread. */
const ENTRY_POINTS = ['cli/main.ts', 'store/engines/sqlite-writer.ts', 'audit/index/index-worker.ts', 'audit/delivery/courier-thread.ts', 'crypto/slow-worker.ts'];

/** Who may import what; by the beginning of the importing path. */
const RESERVED: readonly { readonly what: RegExp; readonly by: RegExp }[] = [
  { what: /^(node:crypto|crypto|@noble\/.*)$/, by: /^crypto\// },
  { what: /^node:(http|https|http2|tls)$/, by: /^http\// },
  { what: /^node:net$/, by: /^(http\/|cli\/control-)/ },
  { what: /^(pg|node:sqlite)$/, by: /^store\/engines\// },
  { what: /^(http|https|http2|tls|net|fs|path|os|child_process)$/, by: /^(?!)/ },
];
const MINTS = { mintCaller: 'authn/', mintPermit: 'authz/' };

const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 60;
const GENERATED = /^services\/[a-z]+\/types\.ts$/;

const roomOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : path);

/** What is wrong with an import, or nothing. Exported names of packages are not looked at here. */
function misdirected(from: SourceFile, to: string, typesOnly: boolean): string | undefined {
  const [here, there] = [roomOf(from.path), roomOf(to)];
  if (here === CONFIG) return there === 'base' && typesOnly ? undefined : `${CONFIG} may import types of base`;
  if (there === CONFIG) return CONFIG_READERS.includes(here) ? undefined : `${CONFIG} is for ${CONFIG_READERS.join(' and ')}`;
  if (!(here in ROOMS) || !(there in ROOMS)) return 'no such room';
  if (here === there) return sameService(from.path, to) ? undefined : 'a service imports another';
  if (here === 'services' && HANDED_OVER.includes(to) && typesOnly) return undefined;
  const order = Object.keys(ROOMS);
  const allowed = ROOMS[here] ?? order.slice(order.indexOf(here) + 1);
  return allowed.includes(there) ? undefined : `${here} may not import ${there}`;
}

function sameService(from: string, to: string): boolean {
  if (roomOf(from) !== 'services') return true;
  return from.split('/')[1] === to.split('/')[1] || !from.includes('/', 'services/'.length);
}

const isOwn = (to: string): boolean => /\.(ts|json)$/.test(to);

function importFaults(file: SourceFile): string[] {
  return file.imports.flatMap(({ to, typesOnly, names }) => {
    const direction = isOwn(to) ? misdirected(file, to, typesOnly) : undefined;
    const reserved = RESERVED.find(({ what, by }) => what.test(to) && !by.test(file.path)) && 'it is reserved to another room';
    const mint = Object.entries(MINTS).find(([name, room]) => names.includes(name) && !file.path.startsWith(room));
    const faults = [direction, reserved, mint && `${mint[0]} is for ${mint[1]}`].filter((fault) => fault !== undefined);
    return faults.map((fault) => `${file.path} imports ${to}: ${fault}`);
  });
}

const CODE_RULES: readonly { readonly rule: string; readonly pattern: RegExp; readonly except: RegExp }[] = [
  { rule: 'asks for the present elsewhere than base/clock.ts', pattern: /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(/, except: /^base\/clock\.ts$/ },
  { rule: 'has the type any', pattern: /(?:[:<,|&(=]\s*|\bas\s+|\bis\s+|\bextends\s+)any\b(?!\s*[:(=])|\bany\[\]/, except: /^(?!)/ },
  { rule: 'uses private instead of #', pattern: /^\s*private\s+\w/m, except: /^(?!)/ },
];

function codeFaults({ path, code, text }: SourceFile): string[] {
  const faults = CODE_RULES.filter(({ pattern, except }) => pattern.test(code) && !except.test(path)).map(({ rule }) => `${path} ${rule}`);
  if (/\b(?:TODO|FIXME|XXX|HACK)\b/.test(text)) faults.push(`${path} has something left to do`);
  if (/@ts-(?:ignore|nocheck)/.test(text)) faults.push(`${path} silences the compiler`);
  return faults;
}

function sizeFaults({ path, code, text }: SourceFile): string[] {
  const lines = text.split('\n').length - 1;
  const faults = lines > FILE_LINES_MAX && !GENERATED.test(path) ? [`${path} has ${lines} lines`] : [];
  const long = functionsIn(code).filter((body) => body.lines > FUNCTION_LINES_MAX);
  // The service table is a list of one line an operation, and grows with the service.
  const table = /^services\/[a-z]+\/service\.ts$/;
  return [...faults, ...long.filter(() => !table.test(path)).map((body) => `${path}:${body.line}: a function of ${body.lines} lines`)];
}

function nameFaults({ path }: SourceFile): string[] {
  const parts = path.split('/');
  return parts.every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.ts)?$/.test(part)) ? [] : [`${path} is not in kebab-case`];
}

function unused(files: readonly SourceFile[]): string[] {
  const imported = new Set(files.flatMap((file) => file.imports.map(({ to }) => to)));
  const lone = files.filter(({ path }) => !imported.has(path) && !ENTRY_POINTS.includes(path) && !GENERATED.test(path));
  return lone.map(({ path }) => `${path} is never imported`);
}

const files = sourceTree();

describe('every file of src/', () => {
  test('is found', () => assert.ok(files.length > 100));
  const rules = { imports: importFaults, code: codeFaults, size: sizeFaults, names: nameFaults };
  for (const [what, rule] of Object.entries(rules)) {
    test(`keeps the rules on ${what}`, () => assert.deepEqual(files.flatMap(rule), []));
  }
  test('is imported, or an entry point that is there', () => {
    assert.deepEqual(unused(files), []);
    for (const path of ENTRY_POINTS) assert.ok(files.some((file) => file.path === path), `${path} is there`);
  });
});

describe('the rules themselves find', () => {
  const faultsOf = (path: string, text: string): number => {
    const file = sourceFile(path, text);
    return [importFaults, codeFaults, sizeFaults, nameFaults].flatMap((rule) => rule(file)).length;
  };
  const BAD: readonly (readonly [string, string])[] = [
    ['authz/a.ts', "import type { Key } from '../services/kms/keys.ts';"],
    ['http/a.ts', "import { sha256 } from '../crypto/hash.ts';"],
    ['store/a.ts', "import { hmac } from 'node:crypto';"],
    ['keyring/a.ts', "import { Pool } from 'pg';"],
    ['cli/serve.ts', "import { createServer } from 'node:net';"],
    ['services/kms/a.ts', "import { mintCaller } from '../../base/caller.ts';"],
    ['authn/a.ts', "import {\n  type Permit,\n  mintPermit,\n} from '../base/caller.ts';"],
    ['services/kms/a.ts', "import { users } from '../iam/users.ts';"],
    ['services/kms/a.ts', "import { compileService } from '../../protocol/service.ts';"],
    ['base/a.ts', "const late = await import('../store/open.ts');"],
    ['base/a.ts', 'const now = Date.now();'],
    ['base/a.ts', 'const now = new Date();'],
    ['base/a.ts', 'function f(x: any) {}'],
    ['base/a.ts', 'const x = JSON.parse(text) as any;'],
    ['base/a.ts', '// TODO later'],
    ['base/aB.ts', ''],
    ['base/a.ts', `const f = () => {\n${'x();\n'.repeat(FUNCTION_LINES_MAX)}};`],
    ['base/a.ts', `class A {\n  #f(a: string): Promise<void> {\n${'    x();\n'.repeat(FUNCTION_LINES_MAX)}  }\n}`],
    ['base/a.ts', '\n'.repeat(FILE_LINES_MAX + 1)],
  ];
  for (const [path, text] of BAD) {
    test(`${basename(path)}: ${text.trim().split('\n').slice(0, 2).join(' ').slice(0, 70)}`, () => assert.equal(faultsOf(path, text), 1));
  }

  test('nothing in texts and comments', () => {
    const text = "// Date.now()\nconst a = 'x: any', b = `Date.now() ${c.map((d) => `${d}`)}`, e = /new Date()[/'\"]/;\n";
    assert.equal(faultsOf('base/a.ts', text), 0);
    assert.equal(blankTexts(text).replaceAll(/\s+/g, ' '), ' const a = , b = c.map((d) => d ) , e = ; ');
  });

  test('a file that nobody imports', () => assert.equal(unused([sourceFile('base/a.ts', ''), sourceFile('base/b.ts', "import './a.ts';")]).length, 1));
});
