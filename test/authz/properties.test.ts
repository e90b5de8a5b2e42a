/** What holds for any policies: how answers may change when a policy does, and that there always is an answer. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compilePolicy } from '../../src/authz/compile-policy.ts';
import { type AuthorizationRequest, type CompiledPolicy, type ContextValue, type NamedPolicy, PolicyError, type PolicyKind } from '../../src/authz/contract.ts';
import { decide } from '../../src/authz/decide.ts';
import { denialText } from '../../src/authz/denial-text.ts';
import { CALLERS, KEY, OTHER, OWNER } from './case-format.ts';

interface Statement {
  readonly [element: string]: unknown;
}

const texts = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '?', '7', 'true', '2026-01-01', '203.0.113.0/24', '203.0.113.9', KEY, 'arn:aws:kms:*:*:key/*', '${k:b}', "${k:c, 'a'}", '');
const keys = fc.constantFrom('k:a', 'K:B', 'k:c');
const operators = fc
  .tuple(
    fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'NumericLessThan', 'NumericNotEquals', 'DateGreaterThan', 'IpAddress', 'NotIpAddress', 'ArnLike', 'ArnNotEquals', 'Bool', 'BinaryEquals'),
    fc.constantFrom('', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const conditions = fc.dictionary(fc.oneof(operators, fc.constant('Null')), fc.dictionary(keys, fc.oneof(texts, fc.array(texts, { minLength: 1, maxLength: 3 })), { minKeys: 1, maxKeys: 2 }), { maxKeys: 2 });
const actions = fc.constantFrom('kms:Encrypt', 'kms:Decrypt', 'kms:*', 'kms:?n*t', '*', 's3:*');
const resources = fc.constantFrom('*', KEY, 'arn:aws:kms:*', 'arn:aws:kms:eu-*-1:*:key/1234*', `arn:aws:kms:eu-west-1:${OTHER}:key/*`, 'arn:aws:kms:*:*:key/${k:a}');
const PRINCIPALS_OF_AWS: readonly string[] = ['root', 'user', 'role-session', 'federated-user'];
const principals = fc.oneof(
  fc.constant('*'),
  fc.array(fc.constantFrom(OWNER, OTHER, ...Object.values(CALLERS).flatMap(({ type, arn, principalArn }) => (PRINCIPALS_OF_AWS.includes(type) ? [arn, principalArn] : []))), { minLength: 1, maxLength: 3 }).map((AWS) => ({ AWS })),
  fc.constant({ Service: 'sns.amazonaws.com' }),
);

/** Statements that may be refused: the generators do not know what suits what. */
const statements = (kind: PolicyKind): fc.Arbitrary<Statement> =>
  fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    ...(kind === 'resource' || kind === 'trust' ? { Principal: principals } : kind === 'resource-control' ? { Principal: fc.constant('*') } : {}),
    Action: fc.oneof(actions, fc.array(actions, { minLength: 1, maxLength: 2 })),
    ...(kind === 'trust' ? {} : { Resource: resources }),
    Condition: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: conditions }),
  });

function tryCompile(policy: readonly Statement[], kind: PolicyKind): CompiledPolicy | undefined {
  try {
    return compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement: policy }), kind);
  } catch (error) {
    assert.ok(error instanceof PolicyError, String(error));
    return undefined;
  }
}

const isValid = (kind: PolicyKind) => (statement: Statement): boolean => tryCompile([statement], kind) !== undefined;
const documents = (kind: PolicyKind): fc.Arbitrary<readonly Statement[]> => fc.array(statements(kind).filter(isValid(kind)), { minLength: 1, maxLength: 3 });
const maybe = (kind: PolicyKind): fc.Arbitrary<readonly Statement[] | undefined> => fc.option(documents(kind), { nil: undefined, freq: 1 });

interface Scene {
  readonly resource: readonly Statement[] | undefined;
  readonly identity: readonly Statement[] | undefined;
  readonly boundary: readonly Statement[] | undefined;
  readonly session: readonly Statement[] | undefined;
  readonly serviceControl: readonly Statement[] | undefined;
  readonly resourceControl: readonly Statement[] | undefined;
}
type Layer = keyof Scene;
const KINDS: { readonly [L in Layer]: PolicyKind } = {
  resource: 'resource',
  identity: 'identity',
  boundary: 'boundary',
  session: 'session',
  serviceControl: 'service-control',
  resourceControl: 'resource-control',
};
const LAYERS = Object.keys(KINDS) as Layer[];

const often = (kind: PolicyKind): fc.Arbitrary<readonly Statement[] | undefined> => fc.option(documents(kind), { nil: undefined, freq: 5 });
const rare = (kind: PolicyKind): fc.Arbitrary<readonly Statement[] | undefined> => fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: maybe(kind) });
const scenes: fc.Arbitrary<Scene> = fc.record({
  resource: often('resource'),
  identity: often('identity'),
  boundary: rare('boundary'),
  session: rare('session'),
  serviceControl: rare('service-control'),
  resourceControl: rare('resource-control'),
});

type Frame = Pick<AuthorizationRequest, 'rule' | 'principal' | 'granted' | 'context' | 'action'>;
const values: fc.Arbitrary<ContextValue> = fc.oneof(texts, fc.array(texts, { maxLength: 3 }), fc.string());
const frames: fc.Arbitrary<Frame> = fc.record({
  rule: fc.constantFrom('key', 'resource', 'identity'),
  principal: fc.constantFrom(...Object.values(CALLERS)),
  granted: fc.boolean(),
  action: fc.constantFrom('kms:Encrypt', 'kms:Decrypt'),
  context: fc.dictionary(fc.constantFrom('k:a', 'k:b', 'k:c'), values, { noNullPrototype: true }).map((facts) => (key: string): ContextValue | undefined => facts[key]),
});

function requestOf(scene: Scene, frame: Frame): AuthorizationRequest {
  const named = (layer: Layer): NamedPolicy | undefined => {
    const policy = scene[layer] && tryCompile(scene[layer], KINDS[layer]);
    return policy && { name: layer, policy };
  };
  const [identity, session] = [named('identity'), named('session')];
  const level = (layer: Layer): readonly (readonly NamedPolicy[])[] | undefined => {
    const policy = named(layer);
    return policy && [[policy]];
  };
  return {
    ...frame,
    resource: KEY,
    resourceAccount: OWNER,
    policies: {
      identity: identity ? [identity] : [],
      boundary: named('boundary'),
      session: session && [session],
      serviceControl: level('serviceControl'),
    },
    resourcePolicy: named('resource'),
    resourceControl: level('resourceControl'),
  };
}

const allows = (scene: Scene, frame: Frame): boolean => decide(requestOf(scene, frame)).allowed;

/** One scene made of another, so that the second allows nothing that the first does not. */
type Pair = readonly [more: Scene, less: Scene];

/** That pairs are what they are made to be; and that both answers were met, or nothing was shown. */
function neverAllowsMore(pairs: fc.Arbitrary<Pair>, runs = 1_500): void {
  const seen = { allowed: 0, refused: 0 };
  fc.assert(
    fc.property(pairs, frames, ([more, less], frame) => {
      const allowed = allows(more, frame);
      seen[allowed ? 'allowed' : 'refused']++;
      if (!allowed) assert.equal(allows(less, frame), false);
    }),
    { numRuns: runs },
  );
  assert.ok(seen.allowed > 20 && seen.refused > 20, JSON.stringify(seen));
}

/** A scene, one of its policies, and one place in it. */
const places = fc
  .tuple(scenes, fc.constantFrom(...LAYERS), fc.nat(2))
  .filter(([scene, layer, at]) => scene[layer]?.[at] !== undefined)
  .map(([scene, layer, at]) => ({ scene, layer, at, policy: scene[layer] as readonly Statement[] }));

const replaced = (scene: Scene, layer: Layer, at: number, statement: Statement): Scene => ({
  ...scene,
  [layer]: (scene[layer] as readonly Statement[]).map((old, index) => (index === at ? statement : old)),
});

/** A statement in another layer: a resource policy says to whom. */
const moved = (statement: Statement, layer: Layer): Statement =>
  layer === 'resource' || layer === 'resourceControl' ? { ...statement, Principal: '*' } : statement;

/** With all from some place of the name on taken for a wildcard. */
function widened(text: string, cut: number): string {
  const start = text.startsWith('arn:') ? text.indexOf(':', 'arn:aws:'.length) + 1 : text.indexOf(':') + 1;
  return `${text.slice(0, start + (cut % (text.length - start + 1)))}*`;
}

describe('whatever the policies say', () => {
  const inIdentity = statements('identity').filter(isValid('identity'));

  test('one more Deny never allows more', () => {
    const pairs = fc.tuple(places, inIdentity).map(([{ scene, layer, policy }, statement]): Pair => {
      const deny = { ...moved(statement, layer), Effect: 'Deny' };
      return [scene, { ...scene, [layer]: [...policy, deny] }];
    });
    neverAllowsMore(pairs);
  });

  test('a Deny of everything, in any layer that counts, leaves nothing', () => {
    fc.assert(
      fc.property(scenes, frames, fc.constantFrom(...LAYERS), (scene, frame, layer) => {
        if (layer === 'serviceControl' && frame.principal.type === 'service') return;
        const deny = moved({ Effect: 'Deny', Action: '*', Resource: '*' }, layer);
        assert.equal(allows({ ...scene, [layer]: [deny] }, frame), false);
      }),
      { numRuns: 500 },
    );
  });

  test('one Allow less never allows more', () => {
    const isAllow = places.filter(({ policy, at }) => policy[at]?.Effect === 'Allow');
    // One for nobody's action stands in its place: a policy that is there and empty is not the same as none.
    neverAllowsMore(isAllow.map(({ scene, layer, at, policy }): Pair => [scene, replaced(scene, layer, at, { ...policy[at], Action: 'none:None' })]));
  });

  test('an Allow of Action and Resource widened by a wildcard never allows less', () => {
    const exact = fc.constantFrom('kms:Encrypt', 'kms:Decrypt', 'kms:*crypt');
    const pairs = fc.tuple(places, exact, fc.nat(20), fc.nat(80)).map(([{ scene, layer, at, policy }, Action, actionCut, resourceCut]): Pair => {
      const narrow = { ...policy[at], Effect: 'Allow', Action, Resource: KEY };
      const wide = { ...narrow, Action: widened(Action, actionCut), Resource: widened(KEY, resourceCut) };
      return [replaced(scene, layer, at, wide), replaced(scene, layer, at, narrow)];
    });
    neverAllowsMore(pairs);
  });

  test('a boundary and control policies never allow more', () => {
    const limits = fc.constantFrom<Layer>('boundary', 'serviceControl', 'resourceControl');
    const pairs = fc.tuple(scenes, limits, documents('boundary')).map(([scene, layer, policy]): Pair => [
      { ...scene, [layer]: undefined },
      { ...scene, [layer]: policy.map((statement) => moved(statement, layer)) },
    ]);
    neverAllowsMore(pairs);
  });

  test('there is an answer, with a text for every refusal', () => {
    fc.assert(
      fc.property(scenes, frames, fc.string(), fc.string(), (scene, frame, action, resource) => {
        const request = { ...requestOf(scene, frame), action, resource };
        const decision = decide(request);
        if (!decision.allowed) assert.match(denialText(request, decision, 'foreign'), /^(User: |Not authorized to perform )/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('whatever the text of a policy', () => {
  const kinds = fc.constantFrom<PolicyKind>('identity', 'boundary', 'session', 'resource', 'trust', 'service-control', 'resource-control');
  const compiles = (text: string, kind: PolicyKind): boolean => {
    try {
      compilePolicy(text, kind);
      return true;
    } catch (error) {
      assert.ok(error instanceof PolicyError, String(error));
      return false;
    }
  };

  test('any JSON in any element is compiled or refused as a policy', () => {
    const names = ['Version', 'Id', 'Statement', 'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
    const elements = fc.constantFrom(...names);
    const base = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' };
    fc.assert(
      fc.property(kinds, elements, fc.jsonValue({ maxDepth: 3 }), fc.boolean(), (kind, element, value, outside) => {
        const statement = outside ? base : { ...base, [element]: value };
        compiles(JSON.stringify({ Statement: statement, ...(outside ? { [element]: value } : {}) }), kind);
      }),
      { numRuns: 1_500 },
    );
  });

  test('a policy with one character changed is compiled or refused as a policy', () => {
    const text = fc.tuple(documents('resource'), fc.constantFrom('{', '"', '*', '$', ':', '\\', '0', '', '\u0000'), fc.double({ min: 0, max: 1, noNaN: true })).map(([policy, character, where]) => {
      const whole = JSON.stringify({ Version: '2012-10-17', Statement: policy });
      const at = Math.floor(where * whole.length);
      return whole.slice(0, at) + character + whole.slice(at + 1);
    });
    const seen = { true: 0, false: 0 };
    fc.assert(fc.property(text, (changed) => void seen[`${compiles(changed, 'resource')}`]++), { numRuns: 1_500 });
    assert.ok(seen.true > 20 && seen.false > 20, JSON.stringify(seen));
  });

  test('any text at all', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), kinds, (text, kind) => assert.equal(compiles(text, kind), false)), { numRuns: 500 }));

  test('long lists and long texts are only long', () => {
    const many = JSON.stringify({ Statement: Array.from({ length: 5_000 }, () => ({ Effect: 'Allow', Action: ['kms:*'], Resource: '*' })) });
    assert.equal(compiles(many, 'identity'), true);
    assert.equal(compiles(many.replace('kms:*', `kms:${'*a'.repeat(50_000)}`), 'identity'), true);
  });
});

describe('a policy in a place of another sort', () => {
  const frame: Frame = { rule: 'key', principal: CALLERS.alice as Frame['principal'], granted: true, action: 'kms:Encrypt', context: () => undefined };
  const allowAll = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const request = requestOf({ resource: [{ ...allowAll[0], Principal: '*' }], identity: allowAll, boundary: undefined, session: undefined, serviceControl: undefined, resourceControl: undefined }, frame);
  const identity = request.policies.identity[0] as NamedPolicy;
  const forged: NamedPolicy = { name: 'forged', policy: { kind: 'identity', principals: [] } };

  test('the request is allowed as it stands', () => assert.equal(decide(request).allowed, true));
  test('an identity policy for a key policy denies', () => assert.equal(decide({ ...request, resourcePolicy: identity }).allowed, false));
  test('a key policy among identity policies denies', () => {
    assert.equal(decide({ ...request, policies: { identity: [identity, request.resourcePolicy as NamedPolicy] } }).allowed, false);
  });
  test('what compilePolicy did not make denies', () => assert.equal(decide({ ...request, policies: { identity: [forged] } }).allowed, false));
});
