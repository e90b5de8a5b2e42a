/** Parameters on disk: kill -9 loses no answered change and leaves none half done; values lie nowhere in clear. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { SSM } from '@aws-sdk/client-ssm';
import { Chance, printedSeed } from '../support/random.ts';
import { serve, type Served } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { tracesIn, tracesInDirectory } from '../support/traces.ts';

const ROUNDS = 5;
const WRITERS = 4;
/** A round lasts this long at least and at most, milliseconds. */
const SHORTEST_MS = 50;
const LONGEST_MS = 500;
const TYPES = ['String', 'SecureString', 'StringList'] as const;

function ssmOf({ url, variables }: Pick<Served, 'url' | 'variables'>): SSM {
  const credentials = { accessKeyId: variables['AWS_ACCESS_KEY_ID']!, secretAccessKey: variables['AWS_SECRET_ACCESS_KEY']! };
  return new SSM({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

/** All that can be seen of one parameter; `undefined` when it is not there. */
interface Seen {
  readonly values: readonly string[];
  readonly labelled: readonly (number | undefined)[];
  readonly tags: readonly string[];
}

/** What answers said of one parameter. The change that was asked for last may be in or not. */
class Subject {
  readonly Name: string;
  readonly Type: (typeof TYPES)[number];
  seen: Seen | undefined;
  unanswered: { readonly after: Seen | undefined } | undefined;
  answered = 0;

  constructor(name: string, type: (typeof TYPES)[number]) {
    this.Name = name;
    this.Type = type;
  }

  async change(ssm: SSM, chance: Chance): Promise<void> {
    const { seen, Name } = this;
    const Value = `${Name} value ${this.answered}`;
    if (!seen) {
      const after = { values: [Value], labelled: [], tags: ['made=whole'] };
      return this.#do(after, () => ssm.putParameter({ Name, Value, Type: this.Type, Tags: [{ Key: 'made', Value: 'whole' }] }));
    }
    const kind = chance.below(10);
    if (kind < 6) return this.#do({ ...seen, values: [...seen.values, Value] }, () => ssm.putParameter({ Name, Value, Overwrite: true, ...(kind === 0 ? { Tier: 'Advanced' } : {}) }));
    if (kind < 8) {
      const ParameterVersion = 1 + chance.below(seen.values.length);
      return this.#do({ ...seen, labelled: [ParameterVersion] }, () => ssm.labelParameterVersion({ Name, ParameterVersion, Labels: ['live'] }));
    }
    if (kind === 8) return this.#do({ ...seen, tags: ['made=whole', 'more=yes'] }, () => ssm.addTagsToResource({ ResourceType: 'Parameter', ResourceId: Name, Tags: [{ Key: 'more', Value: 'yes' }] }));
    return this.#do(undefined, () => ssm.deleteParameter({ Name }));
  }

  async #do(after: Seen | undefined, act: () => Promise<unknown>): Promise<void> {
    this.unanswered = { after };
    await act();
    this.seen = after;
    this.answered++;
    this.unanswered = undefined;
  }

  /** Compares with what the server has now, and goes on from there. */
  async check(ssm: SSM): Promise<void> {
    const { Name } = this;
    const seen = await observe(ssm, Name);
    const expected = this.unanswered && JSON.stringify(seen) === JSON.stringify(this.unanswered.after) ? this.unanswered.after : this.seen;
    assert.deepEqual(seen, expected, `${Name} after ${JSON.stringify(this.unanswered)}`);
    this.seen = seen;
    this.unanswered = undefined;
  }
}

async function observe(ssm: SSM, Name: string): Promise<Seen | undefined> {
  const latest = await ssm.getParameter({ Name, WithDecryption: true }).catch((error: Error) => {
    assert.equal(error.name, 'ParameterNotFound');
    return undefined;
  });
  if (!latest) return undefined;
  const history = (await ssm.getParameterHistory({ Name, WithDecryption: true })).Parameters!;
  assert.deepEqual(history.map(({ Version }) => Version), history.map((_, i) => i + 1), `${Name}: no version is missing`);
  assert.equal(latest.Parameter!.Value, history.at(-1)!.Value);
  const { TagList } = await ssm.listTagsForResource({ ResourceType: 'Parameter', ResourceId: Name });
  return {
    values: history.map(({ Value }) => Value!),
    labelled: history.filter(({ Labels }) => Labels!.includes('live')).map(({ Version }) => Version),
    tags: TagList!.map(({ Key, Value }) => `${Key}=${Value}`),
  };
}

/** Until the server is gone. @throws when it refuses something that is allowed */
async function write(ssm: SSM, subjects: readonly Subject[], chance: Chance): Promise<void> {
  try {
    for (;;) {
      const subject = chance.of(subjects);
      // A history beyond one page proves nothing more.
      if ((subject.seen?.values.length ?? 0) < 45) await subject.change(ssm, chance);
      else await ssm.getParameter({ Name: subject.Name });
    }
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined) throw error;
  }
}

test(`${ROUNDS} rounds of changes to parameters, each ended by kill -9`, async (t) => {
  const chance = new Chance(printedSeed());
  const data = join(temporaryDirectory(t), 'data');
  const groups = Array.from({ length: WRITERS }, (_, w) => TYPES.map((type) => new Subject(`/kill/w${w}/${type}`, type)));
  const subjects = groups.flat();
  for (let round = 0; round < ROUNDS; round++) {
    await using served = await serve(['--data', data]);
    const ssm = ssmOf(served);
    for (const subject of subjects) await subject.check(ssm);
    const running = groups.map((group) => write(ssm, group, new Chance(chance.below(2 ** 31))));
    await Promise.race([pause(SHORTEST_MS + chance.below(LONGEST_MS - SHORTEST_MS)), ...running]);
    served.child.kill('SIGKILL');
    await Promise.all(running);
    ssm.destroy();
  }
  await using served = await serve(['--data', data]);
  const ssm = ssmOf(served);
  for (const subject of subjects) await subject.check(ssm);
  const there = subjects.filter(({ seen }) => seen).map(({ Name }) => Name);
  const listed: string[] = [];
  for (let NextToken: string | undefined, first = true; first || NextToken; first = false) {
    const page = await ssm.getParametersByPath({ Path: '/', Recursive: true, ...(NextToken ? { NextToken } : {}) });
    listed.push(...page.Parameters!.map(({ Name }) => Name!));
    NextToken = page.NextToken;
  }
  assert.deepEqual(listed, there.sort());
  ssm.destroy();
  assert.equal(await served.end('SIGTERM'), 0, served.output());
  const changes = subjects.reduce((sum, { answered }) => sum + answered, 0);
  t.diagnostic(`${changes} answered changes`);
  assert.ok(changes > ROUNDS * WRITERS, 'the writers wrote');
});

test('values of all types are in answers, and in clear in no file and no output', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  await using served = await serve(['--data', data]);
  const ssm = ssmOf(served);
  const secrets: Record<string, Buffer> = {};
  for (const Type of TYPES) {
    for (const Tier of ['Standard', 'Advanced'] as const) {
      const Value = `marked ${Type} ${Tier} 0123456789abcdef`;
      const Name = `/rest/${Type}/${Tier}`;
      secrets[`${Type} ${Tier}`] = Buffer.from(Value);
      await ssm.putParameter({ Name, Value, Type, Tier, Description: 'marked description' });
      assert.equal((await ssm.getParameter({ Name, WithDecryption: true })).Parameter!.Value, Value);
    }
  }
  await ssm.getParametersByPath({ Path: '/rest', Recursive: true, WithDecryption: true });
  ssm.destroy();
  assert.deepEqual(tracesInDirectory(data, secrets), [], 'while the server runs');
  assert.equal(await served.end('SIGTERM'), 0);
  assert.deepEqual(tracesInDirectory(data, secrets), [], 'after it has ended');
  assert.deepEqual(tracesIn(Buffer.from(served.output()), secrets, 'output'), []);
  assert.ok(tracesInDirectory(data, { marker: Buffer.from('marked description') }).length > 0, 'the search finds what is there');
});
