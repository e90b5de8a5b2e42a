import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { readFlags } from '../../src/cli/flags.ts';
import { FlagError } from '../../src/cli/output.ts';
import { configOf, SERVE_FLAGS } from '../../src/cli/server-flags.ts';
import { trailsOf } from '../../src/cli/trail-flags.ts';
import { dev } from '../../src/cli/commands/serve.ts';

const config = (args: string[], environment: NodeJS.ProcessEnv = {}, implied = {}) => configOf(readFlags(args, SERVE_FLAGS, environment, implied));

const refused = (args: string[], message: RegExp, environment: NodeJS.ProcessEnv = {}): void =>
  assert.throws(
    () => config(args, environment),
    (error) => error instanceof FlagError && message.test(error.message),
    args.join(' '),
  );

test('the defaults', () => {
  assert.deepEqual(config([]), {
    host: '127.0.0.1', port: 8736, location: { data: resolve('trent-data') }, rootKey: undefined,
    account: '000000000000', region: 'us-east-1', auth: 'sigv4', tls: undefined, clock: 'real', oidcKeys: undefined, parameterQuota: undefined, rotationFunctions: undefined,
    audit: { directory: undefined, durability: 'sync', retentionDays: 90, retentionBytes: undefined, dropUndelivered: false },
    trails: { sink: undefined, deliverySeconds: 300, digestSeconds: 3_600 },
  });
});

test('every flag is also an environment variable', () => {
  const environment = {
    TRENT_HOST: 'localhost', TRENT_PORT: '0', TRENT_DATABASE_URL: 'postgres://h/d', TRENT_ROOT_KEY: 'env:KEY', TRENT_ACCOUNT: '111122223333',
    TRENT_REGION: 'eu-west-1', TRENT_AUTH: 'off', TRENT_TLS_CERT: '/c', TRENT_TLS_KEY: '/k', TRENT_CLOCK: 'manual',
    TRENT_OIDC_KEYS: 'https://a.example/x=https://a.example/keys?v=1', TRENT_PARAMETER_QUOTA: '1000000', TRENT_ROTATION_FUNCTIONS: 'db=https://r.example/db',
    TRENT_TRAIL_S3: 'https://minio.example:9000', TRENT_TRAIL_S3_REGION: 'eu-west-1', TRENT_TRAIL_DELIVERY_SECONDS: '5', TRENT_TRAIL_DIGEST_SECONDS: '60',
    TRENT_AUDIT_DIRECTORY: '/a', TRENT_AUDIT_DURABILITY: 'async', TRENT_AUDIT_RETENTION_DAYS: '7', TRENT_AUDIT_RETENTION_BYTES: '20G',
    TRENT_AUDIT_DROP_UNDELIVERED: '1',
  };
  assert.deepEqual(config([], environment), {
    host: 'localhost', port: 0, location: { databaseUrl: 'postgres://h/d' }, rootKey: 'env:KEY',
    account: '111122223333', region: 'eu-west-1', auth: 'off', tls: { certFile: '/c', keyFile: '/k' }, clock: 'manual',
    oidcKeys: [{ issuer: 'a.example/x', source: 'https://a.example/keys?v=1' }], parameterQuota: 1_000_000,
    rotationFunctions: [{ name: 'db', target: 'https://r.example/db' }],
    audit: { directory: '/a', durability: 'async', retentionDays: 7, retentionBytes: 20 * 2 ** 30, dropUndelivered: true },
    trails: { sink: { endpoint: 'https://minio.example:9000', region: 'eu-west-1', credentials: undefined }, deliverySeconds: 5, digestSeconds: 60 },
  });
  assert.equal(config([], { TRENT_TLS: 'self-signed' }).tls, 'self-signed');
  assert.equal(readFlags([], SERVE_FLAGS, { TRENT_SEED: 'a.yaml' }).text('seed'), 'a.yaml');
});

test('rotation functions', () => {
  const functions = (text: string) => config(['--rotation-functions', text]).rotationFunctions;
  assert.deepEqual(functions('a=https://r.example/a?x=1,2, b-2=command:./b --of=1,2 | c, d=http://127.0.0.1:80/d'), [
    { name: 'a', target: 'https://r.example/a?x=1,2' },
    { name: 'b-2', target: 'command:./b --of=1,2 | c' },
    { name: 'd', target: 'http://127.0.0.1:80/d' },
  ]);
  for (const text of ['a', 'a=', 'a=b', 'a=http://r.example/', 'a=command:', '=command:b', 'a b=command:c', 'a=https:']) {
    refused(['--rotation-functions', text], /names no rotation function/);
  }
});

test('where trails deliver to', () => {
  const sink = (args: string[], environment: NodeJS.ProcessEnv = {}) => trailsOf(readFlags(args, SERVE_FLAGS, environment), environment).sink;
  assert.deepEqual(sink(['--trail-directory', 'logs']), { directory: resolve('logs') });
  assert.deepEqual(sink(['--trail-s3', 'aws']), { endpoint: undefined, region: 'us-east-1', credentials: undefined });
  const [accessKeyId, secretAccessKey] = ['ID', 'SECRET'];
  const keys = { TRENT_TRAIL_S3_ACCESS_KEY_ID: accessKeyId, TRENT_TRAIL_S3_SECRET_ACCESS_KEY: secretAccessKey };
  const s3 = sink(['--trail-s3', 'http://127.0.0.1:9000'], keys);
  assert.deepEqual(s3, { endpoint: 'http://127.0.0.1:9000', region: 'us-east-1', credentials: { accessKeyId, secretAccessKey, sessionToken: undefined } });
  assert.throws(() => sink(['--trail-s3', 'aws'], { TRENT_TRAIL_S3_ACCESS_KEY_ID: accessKeyId }), /go together/);
  assert.throws(() => sink(['--trail-s3', 'ftp://u:secret@x']), (error: Error) => !error.message.includes('secret'));
  assert.throws(() => sink(['--trail-s3', 'aws', '--trail-directory', 'logs']), /exclude each other/);
  for (const seconds of ['0', '86401', '1.5', 'x']) assert.throws(() => sink(['--trail-digest-seconds', seconds]), /number of seconds/);
});

test('the command line comes before the environment, an empty variable is none', () => {
  assert.equal(config(['--port', '1'], { TRENT_PORT: '2' }).port, 1);
  assert.equal(config([], { TRENT_PORT: '' }).port, 8736);
  assert.deepEqual(config(['--data=/d'], { TRENT_DATABASE_URL: 'postgres://h/d' }).location, { data: '/d' });
  assert.deepEqual(config(['--database-url', 'postgresql://h/d'], { TRENT_DATA: '/d' }).location, { databaseUrl: 'postgresql://h/d' });
});

test('key sets of issuers: files become absolute', () => {
  assert.deepEqual(config(['--oidc-keys', 'https://a.example=keys.json, b.example/t=/b.json']).oidcKeys, [
    { issuer: 'a.example', source: resolve('keys.json') },
    { issuer: 'b.example/t', source: '/b.json' },
  ]);
  for (const value of ['a.example', 'a.example=', '=keys.json', 'http://a.example=keys.json', 'a.example=http://a.example/keys', 'a.example=k,']) {
    refused(['--oidc-keys', value], /^--oidc-keys: '.*' names no key set$/);
  }
});

test('a quota is a whole number', () => {
  for (const value of ['0', '1e6', 'many']) refused(['--parameter-quota', value], /^--parameter-quota: '.*' is no number of parameters$/);
});

test('trent dev stands for two flags, which flags override and variables do not', () => {
  const run = (args: string[], environment: NodeJS.ProcessEnv = {}) => config(args, environment, dev.implied);
  assert.deepEqual([run([]).location, run([]).auth], [{ data: ':memory:' }, 'off']);
  assert.deepEqual(run(['--data', '/d']).location, { data: '/d' });
  assert.deepEqual(run(['--database-url', 'postgres://h/d']).location, { databaseUrl: 'postgres://h/d' });
  assert.equal(run(['--auth', 'sigv4']).auth, 'sigv4');
  assert.deepEqual(run([], { TRENT_DATA: '/d', TRENT_AUTH: 'sigv4' }), run([]));
});

test('what is wrong is refused, named as it was given', () => {
  refused(['--audit-durability', 'none'], /^--audit-durability: 'none' is not one of sync, async$/);
  for (const days of ['0', '-1', '1.5', 'x', '99999']) refused([`--audit-retention-days=${days}`], /is no number of days$/);
  for (const bytes of ['0', '5X', '1.5G', 'G']) refused([`--audit-retention-bytes=${bytes}`], /is no size$/);
  refused(['--port', 'x'], /^--port: 'x'/);
  refused(['--port', '65536'], /port/);
  refused(['--port', '-1'], /port/);
  refused([], /^TRENT_PORT: 'x'/, { TRENT_PORT: 'x' });
  refused(['--port'], /--port needs a value: --port PORT/);
  refused(['--port='], /--port needs a value/);
  refused(['--verbose'], /unknown flag --verbose/);
  refused(['-x'], /unknown flag -x/);
  refused(['--i-know-this-is-insecure=yes'], /takes no value/);
  refused(['--data', '/d', '--database-url', 'postgres://h/d'], /--data and --database-url exclude/);
  refused([], /TRENT_DATA and TRENT_DATABASE_URL exclude/, { TRENT_DATA: '/d', TRENT_DATABASE_URL: 'postgres://h/d' });
  refused(['--account', '12'], /--account: '12'/);
  refused(['--region', 'here'], /--region: 'here'/);
  refused(['--auth', 'none'], /--auth: 'none' is not one of sigv4, off/);
  refused(['--tls', 'yes'], /--tls/);
  refused(['--tls-cert', 'c'], /go together/);
  refused(['--tls', 'self-signed', '--tls-key', 'k'], /exclude/);
  refused(['--clock', 'manual'], /emulator mode/);
  refused(['--host', 'a b'], /--host/);
});

test('neither a root key nor a database password is repeated', () => {
  for (const [args, secret] of [[['--root-key', 'c2VjcmV0'], 'c2VjcmV0'], [['--database-url', 'mysql://u:hush@h/d'], 'hush']] as const)
    assert.throws(() => config([...args]), (error: FlagError) => !`${error.message}${error.hint}`.includes(secret));
});

test('the emulator mode stays on this machine unless it is insisted', () => {
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.org', '128.0.0.1', '127.evil.example'])
    refused(['--auth', 'off', '--host', host], new RegExp(`everyone who reaches ${host}`));
  for (const host of ['127.0.0.1', '127.8.9.1', '::1', '[::1]', 'localhost']) assert.equal(config(['--auth', 'off', '--host', host]).auth, 'off');
  assert.equal(config(['--auth', 'off', '--host', '0.0.0.0', '--i-know-this-is-insecure']).host, '0.0.0.0');
  assert.equal(config(['--auth', 'off', '--host', '0.0.0.0'], { TRENT_I_KNOW_THIS_IS_INSECURE: '1' }).host, '0.0.0.0');
  refused(['--auth', 'off', '--host', '0.0.0.0'], /everyone/, { TRENT_I_KNOW_THIS_IS_INSECURE: '0' });
});

test('paths of root keys become absolute', () => {
  assert.equal(config(['--root-key', 'file:a b']).rootKey, `file:${resolve('a b')}`);
  assert.equal(config(['--root-key', 'passphrase:file:p']).rootKey, `passphrase:file:${resolve('p')}`);
  assert.equal(config(['--root-key', 'command:pass show trent']).rootKey, 'command:pass show trent');
});
