/**
 * `node scripts/install.mjs production|all`: runs `npm ci` when what package-lock.json asks for is not what is
 * installed, and otherwise returns within milliseconds: it stands before every `npm start`.
 *
 * npm notes what it installed in node_modules/.package-lock.json, as the last step, with the same entries as
 * package-lock.json has; so the two are compared, and an interrupted install counts as none.
 * Plain JavaScript for Node 18: it runs before the pinned Node is there.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OLDEST_NPM_MAJOR = 10;

/** The `packages` of a lockfile; undefined when there is no readable one. */
export function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** `os` and `cpu` of a package: a name or a list, where `!name` stands for all others. */
function allows(names, value) {
  const list = [names ?? []].flat();
  if (list.includes(`!${value}`)) return false;
  return list.includes(value) || list.every((item) => item.startsWith('!'));
}

const isForThisMachine = (entry, machine) => allows(entry.os, machine.platform) && allows(entry.cpu, machine.arch);

/**
 * Names of what is missing or other than locked.
 * npm leaves out an optional package that it could not get, so only those that the project itself names must be there.
 */
export function missing(locked, installed, scope, machine = process) {
  const ownOptional = new Set(Object.keys(locked['']?.optionalDependencies ?? {}));
  const names = Object.keys(locked).filter((name) => name.startsWith('node_modules/'));
  return names.filter((name) => {
    const want = locked[name];
    if (scope === 'production' && want.dev) return false;
    const have = installed[name];
    if (have) return have.version !== want.version || have.integrity !== want.integrity;
    if (!isForThisMachine(want, machine)) return false;
    return !want.optional || ownOptional.has(name.slice('node_modules/'.length));
  });
}

/** A production install must not take a developer's packages away. */
export function installArguments(scope, installed) {
  const hasDeveloperPackages = Object.values(installed).some((entry) => entry.dev);
  const omit = scope === 'production' && !hasDeveloperPackages ? ['--omit=dev'] : [];
  return ['ci', '--loglevel=error', ...omit, '--no-audit', '--no-fund'];
}

function npm(args) {
  // Set when npm runs this script: the very npm that was called, and its Node, as ours may lie in node_modules, which goes.
  const { npm_execpath: script, npm_node_execpath: node = process.execPath } = process.env;
  return script?.endsWith('.js')
    ? spawnSync(node, [script, ...args], { cwd: ROOT, stdio: ['inherit', 2, 2] })
    : spawnSync('npm', args, { cwd: ROOT, stdio: ['inherit', 2, 2], shell: process.platform === 'win32' });
}

function npmIsTooOld() {
  const version = /\bnpm\/(\d+)/.exec(process.env.npm_config_user_agent ?? '');
  return version !== null && Number(version[1]) < OLDEST_NPM_MAJOR;
}

function main(scope) {
  if (scope !== 'production' && scope !== 'all') return fail('which packages?', 'node scripts/install.mjs production|all');
  const locked = packagesOf(`${ROOT}/package-lock.json`);
  if (!locked) return fail('package-lock.json cannot be read', 'restore it from the repository');
  const installed = packagesOf(`${ROOT}/node_modules/.package-lock.json`) ?? {};
  const lacking = missing(locked, installed, scope);
  if (lacking.length === 0) return 0;
  if (npmIsTooOld()) return fail(`needs npm ${OLDEST_NPM_MAJOR} or later`, 'npm install --global npm@latest');
  process.stderr.write(`trent: installing packages (${lacking.length} missing or not as locked)\n`);
  const done = npm(installArguments(scope, installed));
  return done.status === 0 ? 0 : fail('npm ci failed', 'its messages are above; is the package registry reachable?');
}

function fail(message, hint) {
  process.stderr.write(`trent: ${message}\nhint: ${hint}\n`);
  return 1;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv[2]);
