/** AWS managed policies that are of use here, as AWS publishes them (AWS Managed Policy Reference Guide). */

export interface AwsManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly description: string;
  /** JSON. */
  readonly document: string;
}

const allow = (action: unknown, resource: unknown = '*'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] });

export const AWS_MANAGED_POLICIES: readonly AwsManagedPolicy[] = [
  {
    name: 'AdministratorAccess',
    path: '/',
    description: 'Provides full access to AWS services and resources.',
    document: allow('*'),
  },
];
