import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ROOT } from './support.ts';

interface Entry {
  version?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string | string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
}
type Packages = Record<string, Entry>;

const install = (await import(new URL('../../scripts/install.mjs', import.meta.url).href)) as {
  missing(locked: Packages, installed: Packages, scope: string, machine?: { platform: string; arch: string }): string[];
  installArguments(scope: string, installed: Packages): string[];
};

const machine = { platform: 'linux', arch: 'x64' };
const a: Entry = { version: '1.0.0', integrity: 'sha512-a' };
const locked: Packages = {
  '': { optionalDependencies: { runtime: '1', other: '1' } },
  'node_modules/a': a,
  'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', dev: true },
  'node_modules/runtime': { version: '3.0.0', optional: true, os: 'linux', cpu: ['x64'] },
  'node_modules/other': { version: '3.0.0', optional: true, os: ['darwin'], cpu: ['x64'] },
  'node_modules/extra': { version: '4.0.0', optional: true },
};
const { 'node_modules/b': _dev, ...production } = locked;
const without = (name: string): Packages => Object.fromEntries(Object.entries(locked).filter(([key]) => key !== name));

test('a whole install lacks nothing, neither does a production one for production', () => {
  assert.deepEqual(install.missing(locked, locked, 'all', machine), []);
  assert.deepEqual(install.missing(locked, production, 'production', machine), []);
  assert.deepEqual(install.missing(locked, production, 'all', machine), ['node_modules/b']);
});

test('what is missing, of another version or of other content counts', () => {
  assert.deepEqual(install.missing(locked, {}, 'production', machine), ['node_modules/a', 'node_modules/runtime']);
  assert.deepEqual(install.missing(locked, { ...locked, 'node_modules/a': { ...a, version: '1.0.1' } }, 'production', machine), ['node_modules/a']);
  assert.deepEqual(install.missing(locked, { ...locked, 'node_modules/a': { ...a, integrity: 'sha512-x' } }, 'production', machine), ['node_modules/a']);
});

test('of optional packages only the runtime of this machine must be there', () => {
  assert.deepEqual(install.missing(locked, without('node_modules/extra'), 'all', machine), []);
  assert.deepEqual(install.missing(locked, without('node_modules/other'), 'all', machine), []);
  assert.deepEqual(install.missing(locked, without('node_modules/runtime'), 'all', machine), ['node_modules/runtime']);
  assert.deepEqual(install.missing(locked, without('node_modules/runtime'), 'all', { platform: 'linux', arch: 'arm64' }), []);
});

test("a production install leaves a developer's packages alone", () => {
  assert.ok(install.installArguments('production', {}).includes('--omit=dev'));
  assert.ok(!install.installArguments('production', locked).includes('--omit=dev'));
  assert.ok(!install.installArguments('all', {}).includes('--omit=dev'));
});

/** A tree with the launchers but without packages, or with an npm that only says what it is asked. */
function bareTree(t: TestContext): string {
  const tree = mkdtempSync(join(tmpdir(), 'trent-tree-'));
  t.after(() => rmSync(tree, { recursive: true, force: true }));
  for (const part of ['bin', 'scripts', 'package.json', 'package-lock.json']) cpSync(join(ROOT, part), join(tree, part), { recursive: true });
  return tree;
}

test('without packages, the command says what to do in one line and a hint', (t) => {
  const tree = bareTree(t);
  mkdirSync(join(tree, 'src', 'cli'), { recursive: true });
  writeFileSync(join(tree, 'src', 'cli', 'main.ts'), '');
  const { status, stderr } = spawnSync(process.execPath, [join(tree, 'bin', 'trent'), 'serve'], { encoding: 'utf8' });
  assert.deepEqual([status, stderr.split('\n')], [1, ['trent: its packages are not installed', `hint: cd ${tree} && npm ci`, '']]);
});

test('npm is called when packages are missing, through a link to the tree too, and its failure is passed on', (t) => {
  const tree = bareTree(t);
  const link = `${tree}-link`;
  symlinkSync(tree, link);
  t.after(() => rmSync(link));
  const npm = join(tree, 'npm.js');
  const run = (code: number) => {
    writeFileSync(npm, `process.stderr.write('npm was called: ' + process.argv.slice(2).join(' ')); process.exit(${code});`);
    const environment = { ...process.env, npm_execpath: npm, npm_config_user_agent: 'npm/10.0.0 node/v20' };
    return spawnSync(process.execPath, [join(link, 'scripts', 'install.mjs'), 'production'], { encoding: 'utf8', env: environment });
  };
  assert.match(run(0).stderr, /npm was called: ci --loglevel=error --omit=dev/);
  assert.equal(run(0).status, 0);
  assert.equal(run(3).status, 1);
});
