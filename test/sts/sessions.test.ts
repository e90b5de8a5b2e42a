/** The tokens of sessions, and who is known by them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { Authenticator } from '../../src/authn/authenticate.ts';
import type { Principal, Session } from '../../src/base/caller.ts';
import type { Fault } from '../../src/base/errors.ts';
import { HOUR_MS, ManualClock, MINUTE_MS } from '../../src/base/clock.ts';
import type { Keyring } from '../../src/keyring/contract.ts';
import { keyringMigrations } from '../../src/keyring/migrations.ts';
import { openKeyring } from '../../src/keyring/open.ts';
import { memoryRootKey } from '../../src/keyring/root-keys/memory.ts';
import { accountInKeyId, isSessionKeyId, newSessionKeyId } from '../../src/services/sts/access-key-ids.ts';
import { Sessions } from '../../src/services/sts/sessions.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore } from '../../src/store/open.ts';
import { SIGNED_AT } from '../authn/requests.ts';
import { ENCRYPT, NODE_SIGNERS } from '../authn/signers.ts';

const ACCOUNT = '111122223333';
const ROLE = { arn: `arn:aws:iam::${ACCOUNT}:role/apps/reader`, id: 'AROAABCDEFGHIJKLMNOPQ' };
const PRINCIPAL: Principal = {
  type: 'role-session',
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/job`,
  principalId: `${ROLE.id}:job`,
  origin: ROLE,
};
const SESSION: Session = {
  by: 'AssumeRole',
  issuedAt: SIGNED_AT,
  expiresAt: SIGNED_AT + HOUR_MS,
  policy: { name: 'session policy', text: '{"Version":"2012-10-17","Statement":[]}' },
  policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  tags: [{ key: 'Team', value: 'blue ü' }],
  transitiveTagKeys: ['Team'],
  sourceIdentity: 'anna',
  provider: undefined,
};

let store: Store;
let keyring: Keyring;
before(async () => {
  store = await openStore({ data: ':memory:' }, keyringMigrations);
  keyring = await openKeyring(store, memoryRootKey(), new ManualClock(SIGNED_AT));
});
after(() => store.close());

/** A server, or the same one after a restart. */
function sessionsWith(gone = new Set<string>(), clock = new ManualClock(SIGNED_AT)): Sessions {
  const exists = (id: string) => (id.endsWith('Q') ? !gone.has(id) : Promise.resolve(!gone.has(id)));
  return new Sessions({ sealer: keyring, clock, exists, textOf: (name, text) => ({ name, text }) });
}

describe('access key ids', () => {
  test('carry their account', () => {
    for (const account of ['000000000000', '000000000001', ACCOUNT, '999999999999']) {
      const id = newSessionKeyId(account);
      assert.match(id, /^ASIA[A-Z2-7]{16}$/);
      assert.equal(accountInKeyId(id), account);
    }
    assert.notEqual(newSessionKeyId(ACCOUNT), newSessionKeyId(ACCOUNT));
  });
  test('of another form carry none', () => {
    // The second would be account 1,099,511,627,775.
    for (const id of ['AKIAIOSFODNN7EXAMPLE', `ASIA${'7'.repeat(16)}`, 'ASIA0000000000000000', `ASIA${'A'.repeat(17)}`, 'ASIA', '']) {
      assert.equal(accountInKeyId(id), undefined, id);
    }
    assert.equal(isSessionKeyId('AKIAIOSFODNN7EXAMPLE'), false);
  });
});

test('a session is known by its token, with all that it was issued with, also after a restart', async () => {
  for (const minimum of [0, 1_000, 4_096]) {
    const issued = sessionsWith().issue(PRINCIPAL, SESSION, minimum);
    const expected = { ...issued, principal: PRINCIPAL, session: SESSION, expiresAt: SESSION.expiresAt };
    assert.deepEqual(await sessionsWith().find(issued.accessKeyId, issued.sessionToken), expected);
    assert.ok(issued.sessionToken.length >= minimum);
  }
});

test('the same object each time', () => {
  const sessions = sessionsWith();
  const { accessKeyId, sessionToken } = sessions.issue(PRINCIPAL, SESSION);
  const first = sessions.find(accessKeyId, sessionToken);
  assert.ok(first && !(first instanceof Promise));
  assert.equal(sessions.find(accessKeyId, Buffer.from(sessionToken).toString()), first);
});

test('opens for its own access key id alone, before and after it was opened', () => {
  const sessions = sessionsWith();
  const [mine, other] = [sessions.issue(PRINCIPAL, SESSION), sessions.issue(PRINCIPAL, SESSION)];
  for (let round = 0; round < 2; round++) {
    for (const id of [other.accessKeyId, 'AKIAIOSFODNN7EXAMPLE', '', `${mine.accessKeyId} `]) {
      assert.equal(sessions.find(id, mine.sessionToken), undefined);
    }
    assert.equal(sessions.find(mine.accessKeyId), undefined);
    assert.ok(sessions.find(mine.accessKeyId, mine.sessionToken));
  }
});

test('a token in which any bit is another does not open', () => {
  const sessions = sessionsWith();
  const { accessKeyId, sessionToken } = sessions.issue(PRINCIPAL, SESSION);
  const bytes = Buffer.from(sessionToken, 'base64');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    assert.equal(sessions.find(accessKeyId, changed.toString('base64')), undefined, `bit ${bit}`);
  }
  for (let at = 0; at < sessionToken.length; at++) {
    const other = sessionToken[at] === 'A' ? 'B' : 'A';
    assert.equal(sessions.find(accessKeyId, sessionToken.slice(0, at) + other + sessionToken.slice(at + 1)), undefined, `character ${at}`);
  }
  const more = [sessionToken.slice(0, -4), `${sessionToken}AAAA`, `${sessionToken} `, ` ${sessionToken}`, sessionToken.replace(/.{4}/, '$&\n'), '', 'é', 'A'.repeat(10_000)];
  for (const text of more) assert.equal(sessions.find(accessKeyId, text), undefined);
  const sealedForOther = keyring.seal({ purpose: 'import-token', names: [accessKeyId] }, Buffer.from('x'));
  assert.equal(sessions.find(accessKeyId, sealedForOther.toString('base64')), undefined);
  const notAToken = keyring.seal({ purpose: 'session-token', names: [accessKeyId] }, Buffer.from('x'));
  assert.equal(sessions.find(accessKeyId, notAToken.toString('base64')), undefined);
});

test('what inflates without end does not open', () => {
  const { accessKeyId } = sessionsWith().issue(PRINCIPAL, SESSION);
  const bomb = deflateRawSync(Buffer.alloc(3_000_000, 0x20));
  const header = Buffer.from([1, bomb.length >> 8, bomb.length & 255]);
  const token = keyring.seal({ purpose: 'session-token', names: [accessKeyId] }, Buffer.concat([header, bomb])).toString('base64');
  assert.ok(token.length < 6_144);
  assert.equal(sessionsWith().find(accessKeyId, token), undefined);
});

test('whose role or user is gone, is nobody', async () => {
  const gone = new Set<string>();
  const sessions = sessionsWith(gone);
  const later: Principal = { ...PRINCIPAL, origin: { ...ROLE, id: 'AROAABCDEFGHIJKLMNOPA' } };
  for (const principal of [PRINCIPAL, later]) {
    const { accessKeyId, sessionToken } = sessions.issue(principal, SESSION);
    assert.ok(await sessions.find(accessKeyId, sessionToken));
    gone.add(principal.origin.id);
    assert.equal(await sessions.find(accessKeyId, sessionToken), undefined);
  }
  const root: Principal = { ...PRINCIPAL, type: 'root', origin: { arn: `arn:aws:iam::${ACCOUNT}:root`, id: ACCOUNT } };
  gone.add(ACCOUNT);
  const ofRoot = sessions.issue(root, SESSION);
  assert.ok(await sessions.find(ofRoot.accessKeyId, ofRoot.sessionToken));
});

test('by signature: until it expires, with its own token, and no other', async () => {
  const clock = new ManualClock(SIGNED_AT);
  const sessions = sessionsWith(undefined, clock);
  const authenticator = new Authenticator({ credentials: sessions, clock });
  const brief = { ...SESSION, expiresAt: SIGNED_AT + MINUTE_MS };
  const [mine, other] = [sessions.issue(PRINCIPAL, brief), sessions.issue(PRINCIPAL, brief)];
  const verdict = async (keys: typeof mine): Promise<string> => {
    const request = await NODE_SIGNERS[0]!.sign(ENCRYPT, { ...keys, principal: PRINCIPAL }, 'header');
    try {
      return (await authenticator.authenticate(request, 'kms')).principal.arn;
    } catch (error) {
      return (error as Fault).code;
    }
  };
  assert.equal(await verdict(mine), PRINCIPAL.arn);
  assert.equal(await verdict({ ...mine, sessionToken: other.sessionToken }), 'UnrecognizedClientException');
  assert.equal(await verdict({ ...mine, secretAccessKey: other.secretAccessKey }), 'InvalidSignatureException');
  clock.advance(MINUTE_MS - 1);
  assert.equal(await verdict(mine), PRINCIPAL.arn);
  clock.advance(1);
  assert.equal(await verdict(mine), 'ExpiredTokenException');
});
