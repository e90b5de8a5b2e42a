/** The flags by which a server is described, and the configuration that they make. */
import { isAbsolute, resolve } from 'node:path';
import { ACCOUNT_ID, REGION_NAME } from '../base/arn.ts';
import type { TrentConfig } from '../config.ts';
import { AUDIT_FLAGS, auditOf } from './audit-flags.ts';
import type { Flag, Flags } from './flags.ts';
import { FlagError } from './output.ts';
import { TRAIL_FLAGS, trailsOf } from './trail-flags.ts';

export const IN_MEMORY = ':memory:';

/** Where the keys lie: the same for all commands. */
export const LOCATION_FLAGS: readonly Flag[] = [
  { name: 'data', value: 'DIR', default: './trent-data', help: `directory that keeps everything, made with mode 0700; ${IN_MEMORY} keeps nothing` },
  { name: 'database-url', value: 'URL', help: 'keep everything in PostgreSQL instead: postgres://user@host/database' },
  { name: 'root-key', value: 'SOURCE', help: 'where the root key comes from: file:PATH, env:NAME, command:LINE, passphrase:env:NAME, passphrase:file:PATH; else a file in the data directory' },
];

export const ACCOUNT_FLAG: Flag = { name: 'account', value: 'ID', default: '000000000000', help: 'account made on first start: 12 digits' };
export const PORT_FLAG: Flag = { name: 'port', value: 'PORT', default: '8736', help: 'port; 0 picks a free one' };
export const REGION_FLAG: Flag = { name: 'region', value: 'REGION', default: 'us-east-1', help: 'region printed for clients' };

export const SERVE_FLAGS: readonly Flag[] = [
  { name: 'host', value: 'ADDRESS', default: '127.0.0.1', help: 'address to listen on' },
  PORT_FLAG,
  ...LOCATION_FLAGS,
  ACCOUNT_FLAG,
  REGION_FLAG,
  { name: 'auth', value: 'MODE', default: 'sigv4', help: 'sigv4 checks every signature; off is the emulator mode, which checks none' },
  { name: 'tls', value: 'self-signed', help: 'serve HTTPS with a certificate made for this server' },
  { name: 'tls-cert', value: 'FILE', help: 'serve HTTPS: the certificate chain, PEM' },
  { name: 'tls-key', value: 'FILE', help: 'serve HTTPS: its private key, PEM' },
  { name: 'seed', value: 'FILE', help: 'accounts, keys and aliases to have before the first request (docs/seed-file.md)' },
  { name: 'clock', value: 'KIND', default: 'real', help: 'manual stands still until `trent clock advance`; emulator mode only' },
  { name: 'oidc-keys', value: 'ISSUER=SOURCE,…', help: 'key sets (JWKS) of OpenID Connect issuers: a file or an https:// URL; else they are found by discovery' },
  ...AUDIT_FLAGS,
  ...TRAIL_FLAGS,
  { name: 'parameter-quota', value: 'N', help: 'parameters that an account may have in a region; else, as with AWS, 10000 standard and 100000 advanced ones' },
  {
    name: 'rotation-functions',
    value: 'NAME=TARGET,…',
    help: 'what rotates secrets in place of the Lambda function NAME: an https:// URL, or command:LINE',
  },
  { name: 'i-know-this-is-insecure', help: 'let the emulator mode listen beyond this machine' },
];

/** All but the seed, which its own file reads. @throws FlagError */
export function configOf(flags: Flags): TrentConfig {
  flags.choose(['tls'], ['tls-cert', 'tls-key']);
  const config: TrentConfig = {
    host: hostOf(flags),
    port: portOf(flags),
    location: locationOf(flags),
    rootKey: rootKeyOf(flags, 'root-key'),
    account: accountOf(flags),
    region: regionOf(flags),
    auth: oneOf(flags, 'auth', ['sigv4', 'off'] as const),
    tls: tlsOf(flags),
    clock: oneOf(flags, 'clock', ['real', 'manual'] as const),
    oidcKeys: oidcKeysOf(flags),
    rotationFunctions: rotationFunctionsOf(flags),
    audit: auditOf(flags),
    trails: trailsOf(flags, process.env),
    parameterQuota: parameterQuotaOf(flags),
  };
  refuseUnsafe(config, flags);
  return config;
}

/** Rules that join flags. */
function refuseUnsafe(config: TrentConfig, flags: Flags): void {
  if (config.clock === 'manual' && config.auth !== 'off')
    throw new FlagError(`${flags.shown('clock')} manual is for the emulator mode`, 'add --auth off');
  // Without signatures, reaching the port is all it takes to use every key.
  if (config.auth === 'off' && !isLoopback(config.host) && !flags.isSet('i-know-this-is-insecure'))
    throw new FlagError(
      `${flags.shown('auth')} off lets everyone who reaches ${config.host} use every key`,
      'keep --host 127.0.0.1, or say --i-know-this-is-insecure',
    );
}

/** Names other than localhost are not looked up: what they stand for can change. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** The default directory is chosen after the exclusion, so that a database alone is no conflict. */
export function locationOf(flags: Flags): TrentConfig['location'] {
  flags.choose(['data'], ['database-url']);
  const databaseUrl = flags.isSet('database-url') ? flags.text('database-url') : undefined;
  if (databaseUrl === undefined) {
    const data = flags.text('data')!;
    return { data: data === IN_MEMORY ? data : resolve(data) };
  }
  // The value is not repeated: it may hold a password.
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) throw new FlagError(`${flags.shown('database-url')} is no PostgreSQL URL`, 'for example postgres://trent@localhost/trent');
  return { databaseUrl };
}

function hostOf(flags: Flags): string {
  const host = flags.text('host')!;
  const bare = /^\[(.*)\]$/.exec(host)?.[1] ?? host;
  if (!/^[A-Za-z0-9.:%_-]+$/.test(bare)) throw new FlagError(`${flags.shown('host')}: '${host}' is no address`);
  return bare;
}

export function portOf(flags: Flags): number {
  const text = flags.text('port')!;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new FlagError(`${flags.shown('port')}: '${text}' is no port`, 'a number from 0 to 65535; 0 picks a free one');
  return port;
}

export function accountOf(flags: Flags): string {
  return checkAccount(flags.text('account')!, flags.shown('account'));
}

export function checkAccount(account: string, where: string): string {
  if (!ACCOUNT_ID.test(account)) throw new FlagError(`${where}: '${account}' is no account`, '12 digits, for example 111122223333');
  return account;
}

export function regionOf(flags: Flags): string {
  const region = flags.text('region')!;
  if (!REGION_NAME.test(region)) throw new FlagError(`${flags.shown('region')}: '${region}' is no region`, 'for example us-east-1');
  return region;
}

function oneOf<const T extends string>(flags: Flags, name: string, allowed: readonly T[]): T {
  const value = flags.text(name);
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw new FlagError(`${flags.shown(name)}: '${value}' is not one of ${allowed.join(', ')}`);
  return found;
}

function tlsOf(flags: Flags): TrentConfig['tls'] {
  if (flags.isSet('tls')) return oneOf(flags, 'tls', ['self-signed'] as const);
  const [certFile, keyFile] = [flags.text('tls-cert'), flags.text('tls-key')];
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) throw new FlagError('--tls-cert and --tls-key go together');
  return { certFile: resolve(certFile), keyFile: resolve(keyFile) };
}

/** Paths become absolute, as those of root keys do. */
function oidcKeysOf(flags: Flags): TrentConfig['oidcKeys'] {
  return flags.text('oidc-keys')?.split(',').map((entry) => {
    const [, issuer, source] = /^(?:https:\/\/)?([^=]+)=(.+)$/s.exec(entry.trim()) ?? [];
    if (issuer === undefined || source === undefined || issuer.startsWith('http:') || source.startsWith('http:'))
      throw new FlagError(`${flags.shown('oidc-keys')}: '${entry}' names no key set`, 'for example https://issuer.example=keys.json');
    return { issuer, source: source.startsWith('https://') ? source : resolve(source) };
  });
}

function parameterQuotaOf(flags: Flags): number | undefined {
  const text = flags.text('parameter-quota');
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new FlagError(`${flags.shown('parameter-quota')}: '${text}' is no number of parameters`, 'for example 1000000');
  return Number(text);
}

/** A command may have commas of its own: an entry ends where the next one begins. */
function rotationFunctionsOf(flags: Flags): TrentConfig['rotationFunctions'] {
  return flags.text('rotation-functions')?.split(/,(?=\s*[A-Za-z0-9_-]+=(?:https?:|command:))/).map((entry) => {
    const [, name, target] = /^([A-Za-z0-9_-]{1,64})=(.+)$/s.exec(entry.trim()) ?? [];
    if (name === undefined || target === undefined || !isRotationTarget(target))
      throw new FlagError(`${flags.shown('rotation-functions')}: '${entry}' names no rotation function`, 'for example rotate-db=https://rotate.example/db or rotate-db=command:./rotate-db.sh');
    return { name, target };
  });
}

/** Without TLS, only what cannot leave the machine. */
function isRotationTarget(target: string): boolean {
  if (target.startsWith('command:')) return target.length > 'command:'.length;
  const url = URL.parse(target);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[(.*)\]$/, '$1')));
}

const ROOT_KEY_SOURCE = /^(?:passphrase:)?(?:file|env):.|^command:./;

/** Paths become absolute: the source may be read by a server that was started elsewhere. */
export function rootKeyOf(flags: Flags, name: string): string | undefined {
  const source = flags.text(name);
  if (source === undefined) return undefined;
  // The value is not repeated: somebody may have put the key itself here.
  if (!ROOT_KEY_SOURCE.test(source))
    throw new FlagError(`${flags.shown(name)} names no source of a root key`, 'file:PATH, env:NAME, command:LINE, passphrase:env:NAME or passphrase:file:PATH');
  const file = /^((?:passphrase:)?file:)(.*)$/s.exec(source);
  return file && !isAbsolute(file[2]!) ? file[1]! + resolve(file[2]!) : source;
}
