/** Operations about what Trent does not have: whoever may ask for them is told so. */
import type { Operation } from '../../../base/operation.ts';
import { resolveAccount } from '../asks.ts';
import * as faults from '../faults.ts';
import type { Family, Iam } from '../iam.ts';
import type { Operations } from '../types.ts';

const NO_PASSWORDS = 'there is no console, and so no passwords.';
const NO_MFA = 'there are no MFA devices.';
const NO_CERTIFICATES = 'it keeps no certificates of servers and users.';
const NO_SSH = 'there is no service that takes SSH keys.';
const NO_OTHER_CREDENTIALS = 'access keys are the only credentials of its services.';
const NO_SAML = 'it takes no SAML assertions; roles can be assumed with OpenID Connect tokens.';
const NO_INSTANCES = 'there are no instances that could have a profile.';
const NO_SERVICE_ROLES = 'none of its services needs a role of its own.';
const NO_REPORTS = 'it makes no such reports.';
const NO_ORGANIZATIONS = 'its accounts are not in an organization.';
const NO_DELEGATION = 'there are no delegation requests.';
const NO_OUTBOUND = 'it issues no web identity tokens.';
const NO_PREFERENCES = 'there are no such preferences.';

const REASONS = {
  AcceptDelegationRequest: NO_DELEGATION,
  AcquireRole: NO_SERVICE_ROLES,
  AddRoleToInstanceProfile: NO_INSTANCES,
  AssociateDelegationRequest: NO_DELEGATION,
  ChangePassword: NO_PASSWORDS,
  CreateDelegationRequest: NO_DELEGATION,
  CreateInstanceProfile: NO_INSTANCES,
  CreateLoginProfile: NO_PASSWORDS,
  CreateSAMLProvider: NO_SAML,
  CreateServiceLinkedRole: NO_SERVICE_ROLES,
  CreateServiceSpecificCredential: NO_OTHER_CREDENTIALS,
  CreateVirtualMFADevice: NO_MFA,
  DeactivateMFADevice: NO_MFA,
  DeleteAccountPasswordPolicy: NO_PASSWORDS,
  DeleteInstanceProfile: NO_INSTANCES,
  DeleteSAMLProvider: NO_SAML,
  DeleteSSHPublicKey: NO_SSH,
  DeleteServerCertificate: NO_CERTIFICATES,
  DeleteServiceLinkedRole: NO_SERVICE_ROLES,
  DeleteServiceSpecificCredential: NO_OTHER_CREDENTIALS,
  DeleteSigningCertificate: NO_CERTIFICATES,
  DeleteVirtualMFADevice: NO_MFA,
  DisableOrganizationsRootCredentialsManagement: NO_ORGANIZATIONS,
  DisableOrganizationsRootSessions: NO_ORGANIZATIONS,
  DisableOutboundWebIdentityFederation: NO_OUTBOUND,
  EnableMFADevice: NO_MFA,
  EnableOrganizationsRootCredentialsManagement: NO_ORGANIZATIONS,
  EnableOrganizationsRootSessions: NO_ORGANIZATIONS,
  EnableOutboundWebIdentityFederation: NO_OUTBOUND,
  GenerateCredentialReport: NO_REPORTS,
  GenerateOrganizationsAccessReport: NO_ORGANIZATIONS,
  GenerateServiceLastAccessedDetails: NO_REPORTS,
  GetAccountProperties: NO_PREFERENCES,
  GetCredentialReport: NO_REPORTS,
  GetDelegationRequest: NO_DELEGATION,
  GetHumanReadableSummary: NO_DELEGATION,
  GetInstanceProfile: NO_INSTANCES,
  GetMFADevice: NO_MFA,
  GetOrganizationsAccessReport: NO_ORGANIZATIONS,
  GetOutboundWebIdentityFederationInfo: NO_OUTBOUND,
  GetRoleTemplateVersion: NO_SERVICE_ROLES,
  GetSAMLProvider: NO_SAML,
  GetSSHPublicKey: NO_SSH,
  GetServerCertificate: NO_CERTIFICATES,
  GetServiceLastAccessedDetails: NO_REPORTS,
  GetServiceLastAccessedDetailsWithEntities: NO_REPORTS,
  GetServiceLinkedRoleDeletionStatus: NO_SERVICE_ROLES,
  ListDelegationRequests: NO_DELEGATION,
  ListInstanceProfileTags: NO_INSTANCES,
  ListMFADeviceTags: NO_MFA,
  ListOrganizationsFeatures: NO_ORGANIZATIONS,
  ListPoliciesGrantingServiceAccess: NO_REPORTS,
  ListSAMLProviderTags: NO_SAML,
  ListServerCertificateTags: NO_CERTIFICATES,
  PutAccountProperties: NO_PREFERENCES,
  RejectDelegationRequest: NO_DELEGATION,
  RemoveRoleFromInstanceProfile: NO_INSTANCES,
  ResetServiceSpecificCredential: NO_OTHER_CREDENTIALS,
  ResyncMFADevice: NO_MFA,
  SendDelegationToken: NO_DELEGATION,
  SetSecurityTokenServicePreferences: NO_PREFERENCES,
  TagInstanceProfile: NO_INSTANCES,
  TagMFADevice: NO_MFA,
  TagSAMLProvider: NO_SAML,
  TagServerCertificate: NO_CERTIFICATES,
  UntagInstanceProfile: NO_INSTANCES,
  UntagMFADevice: NO_MFA,
  UntagSAMLProvider: NO_SAML,
  UntagServerCertificate: NO_CERTIFICATES,
  UpdateAccountPasswordPolicy: NO_PASSWORDS,
  UpdateDelegationRequest: NO_DELEGATION,
  UpdateLoginProfile: NO_PASSWORDS,
  UpdateSAMLProvider: NO_SAML,
  UpdateSSHPublicKey: NO_SSH,
  UpdateServerCertificate: NO_CERTIFICATES,
  UpdateServiceSpecificCredential: NO_OTHER_CREDENTIALS,
  UpdateSigningCertificate: NO_CERTIFICATES,
  UploadSSHPublicKey: NO_SSH,
  UploadServerCertificate: NO_CERTIFICATES,
  UploadSigningCertificate: NO_CERTIFICATES,
} as const satisfies { readonly [Name in keyof Operations]?: string };

type Unsupported = keyof typeof REASONS;

export function unsupported(iam: Iam): Family<Unsupported> {
  const operations: { [name: string]: Operation<object, never, undefined> } = {};
  for (const [name, why] of Object.entries(REASONS)) {
    operations[name] = {
      resolve: (input, context) => resolveAccount(iam, name as Unsupported, input, context),
      run() {
        throw faults.unsupported(name, why);
      },
    };
  }
  return operations as unknown as Family<Unsupported>;
}
