/**
 * AWS managed policies, limited to the services that Trent has (KMS, IAM, STS, CloudTrail, Secrets Manager, parameters
 * of Systems Manager): what each allows of them is what AWS's own allows of them (AWS Managed Policy Reference Guide).
 */

export interface AwsManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly description: string;
  /** JSON. */
  readonly document: string;
}

/** All of them have one version, of this day. */
export const AWS_MANAGED_SINCE = Date.UTC(2015, 1, 6, 18, 39, 46);

interface Statement {
  readonly Effect?: 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Condition?: object;
}

/** Statements are on all resources. */
function policy(name: string, description: string, statements: readonly Statement[], path = '/'): AwsManagedPolicy {
  const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement, Resource: '*' }));
  return { name, path, description, document: JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 4) };
}

const READ_IAM = [
  'iam:GenerateCredentialReport',
  'iam:GenerateServiceLastAccessedDetails',
  'iam:Get*',
  'iam:List*',
  'iam:SimulateCustomPolicy',
  'iam:SimulatePrincipalPolicy',
];
const READ_TRAILS = ['cloudtrail:Describe*', 'cloudtrail:Get*', 'cloudtrail:List*', 'cloudtrail:LookupEvents'];
const READ_SSM = ['ssm:Describe*', 'ssm:Get*', 'ssm:List*'];
/** The keys that a service's console offers. */
const CHOOSE_KEY = ['kms:DescribeKey', 'kms:ListAliases', 'kms:ListKeys'];

const ADMINISTRATION = [
  policy('AdministratorAccess', 'Provides full access to AWS services and resources.', [{ Action: ['*'] }]),
  policy('AWSDenyAll', 'Denies all access.', [{ Effect: 'Deny', Action: ['*'] }]),
  policy('PowerUserAccess', 'Provides full access to AWS services and resources, but no management of users and groups.', [
    { NotAction: ['iam:*', 'organizations:*', 'account:*'] },
    { Action: ['iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole', 'iam:ListRoles'] },
  ]),
  policy('ReadOnlyAccess', 'Provides read-only access to AWS services and resources.', [
    {
      Action: [
        ...READ_TRAILS,
        'iam:Generate*',
        'iam:Get*',
        'iam:List*',
        'iam:Simulate*',
        'kms:Describe*',
        'kms:Get*',
        'kms:List*',
        'secretsmanager:Describe*',
        'secretsmanager:GetResourcePolicy',
        'secretsmanager:List*',
        ...READ_SSM,
        'sts:GetAccessKeyInfo',
        'sts:GetCallerIdentity',
        'sts:GetSessionToken',
      ],
    },
  ]),
  policy('SecurityAudit', 'Provides access to read security configuration metadata.', [
    {
      Action: [
        'cloudtrail:DescribeTrails',
        'cloudtrail:GetEventSelectors',
        'cloudtrail:GetInsightSelectors',
        'cloudtrail:GetTrail',
        'cloudtrail:GetTrailStatus',
        'cloudtrail:ListTags',
        'cloudtrail:ListTrails',
        'cloudtrail:LookupEvents',
        ...READ_IAM,
        'kms:Describe*',
        'kms:Get*',
        'kms:List*',
        'secretsmanager:GetResourcePolicy',
        'secretsmanager:ListSecretVersionIds',
        'secretsmanager:ListSecrets',
        'ssm:Describe*',
        'sts:GetAccessKeyInfo',
      ],
    },
  ]),
  policy('IAMFullAccess', 'Provides full access to IAM.', [{ Action: ['iam:*'] }]),
  policy('IAMReadOnlyAccess', 'Provides read-only access to IAM.', [{ Action: READ_IAM }]),
];

const SERVICES = [
  policy('AWSKeyManagementServicePowerUser', 'Provides access to AWS Key Management Service (KMS).', [
    {
      Action: [
        'kms:CreateAlias',
        'kms:CreateKey',
        'kms:DeleteAlias',
        'kms:Describe*',
        'kms:GenerateRandom',
        'kms:Get*',
        'kms:List*',
        'kms:TagResource',
        'kms:UntagResource',
        'iam:ListGroups',
        'iam:ListRoles',
        'iam:ListUsers',
      ],
    },
  ]),
  policy('SecretsManagerReadWrite', 'Provides read and write access to Secrets Manager.', [
    { Action: ['secretsmanager:*', ...CHOOSE_KEY] },
  ]),
  policy('AmazonSSMFullAccess', 'Provides full access to Systems Manager.', [{ Action: ['ssm:*'] }]),
  policy('AmazonSSMReadOnlyAccess', 'Provides read-only access to Systems Manager.', [{ Action: READ_SSM }]),
  policy('AWSCloudTrail_FullAccess', 'Provides full access to CloudTrail.', [
    { Action: ['cloudtrail:*', 'iam:GetRolePolicy', 'iam:GetUser', 'iam:ListRoles'] },
    { Action: ['iam:PassRole'], Condition: { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } } },
    { Action: ['kms:CreateAlias', 'kms:CreateKey', 'kms:ListAliases', 'kms:ListKeys'] },
  ]),
  policy('AWSCloudTrail_ReadOnlyAccess', 'Provides read-only access to CloudTrail.', [{ Action: READ_TRAILS }]),
];

export const AWS_MANAGED_POLICIES: readonly AwsManagedPolicy[] = [...ADMINISTRATION, ...SERVICES];
