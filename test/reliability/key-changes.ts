/** Changes of a key, each as a call and as what it does to the key's state. */
import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteImportedKeyMaterialCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type KMSClient,
  PutKeyPolicyCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import { ACCOUNT } from '../support/boot.ts';
import type { Chance } from '../support/random.ts';
import type { KeyState } from './key-state.ts';

/** A key that one writer alone changes. */
export interface OwnKey {
  readonly KeyId: string;
  readonly external: boolean;
  readonly multiRegion: boolean;
  /** For an external key: the same bytes at each import. */
  readonly material: Buffer;
}

export interface Change {
  readonly name: string;
  readonly send: (client: KMSClient) => Promise<unknown>;
  readonly after: KeyState;
}

type Maker = (key: OwnKey, state: KeyState, chance: Chance) => Change | undefined;

/** Room is left below the 25 of the API, as a refusal is no change. */
const ROTATIONS_MAX = 20;
const ALIASES_MAX = 10;
const REPLICA_REGIONS = ['eu-west-1', 'ap-south-1', 'sa-east-1'];

const usable = ({ state }: KeyState): boolean => state === 'Enabled' || state === 'Disabled';

const describe: Maker = ({ KeyId }, state, chance) => {
  const Description = `described ${chance.below(1_000_000)}`;
  return { name: 'UpdateKeyDescription', send: (client) => client.send(new UpdateKeyDescriptionCommand({ KeyId, Description })), after: { ...state, description: Description } };
};

const putPolicy: Maker = ({ KeyId }, state, chance) => {
  const Statement = [{ Sid: `s${chance.below(1_000_000)}`, Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  return { name: 'PutKeyPolicy', send: (client) => client.send(new PutKeyPolicyCommand({ KeyId, Policy })), after: { ...state, policy: Policy } };
};

const tag: Maker = ({ KeyId }, state, chance) => {
  const Tags = [0, 1].map((index) => ({ TagKey: `tag-${index}-${chance.below(5)}`, TagValue: `${chance.below(1_000_000)}` }));
  const tags = { ...state.tags, ...Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])) };
  return { name: 'TagResource', send: (client) => client.send(new TagResourceCommand({ KeyId, Tags })), after: { ...state, tags } };
};

const untag: Maker = ({ KeyId }, state, chance) => {
  const names = Object.keys(state.tags);
  if (names.length === 0) return undefined;
  const gone = chance.of(names);
  const tags = Object.fromEntries(Object.entries(state.tags).filter(([name]) => name !== gone));
  return { name: 'UntagResource', send: (client) => client.send(new UntagResourceCommand({ KeyId, TagKeys: [gone] })), after: { ...state, tags } };
};

const createAlias: Maker = ({ KeyId }, state, chance) => {
  if (state.aliases.length >= ALIASES_MAX) return undefined;
  const AliasName = `alias/${KeyId}/${chance.below(1_000_000_000)}`;
  const send: Change['send'] = (client) => client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
  return { name: 'CreateAlias', send, after: { ...state, aliases: [...state.aliases, AliasName].sort() } };
};

const deleteAlias: Maker = (_key, state, chance) => {
  if (state.aliases.length === 0) return undefined;
  const AliasName = chance.of(state.aliases);
  const aliases = state.aliases.filter((name) => name !== AliasName);
  return { name: 'DeleteAlias', send: (client) => client.send(new DeleteAliasCommand({ AliasName })), after: { ...state, aliases } };
};

const toggle: Maker = ({ KeyId }, state) => {
  if (state.state === 'Enabled') return { name: 'DisableKey', send: (client) => client.send(new DisableKeyCommand({ KeyId })), after: { ...state, state: 'Disabled' } };
  return { name: 'EnableKey', send: (client) => client.send(new EnableKeyCommand({ KeyId })), after: { ...state, state: 'Enabled' } };
};

const rotate: Maker = ({ KeyId, external }, state) => {
  if (external || state.spec !== 'SYMMETRIC_DEFAULT' || state.state !== 'Enabled' || state.rotations >= ROTATIONS_MAX) return undefined;
  return { name: 'RotateKeyOnDemand', send: (client) => client.send(new RotateKeyOnDemandCommand({ KeyId })), after: { ...state, rotations: state.rotations + 1 } };
};

const schedule: Maker = ({ KeyId, external }, state, chance) => {
  if (external || state.spec !== 'SYMMETRIC_DEFAULT' || state.state !== 'Enabled') return undefined;
  const RotationPeriodInDays = 100 + chance.below(1_000);
  const send: Change['send'] = (client) => client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays }));
  return { name: 'EnableKeyRotation', send, after: { ...state, rotationPeriod: RotationPeriodInDays } };
};

const replicate: Maker = ({ KeyId, multiRegion }, state, chance) => {
  const free = REPLICA_REGIONS.filter((region) => !state.replicas.includes(region));
  if (!multiRegion || free.length === 0 || state.state !== 'Enabled') return undefined;
  const ReplicaRegion = chance.of(free);
  const send: Change['send'] = (client) => client.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion }));
  return { name: 'ReplicateKey', send, after: { ...state, replicas: [...state.replicas, ReplicaRegion].sort() } };
};

const scheduleDeletion: Maker = ({ KeyId, multiRegion, external }, state) => {
  if (multiRegion || external || state.rotationPeriod !== undefined) return undefined;
  const send: Change['send'] = (client) => client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  return { name: 'ScheduleKeyDeletion', send, after: { ...state, state: 'PendingDeletion' } };
};

const cancelDeletion: Maker = ({ KeyId }, state) => ({
  name: 'CancelKeyDeletion',
  send: (client) => client.send(new CancelKeyDeletionCommand({ KeyId })),
  after: { ...state, state: 'Disabled' },
});

const importMaterial: Maker = (key, state) => ({ name: 'ImportKeyMaterial', send: (client) => sendMaterial(client, key), after: { ...state, state: 'Enabled' } });

async function sendMaterial(client: KMSClient, { KeyId, material }: OwnKey): Promise<void> {
  const parameters = await client.send(
    new GetParametersForImportCommand({ KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }),
  );
  const key = createPublicKey({ key: Buffer.from(parameters.PublicKey!), format: 'der', type: 'spki' });
  const EncryptedKeyMaterial = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, material);
  const ExpirationModel = 'KEY_MATERIAL_DOES_NOT_EXPIRE';
  await client.send(new ImportKeyMaterialCommand({ KeyId, ImportToken: parameters.ImportToken, EncryptedKeyMaterial, ExpirationModel }));
}

const deleteMaterial: Maker = ({ KeyId, external }, state) => {
  if (!external || state.state !== 'Enabled') return undefined;
  return { name: 'DeleteImportedKeyMaterial', send: (client) => client.send(new DeleteImportedKeyMaterialCommand({ KeyId })), after: { ...state, state: 'PendingImport' } };
};

const ALWAYS: readonly Maker[] = [describe, putPolicy, tag, untag];
const WHEN_USABLE: readonly Maker[] = [...ALWAYS, createAlias, createAlias, deleteAlias, toggle, rotate, schedule, replicate, deleteMaterial];
/** Rarer, as little can be done to a key afterwards. */
const LAST: Maker = scheduleDeletion;
const ONE_IN = 20;

/** Something that the API allows in this state. */
export function anyChange(key: OwnKey, state: KeyState, chance: Chance): Change {
  for (;;) {
    const made = makersFor(state, chance)(key, state, chance);
    if (made) return made;
  }
}

function makersFor(state: KeyState, chance: Chance): Maker {
  if (state.state === 'PendingDeletion') return cancelDeletion;
  if (state.state === 'PendingImport') return chance.of([importMaterial, describe]);
  return usable(state) && chance.below(ONE_IN) === 0 ? LAST : chance.of(WHEN_USABLE);
}
