/** One statement of a policy: which elements it may and must have where, and whether it applies to a request. */
import { Actions } from './actions.ts';
import { type Condition, compileConditions } from './conditions/conditions.ts';
import type { PolicyKind } from './contract.ts';
import { objectOf, onlyElements, refuse, type Scope, textOf, textsOf } from './nodes.ts';
import { ITSELF, type Meant, NONE, type NamedPrincipal, Principals } from './principals.ts';
import type { Question } from './question.ts';
import { Resources } from './resources.ts';
import type { Json, JsonObject } from './strict-json.ts';

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
const NAME_PRINCIPALS: readonly PolicyKind[] = ['resource', 'trust', 'resource-control'];
/** IAM's rule; a key policy takes any text. */
const IAM_SID = /^[A-Za-z0-9]*$/;

/** Whether policies of this kind say whom they are about. */
export const namesPrincipals = (kind: PolicyKind): boolean => NAME_PRINCIPALS.includes(kind);

/** The parts that a statement was found to be made of; what is absent asks for nothing. */
interface StatementParts {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: Principals | undefined;
  readonly exceptPrincipals: boolean;
  readonly actions: Actions | undefined;
  readonly resources: Resources | undefined;
  readonly conditions: readonly Condition[];
  /** A key policy's statement without actions or resources is accepted, and never applies. */
  readonly inert: boolean;
}

export class Statement {
  /** Its place in the policy, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly #parts: StatementParts;

  constructor(index: number, parts: StatementParts) {
    this.index = index;
    this.sid = parts.sid;
    this.effect = parts.effect;
    this.#parts = parts;
  }

  get named(): readonly NamedPrincipal[] {
    return this.#parts.principals?.named ?? [];
  }

  /** Whether the statement can apply to an action at all. @param action in lower case */
  concerns(action: string): boolean {
    const { inert, actions } = this.#parts;
    return !inert && (!actions || actions.match(action));
  }

  /** Whether and how the statement applies to a request whose action it `concerns`. The cheapest answers are asked for first. */
  applies(question: Question): Meant {
    const { resources, conditions } = this.#parts;
    const meant = this.#meant(question);
    if (meant === NONE || (resources && !resources.match(question))) return NONE;
    for (const condition of conditions) if (!condition(question)) return NONE;
    return meant;
  }

  #meant({ principal }: Question): Meant {
    const { principals, exceptPrincipals, effect } = this.#parts;
    if (!principals) return ITSELF;
    return exceptPrincipals ? principals.matchExcept(principal, effect) : principals.match(principal, effect);
  }
}

/** Applies to everything: in place of a policy that is none. */
export const DENY_ALL = new Statement(0, {
  sid: undefined,
  effect: 'Deny',
  principals: undefined,
  exceptPrincipals: false,
  actions: undefined,
  resources: undefined,
  conditions: [],
  inert: false,
});

/** @throws PolicyError */
export function compileStatement(node: Json, index: number, scope: Scope): Statement {
  const elements = objectOf(node, 'Statement');
  onlyElements(elements, ELEMENTS, 'Statement');
  const actions = either(elements, 'Action');
  const resources = either(elements, 'Resource');
  const conditions = compileConditions(elements.get('Condition'), scope);
  if (scope.kind === 'trust' && resources) refuse(`Has prohibited field ${resources.name}`);
  if (scope.kind !== 'resource' && !actions) refuse('Policy statement must contain actions.');
  if (scope.kind !== 'resource' && scope.kind !== 'trust' && !resources) refuse('Policy statement must contain resources.');
  return new Statement(index, {
    sid: sidOf(elements, scope.kind),
    effect: effectOf(elements),
    ...principalsOf(elements, scope.kind),
    actions: actions && new Actions(actionsIn(actions, scope.kind), actions.except),
    resources: resources && new Resources(textsOf(resources.node, resources.name), resources.except, scope),
    conditions,
    inert: scope.kind === 'resource' && !(actions && resources),
  });
}

interface EitherElement {
  readonly name: string;
  readonly node: Json;
  /** It was the `Not…` one. */
  readonly except: boolean;
}

/** `Action` or `NotAction`, never both. */
function either(elements: JsonObject, name: string): EitherElement | undefined {
  const node = elements.get(name);
  const notNode = elements.get(`Not${name}`);
  if (node !== undefined && notNode !== undefined) refuse(`A statement cannot have both ${name} and Not${name}`);
  if (notNode !== undefined) return { name: `Not${name}`, node: notNode, except: true };
  return node === undefined ? undefined : { name, node, except: false };
}

function actionsIn({ node, name }: EitherElement, kind: PolicyKind): readonly string[] {
  const values = textsOf(node, name);
  const foreign = kind === 'trust' && values.some((value) => !/^sts:/i.test(value));
  return foreign ? refuse('AssumeRole policy may only specify STS AssumeRole actions.') : values;
}

function sidOf(elements: JsonObject, kind: PolicyKind): string | undefined {
  const sid = textOf(elements.get('Sid'), 'Sid');
  if (sid !== undefined && kind !== 'resource' && !IAM_SID.test(sid)) refuse('Statement IDs (SID) must be alpha-numeric.');
  return sid;
}

function effectOf(elements: JsonObject): 'Allow' | 'Deny' {
  const effect = elements.get('Effect');
  return effect === 'Allow' || effect === 'Deny' ? effect : refuse('Effect must be Allow or Deny');
}

function principalsOf(elements: JsonObject, kind: PolicyKind): Pick<StatementParts, 'principals' | 'exceptPrincipals'> {
  const named = either(elements, 'Principal');
  if (!namesPrincipals(kind)) {
    if (named) refuse('Policy document should not specify a principal.');
    return { principals: undefined, exceptPrincipals: false };
  }
  if (!named) return refuse('Policy contains a statement with no principal');
  if (named.except && kind !== 'resource') refuse('NotPrincipal has no place in this kind of policy');
  return { principals: new Principals(named.node, kind), exceptPrincipals: named.except };
}
