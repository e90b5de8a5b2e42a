/**
 * The AWS managed keys of AWS's other services. Trent has none of these services, so nothing but DescribeKey makes such
 * a key and nobody can use one; but every account has their names, and what a key shows is as AWS shows it. Ids,
 * actions and descriptions as seen of live keys; where none was seen, the common form.
 */
import type { ManagedKey } from '../../base/integrated-service.ts';
import {
  accessThrough,
  managedKeyPolicy,
  type ManagedKeyPlace,
  metadataAccess,
  type PolicyStatement,
  serviceMetadataAccess,
  throughService,
  throughServiceAnywhere,
} from '../../base/managed-key-policy.ts';

const CIPHER = ['Encrypt', 'Decrypt', 'ReEncrypt*', 'GenerateDataKey*'];
/** Of services that use the key directly, within a request. */
const DIRECT = [...CIPHER, 'DescribeKey'];
/** Of services that make grants, for work that outlives a request. */
const GRANTING = [...CIPHER, 'CreateGrant', 'DescribeKey'];
const LISTING = [...CIPHER, 'CreateGrant', 'ListGrants', 'DescribeKey'];

interface Shape {
  /** `Id` of the policy. */
  readonly id: string;
  /** The service in the text of the Sid. */
  readonly named: string;
  readonly actions: readonly string[];
  /** In `kms:ViaService`, where not as the key. */
  readonly via?: readonly string[];
  /** Any region's endpoint of the service will do. */
  readonly anywhere?: true;
  readonly more?: (place: ManagedKeyPlace) => readonly PolicyStatement[];
}

/** @param name behind `alias/aws/`. @param noun what the key protects */
function predefined(name: string, noun: string, { id, named, actions, via = [name], anywhere, more }: Shape): ManagedKey {
  const through = anywhere ? throughServiceAnywhere : throughService;
  const besides = actions.includes('CreateGrant') ? ['RevokeGrant'] : [];
  return {
    alias: `alias/aws/${name}`,
    description: `Default key that protects my ${noun} when no other key is defined`,
    policy(account, region) {
      const place = { account, region };
      const access = via.map((service) => accessThrough(named, actions, through(place, service)));
      return managedKeyPolicy(id, [...access, metadataAccess(place, besides), ...(more?.(place) ?? [])]);
    },
  };
}

const itself = (name: string, principal: string) => () => [
  serviceMetadataAccess(`Allow ${name} to directly describe the key`, principal),
];

/** SNS opens messages by itself when it delivers them. */
const topicsOf = ({ account, region }: ManagedKeyPlace): readonly PolicyStatement[] => [
  {
    Sid: 'Allow SNS to decrypt messages',
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': `arn:*:sns:${region}:${account}:*` } },
  },
];

export const PREDEFINED_KEYS: readonly ManagedKey[] = [
  predefined('backup', 'Backup data', { id: 'auto-backup-1', named: 'Backup', actions: ['CreateGrant', 'Decrypt', 'GenerateDataKey*'] }),
  predefined('codecommit', 'CodeCommit repositories', { id: 'auto-codecommit-1', named: 'CodeCommit', actions: DIRECT }),
  predefined('dynamodb', 'DynamoDB data', {
    id: 'auto-dynamodb-3',
    named: 'Amazon DynamoDB',
    actions: GRANTING,
    anywhere: true,
    more: itself('DynamoDB', 'dynamodb.amazonaws.com'),
  }),
  predefined('ebs', 'EBS volumes', { id: 'auto-ebs-2', named: 'EBS', actions: GRANTING, via: ['ec2'] }),
  predefined('ecr', 'ECR data', { id: 'auto-ecr-1', named: 'ECR', actions: [...CIPHER, 'CreateGrant', 'RetireGrant', 'DescribeKey'] }),
  predefined('elasticfilesystem', 'EFS filesystems', { id: 'auto-elasticfilesystem-1', named: 'EFS', actions: GRANTING }),
  predefined('es', 'Amazon OpenSearch Service (successor to Amazon Elasticsearch Service) data', {
    id: 'auto-es-2',
    named: 'ES',
    actions: GRANTING,
    more: itself('ES', 'es.amazonaws.com'),
  }),
  predefined('glue', 'Glue data', { id: 'auto-glue-1', named: 'Glue', actions: DIRECT }),
  predefined('kafka', 'Kafka data', { id: 'auto-kafka-1', named: 'Kafka', actions: LISTING }),
  predefined('kinesis', 'Kinesis data', { id: 'auto-kinesis-1', named: 'Amazon Kinesis', actions: DIRECT }),
  predefined('kinesisvideo', 'kinesis video data', { id: 'auto-kinesisvideo-1', named: 'Kinesis Video', actions: DIRECT }),
  predefined('lambda', 'Lambda functions', { id: 'auto-awslambda', named: 'AWS Lambda', actions: GRANTING }),
  predefined('rds', 'RDS database volumes', { id: 'auto-rds-2', named: 'RDS', actions: LISTING }),
  predefined('redshift', 'Redshift data', {
    id: 'auto-redshift-3',
    named: 'Redshift',
    actions: GRANTING,
    via: ['redshift', 'redshift-serverless'],
  }),
  predefined('s3', 'S3 objects', { id: 'auto-s3-2', named: 'S3', actions: DIRECT }),
  predefined('sns', 'SNS data', {
    id: 'auto-sns-2',
    named: 'SNS',
    actions: ['Decrypt', 'GenerateDataKey*', 'CreateGrant', 'ListGrants', 'DescribeKey'],
    more: topicsOf,
  }),
  predefined('sqs', 'SQS messages', { id: 'auto-sqs-1', named: 'Simple Queue Service (SQS)', actions: GRANTING }),
  predefined('xray', 'X-Ray data', { id: 'auto-xray-1', named: 'X-Ray', actions: GRANTING, more: itself('X-Ray', 'xray.amazonaws.com') }),
];
