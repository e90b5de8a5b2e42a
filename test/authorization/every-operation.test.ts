/**
 * Every operation of every service, from the operation tables: refused to a user without policies, refused to an
 * administrator whom one statement denies it, and let through for a user who has leave for it and nothing else. So an
 * operation that forgets to ask, or asks for something else, is found by being in the model.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as cloudtrailSdk from '@aws-sdk/client-cloudtrail';
import * as iamSdk from '@aws-sdk/client-iam';
import * as kmsSdk from '@aws-sdk/client-kms';
import * as secretsSdk from '@aws-sdk/client-secrets-manager';
import * as ssmSdk from '@aws-sdk/client-ssm';
import * as stsSdk from '@aws-sdk/client-sts';
import type { ServiceModel } from '../../src/base/api-model.ts';
import cloudtrailModel from '../../src/services/cloudtrail/model.json' with { type: 'json' };
import iamModel from '../../src/services/iam/model.json' with { type: 'json' };
import kmsModel from '../../src/services/kms/model.json' with { type: 'json' };
import secretsModel from '../../src/services/secretsmanager/model.json' with { type: 'json' };
import ssmModel from '../../src/services/ssm/model.json' with { type: 'json' };
import stsModel from '../../src/services/sts/model.json' with { type: 'json' };
import { allow, deny, iamOf, newUser, policy } from '../iam/support.ts';
import { ACCOUNT, boot, type Booted } from '../support/boot.ts';
import { inputFor } from './model-inputs.ts';
import { Resources } from './resources.ts';

interface Sdk {
  readonly [command: string]: unknown;
}
interface SdkClient {
  send(command: object): Promise<unknown>;
  destroy(): void;
}
type Constructor<Made> = new (config: object) => Made;

interface Service {
  readonly model: ServiceModel;
  readonly sdk: Sdk;
  readonly client: string;
}

const SERVICES: { readonly [name: string]: Service } = {
  cloudtrail: { model: cloudtrailModel as never, sdk: cloudtrailSdk as never, client: 'CloudTrailClient' },
  iam: { model: iamModel as never, sdk: iamSdk as never, client: 'IAMClient' },
  kms: { model: kmsModel as never, sdk: kmsSdk as never, client: 'KMSClient' },
  secretsmanager: { model: secretsModel as never, sdk: secretsSdk as never, client: 'SecretsManagerClient' },
  ssm: { model: ssmModel as never, sdk: ssmSdk as never, client: 'SSMClient' },
  sts: { model: stsModel as never, sdk: stsSdk as never, client: 'STSClient' },
};

/** Open to every caller, or decided by the token that they carry: each has tests of its own. */
const WITHOUT_POLICIES: { readonly [operation: string]: string } = {
  'sts:GetCallerIdentity': 'tells callers what they know already',
  'sts:GetSessionToken': 'gives users no more than they have',
  'sts:AssumeRoleWithWebIdentity': 'is unsigned',
  'sts:AssumeRoleWithSAML': 'is unsigned',
};

/** Actions that are asked for, where they are not the operation's name. */
const ACTIONS: { readonly [operation: string]: readonly string[] } = {
  'kms:ReEncrypt': ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
  'kms:ReplicateKey': ['kms:ReplicateKey', 'kms:CreateKey'],
};

/** Members that the model leaves open and the question needs. */
const OPTIONAL: { readonly [operation: string]: readonly string[] } = {
  'kms:CreateGrant': ['GranteePrincipal'],
  'kms:Decrypt': ['CiphertextBlob'],
  'kms:ListRetirableGrants': ['RetiringPrincipal'],
  'kms:ReEncrypt': ['CiphertextBlob'],
  'kms:RetireGrant': ['KeyId', 'GrantId'],
};

const NAMES = Object.entries(SERVICES).flatMap(([service, { model }]) => Object.keys(model.operations).map((name) => `${service}:${name}`));

interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly $metadata: { readonly httpStatusCode?: number };
}

describe('every operation asks for leave', () => {
  let booted: Booted;
  let resources: Resources;
  let users: { readonly [name: string]: { readonly accessKeyId: string; readonly secretAccessKey: string } };

  before(async () => {
    booted = await boot();
    const iam = iamOf(booted);
    resources = new Resources(booted, iam);
    users = {
      nobody: await newUser(iam, 'nobody'),
      somebody: await newUser(iam, 'somebody', allow('kms:NoSuchAction')),
      denied: await newUser(iam, 'denied', allow('*')),
    };
    iam.destroy();
  });
  after(async () => {
    assert.deepEqual(booted.reports, []);
    await booted.stop();
  });

  /** @returns what the call was refused with, or nothing */
  async function call(user: string, name: string, input: object): Promise<Refusal | undefined> {
    const [service, operation] = name.split(':') as [string, string];
    const { sdk, client } = SERVICES[service]!;
    const sender = new (sdk[client] as Constructor<SdkClient>)({
      endpoint: booted.trent.url,
      region: 'us-east-1',
      credentials: users[user],
      maxAttempts: 1,
    });
    try {
      await sender.send(new (sdk[`${operation}Command`] as Constructor<object>)(input));
      return undefined;
    } catch (error) {
      return error as Refusal;
    } finally {
      sender.destroy();
    }
  }

  const inputOf = (name: string): Promise<object> => {
    const [service, operation] = name.split(':') as [string, string];
    return inputFor(SERVICES[service]!.model, operation, resources.values, OPTIONAL[name]);
  };

  for (const name of NAMES.filter((operation) => !(operation in WITHOUT_POLICIES))) {
    test(name, async () => {
      const actions = ACTIONS[name] ?? [name];
      const input = await inputOf(name);
      const nobody = await call('nobody', name, input);
      assertDenied(nobody, 'nobody', actions[0]!);
      for (const action of actions) {
        await resources.putPolicy('denied', policy(allow('*'), deny(action)));
        const denied = await call('denied', name, input);
        assertDenied(denied, 'denied', action);
        if (action !== 'sts:AssumeRole') assert.match(denied!.message, /with an explicit deny in an identity-based policy/);
      }
      await resources.putPolicy('somebody', policy(allow([...actions])));
      const somebody = await call('somebody', name, input);
      const refused = somebody && !(somebody.$metadata.httpStatusCode! < 500 && !somebody.name.startsWith('AccessDenied'));
      assert.ok(!refused, `with leave for ${actions.join()}: ${somebody?.name} ${somebody?.message}`);
    });
  }
});

function assertDenied(refusal: Refusal | undefined, user: string, action: string): void {
  assert.ok(refusal, `${user} is refused`);
  assert.match(refusal.name, /^AccessDenied(Exception)?$/, refusal.message);
  const start = `User: arn:aws:iam::${ACCOUNT}:user/${user} is not authorized to perform: ${action} `;
  assert.equal(refusal.message.slice(0, start.length), start);
  // What is about no secret names none.
  assert.match(refusal.message.slice(start.length), action.startsWith('secretsmanager:') ? /^(?:on|because|with) / : /^on /);
}
