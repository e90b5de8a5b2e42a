/** `grants` of a key in a seed file. What KMS would refuse of a grant is refused here, by its own rules. */
import { Fault } from '../base/errors.ts';
import type { SeedGrant, SeedTexts } from '../base/seed.ts';
import { checkSeedGrant, type GrantedKey } from '../services/kms/seed-grants.ts';
import type { SeedDocument, SeedNode } from './seed-nodes.ts';

const MEMBERS = ['name', 'grantee', 'retiring', 'operations', 'constraints'] as const;
const CONSTRAINTS = ['encryptionContextEquals', 'encryptionContextSubset', 'sourceArn'] as const;

/** Forms and limits of the KMS API reference: CreateGrant. */
const NAME = /^[a-zA-Z0-9:/_-]{1,256}$/;
const PRINCIPAL_LENGTH_MAX = 256;

export function parseGrants(document: SeedDocument, node: SeedNode, key: GrantedKey): SeedGrant[] {
  return document.list(node, 'grants').map((item) => {
    const grant = parseGrant(document, item);
    try {
      checkSeedGrant(grant, key);
      return grant;
    } catch (error) {
      if (error instanceof Fault) return document.fail(item, error.message);
      throw error;
    }
  });
}

function parseGrant(document: SeedDocument, node: SeedNode): SeedGrant {
  const { name, grantee, retiring, operations, constraints } = document.mapping(node, 'a grant', MEMBERS);
  if (!grantee || !operations) return document.fail(node, 'a grant needs a grantee and operations');
  return {
    at: document.at(node),
    name: name && nameOf(document, name),
    grantee: principalOf(document, grantee, 'grantee'),
    retiring: retiring && principalOf(document, retiring, 'retiring'),
    operations: document.list(operations, 'operations').map((item) => document.text(item, 'an operation')),
    constraints: constraints ? constraintsOf(document, constraints) : {},
  };
}

function nameOf(document: SeedDocument, node: SeedNode): string {
  const name = document.text(node, 'name');
  return NAME.test(name) ? name : document.fail(node, `'${name}' is no name of a grant`, 'up to 256 letters, digits and : / _ -');
}

function principalOf(document: SeedDocument, node: SeedNode, what: string): string {
  const principal = document.text(node, what);
  return principal.length <= PRINCIPAL_LENGTH_MAX ? principal : document.fail(node, `${what} is longer than ${PRINCIPAL_LENGTH_MAX} characters`);
}

function constraintsOf(document: SeedDocument, node: SeedNode): SeedGrant['constraints'] {
  const { encryptionContextEquals, encryptionContextSubset, sourceArn } = document.mapping(node, 'constraints', CONSTRAINTS);
  return {
    encryptionContextEquals: encryptionContextEquals && pairsOf(document, encryptionContextEquals),
    encryptionContextSubset: encryptionContextSubset && pairsOf(document, encryptionContextSubset),
    sourceArn: sourceArn && document.text(sourceArn, 'sourceArn'),
  };
}

const pairsOf = (document: SeedDocument, node: SeedNode): SeedTexts =>
  Object.fromEntries(document.entries(node, 'an encryption context').map(([key, value]) => [key, document.text(value, 'a value')]));
