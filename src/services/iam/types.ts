/** Types of the iam API. Made by `npm run generate` from model.json; not to be edited. */
/* Blobs are buffers, timestamps milliseconds since 1970. */

export interface AcceptDelegationRequestRequest {
  DelegationRequestId: string;
}

export type AccessAdvisorUsageGranularityType = 'SERVICE_LEVEL' | 'ACTION_LEVEL';

export interface AccessDetail {
  ServiceName: string;
  ServiceNamespace: string;
  Region?: string | undefined;
  EntityPath?: string | undefined;
  LastAuthenticatedTime?: number | undefined;
  TotalAuthenticatedEntities?: number | undefined;
}

export interface AccessKey {
  UserName: string;
  AccessKeyId: string;
  Status: statusType;
  SecretAccessKey: string;
  CreateDate?: number | undefined;
}

export interface AccessKeyLastUsed {
  LastUsedDate?: number | undefined;
  ServiceName: string;
  Region: string;
}

export interface AccessKeyMetadata {
  UserName?: string | undefined;
  AccessKeyId?: string | undefined;
  Status?: statusType | undefined;
  CreateDate?: number | undefined;
}

export interface AcquireRoleRequest {
  TemplateArn: string;
  TemplateMinorVersion?: number | undefined;
  ReplacementValues?: { readonly [key: string]: ReplacementValueEntry } | undefined;
}

export interface AcquireRoleResponse {
  Role: Role;
}

export interface AddClientIDToOpenIDConnectProviderRequest {
  OpenIDConnectProviderArn: string;
  ClientID: string;
}

export interface AddRoleToInstanceProfileRequest {
  InstanceProfileName: string;
  RoleName: string;
}

export interface AddUserToGroupRequest {
  GroupName: string;
  UserName: string;
}

export interface AssociateDelegationRequestRequest {
  DelegationRequestId: string;
}

export interface AttachGroupPolicyRequest {
  GroupName: string;
  PolicyArn: string;
}

export interface AttachRolePolicyRequest {
  RoleName: string;
  PolicyArn: string;
}

export interface AttachUserPolicyRequest {
  UserName: string;
  PolicyArn: string;
}

export interface AttachedPermissionsBoundary {
  PermissionsBoundaryType?: PermissionsBoundaryAttachmentType | undefined;
  PermissionsBoundaryArn?: string | undefined;
}

export interface AttachedPolicy {
  PolicyName?: string | undefined;
  PolicyArn?: string | undefined;
}

export type AttachmentType = 'user' | 'group' | 'role';

export interface ChangePasswordRequest {
  OldPassword: string;
  NewPassword: string;
}

export interface ContextEntry {
  ContextKeyName?: string | undefined;
  ContextKeyValues?: readonly string[] | undefined;
  ContextKeyType?: ContextKeyTypeEnum | undefined;
}

export type ContextKeyTypeEnum = 'string' | 'stringList' | 'numeric' | 'numericList' | 'boolean' | 'booleanList' | 'ip' | 'ipList' | 'binary' | 'binaryList' | 'date' | 'dateList';

export interface CreateAccessKeyRequest {
  UserName?: string | undefined;
}

export interface CreateAccessKeyResponse {
  AccessKey: AccessKey;
}

export interface CreateAccountAliasRequest {
  AccountAlias: string;
}

export interface CreateDelegationRequestRequest {
  OwnerAccountId?: string | undefined;
  Description: string;
  Permissions: DelegationPermission;
  RequestMessage?: string | undefined;
  RequestorWorkflowId: string;
  RedirectUrl?: string | undefined;
  NotificationChannel: string;
  SessionDuration: number;
  OnlySendByOwner?: boolean | undefined;
}

export interface CreateDelegationRequestResponse {
  ConsoleDeepLink?: string | undefined;
  DelegationRequestId?: string | undefined;
}

export interface CreateGroupRequest {
  Path?: string | undefined;
  GroupName: string;
}

export interface CreateGroupResponse {
  Group: Group;
}

export interface CreateInstanceProfileRequest {
  InstanceProfileName: string;
  Path?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface CreateInstanceProfileResponse {
  InstanceProfile: InstanceProfile;
}

export interface CreateLoginProfileRequest {
  UserName?: string | undefined;
  Password?: string | undefined;
  PasswordResetRequired?: boolean | undefined;
}

export interface CreateLoginProfileResponse {
  LoginProfile: LoginProfile;
}

export interface CreateOpenIDConnectProviderRequest {
  Url: string;
  ClientIDList?: readonly string[] | undefined;
  ThumbprintList?: readonly string[] | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface CreateOpenIDConnectProviderResponse {
  OpenIDConnectProviderArn?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface CreatePolicyRequest {
  PolicyName: string;
  Path?: string | undefined;
  PolicyDocument: string;
  Description?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface CreatePolicyResponse {
  Policy?: Policy | undefined;
}

export interface CreatePolicyVersionRequest {
  PolicyArn: string;
  PolicyDocument: string;
  SetAsDefault?: boolean | undefined;
}

export interface CreatePolicyVersionResponse {
  PolicyVersion?: PolicyVersion | undefined;
}

export interface CreateRoleRequest {
  Path?: string | undefined;
  RoleName: string;
  AssumeRolePolicyDocument: string;
  Description?: string | undefined;
  MaxSessionDuration?: number | undefined;
  PermissionsBoundary?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface CreateRoleResponse {
  Role: Role;
}

export interface CreateSAMLProviderRequest {
  SAMLMetadataDocument: string;
  Name: string;
  Tags?: readonly Tag[] | undefined;
  AssertionEncryptionMode?: assertionEncryptionModeType | undefined;
  AddPrivateKey?: string | undefined;
}

export interface CreateSAMLProviderResponse {
  SAMLProviderArn?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface CreateServiceLinkedRoleRequest {
  AWSServiceName: string;
  Description?: string | undefined;
  CustomSuffix?: string | undefined;
}

export interface CreateServiceLinkedRoleResponse {
  Role?: Role | undefined;
}

export interface CreateServiceSpecificCredentialRequest {
  UserName: string;
  ServiceName: string;
  CredentialAgeDays?: number | undefined;
}

export interface CreateServiceSpecificCredentialResponse {
  ServiceSpecificCredential?: ServiceSpecificCredential | undefined;
}

export interface CreateUserRequest {
  Path?: string | undefined;
  UserName: string;
  PermissionsBoundary?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface CreateUserResponse {
  User?: User | undefined;
}

export interface CreateVirtualMFADeviceRequest {
  Path?: string | undefined;
  VirtualMFADeviceName: string;
  Tags?: readonly Tag[] | undefined;
}

export interface CreateVirtualMFADeviceResponse {
  VirtualMFADevice: VirtualMFADevice;
}

export interface DeactivateMFADeviceRequest {
  UserName?: string | undefined;
  SerialNumber: string;
}

export interface DelegationPermission {
  PolicyTemplateArn?: string | undefined;
  Parameters?: readonly PolicyParameter[] | undefined;
}

export interface DelegationRequest {
  DelegationRequestId?: string | undefined;
  OwnerAccountId?: string | undefined;
  Description?: string | undefined;
  RequestMessage?: string | undefined;
  Permissions?: DelegationPermission | undefined;
  PermissionPolicy?: string | undefined;
  RolePermissionRestrictionArns?: readonly string[] | undefined;
  OwnerId?: string | undefined;
  ApproverId?: string | undefined;
  State?: stateType | undefined;
  ExpirationTime?: number | undefined;
  RequestorId?: string | undefined;
  RequestorName?: string | undefined;
  CreateDate?: number | undefined;
  SessionDuration?: number | undefined;
  RedirectUrl?: string | undefined;
  Notes?: string | undefined;
  RejectionReason?: string | undefined;
  OnlySendByOwner?: boolean | undefined;
  UpdatedTime?: number | undefined;
}

export interface DeleteAccessKeyRequest {
  UserName?: string | undefined;
  AccessKeyId: string;
}

export interface DeleteAccountAliasRequest {
  AccountAlias: string;
}

export interface DeleteGroupPolicyRequest {
  GroupName: string;
  PolicyName: string;
}

export interface DeleteGroupRequest {
  GroupName: string;
}

export interface DeleteInstanceProfileRequest {
  InstanceProfileName: string;
}

export interface DeleteLoginProfileRequest {
  UserName?: string | undefined;
}

export interface DeleteOpenIDConnectProviderRequest {
  OpenIDConnectProviderArn: string;
}

export interface DeletePolicyRequest {
  PolicyArn: string;
}

export interface DeletePolicyVersionRequest {
  PolicyArn: string;
  VersionId: string;
}

export interface DeleteRolePermissionsBoundaryRequest {
  RoleName: string;
}

export interface DeleteRolePolicyRequest {
  RoleName: string;
  PolicyName: string;
}

export interface DeleteRoleRequest {
  RoleName: string;
}

export interface DeleteSAMLProviderRequest {
  SAMLProviderArn: string;
}

export interface DeleteSSHPublicKeyRequest {
  UserName: string;
  SSHPublicKeyId: string;
}

export interface DeleteServerCertificateRequest {
  ServerCertificateName: string;
}

export interface DeleteServiceLinkedRoleRequest {
  RoleName: string;
}

export interface DeleteServiceLinkedRoleResponse {
  DeletionTaskId: string;
}

export interface DeleteServiceSpecificCredentialRequest {
  UserName?: string | undefined;
  ServiceSpecificCredentialId: string;
}

export interface DeleteSigningCertificateRequest {
  UserName?: string | undefined;
  CertificateId: string;
}

export interface DeleteUserPermissionsBoundaryRequest {
  UserName: string;
}

export interface DeleteUserPolicyRequest {
  UserName: string;
  PolicyName: string;
}

export interface DeleteUserRequest {
  UserName: string;
}

export interface DeleteVirtualMFADeviceRequest {
  SerialNumber: string;
}

export interface DeletionTaskFailureReasonType {
  Reason?: string | undefined;
  RoleUsageList?: readonly RoleUsageType[] | undefined;
}

export type DeletionTaskStatusType = 'SUCCEEDED' | 'IN_PROGRESS' | 'FAILED' | 'NOT_STARTED';

export interface DetachGroupPolicyRequest {
  GroupName: string;
  PolicyArn: string;
}

export interface DetachRolePolicyRequest {
  RoleName: string;
  PolicyArn: string;
}

export interface DetachUserPolicyRequest {
  UserName: string;
  PolicyArn: string;
}

export interface DisableOrganizationsRootCredentialsManagementRequest {}

export interface DisableOrganizationsRootCredentialsManagementResponse {
  OrganizationId?: string | undefined;
  EnabledFeatures?: readonly FeatureType[] | undefined;
}

export interface DisableOrganizationsRootSessionsRequest {}

export interface DisableOrganizationsRootSessionsResponse {
  OrganizationId?: string | undefined;
  EnabledFeatures?: readonly FeatureType[] | undefined;
}

export interface EnableMFADeviceRequest {
  UserName: string;
  SerialNumber: string;
  AuthenticationCode1: string;
  AuthenticationCode2: string;
}

export interface EnableOrganizationsRootCredentialsManagementRequest {}

export interface EnableOrganizationsRootCredentialsManagementResponse {
  OrganizationId?: string | undefined;
  EnabledFeatures?: readonly FeatureType[] | undefined;
}

export interface EnableOrganizationsRootSessionsRequest {}

export interface EnableOrganizationsRootSessionsResponse {
  OrganizationId?: string | undefined;
  EnabledFeatures?: readonly FeatureType[] | undefined;
}

export interface EnableOutboundWebIdentityFederationResponse {
  IssuerIdentifier?: string | undefined;
}

export interface EntityDetails {
  EntityInfo: EntityInfo;
  LastAuthenticated?: number | undefined;
}

export interface EntityInfo {
  Arn: string;
  Name: string;
  Type: policyOwnerEntityType;
  Id: string;
  Path?: string | undefined;
}

export type EntityType = 'User' | 'Role' | 'Group' | 'LocalManagedPolicy' | 'AWSManagedPolicy';

export interface ErrorDetails {
  Message: string;
  Code: string;
}

export interface EvaluationResult {
  EvalActionName: string;
  EvalResourceName?: string | undefined;
  EvalDecision: PolicyEvaluationDecisionType;
  MatchedStatements?: readonly Statement[] | undefined;
  MissingContextValues?: readonly string[] | undefined;
  OrganizationsDecisionDetail?: OrganizationsDecisionDetail | undefined;
  PermissionsBoundaryDecisionDetail?: PermissionsBoundaryDecisionDetail | undefined;
  EvalDecisionDetails?: { readonly [key: string]: PolicyEvaluationDecisionType } | undefined;
  ResourceSpecificResults?: readonly ResourceSpecificResult[] | undefined;
}

export type FeatureType = 'RootCredentialsManagement' | 'RootSessions';

export interface GenerateCredentialReportResponse {
  State?: ReportStateType | undefined;
  Description?: string | undefined;
}

export interface GenerateOrganizationsAccessReportRequest {
  EntityPath: string;
  OrganizationsPolicyId?: string | undefined;
}

export interface GenerateOrganizationsAccessReportResponse {
  JobId?: string | undefined;
}

export interface GenerateServiceLastAccessedDetailsRequest {
  Arn: string;
  Granularity?: AccessAdvisorUsageGranularityType | undefined;
}

export interface GenerateServiceLastAccessedDetailsResponse {
  JobId?: string | undefined;
}

export interface GetAccessKeyLastUsedRequest {
  AccessKeyId: string;
}

export interface GetAccessKeyLastUsedResponse {
  UserName?: string | undefined;
  AccessKeyLastUsed?: AccessKeyLastUsed | undefined;
}

export interface GetAccountAuthorizationDetailsRequest {
  Filter?: readonly EntityType[] | undefined;
  MaxItems?: number | undefined;
  Marker?: string | undefined;
}

export interface GetAccountAuthorizationDetailsResponse {
  UserDetailList?: readonly UserDetail[] | undefined;
  GroupDetailList?: readonly GroupDetail[] | undefined;
  RoleDetailList?: readonly RoleDetail[] | undefined;
  Policies?: readonly ManagedPolicyDetail[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface GetAccountPasswordPolicyResponse {
  PasswordPolicy: PasswordPolicy;
}

export interface GetAccountPropertiesRequest {}

export interface GetAccountPropertiesResponse {
  Properties?: { readonly [key: string]: string } | undefined;
}

export interface GetAccountSummaryResponse {
  SummaryMap?: { readonly [key: string]: number } | undefined;
}

export interface GetContextKeysForCustomPolicyRequest {
  PolicyInputList: readonly string[];
}

export interface GetContextKeysForPolicyResponse {
  ContextKeyNames?: readonly string[] | undefined;
}

export interface GetContextKeysForPrincipalPolicyRequest {
  PolicySourceArn: string;
  PolicyInputList?: readonly string[] | undefined;
}

export interface GetCredentialReportResponse {
  Content?: Buffer | undefined;
  ReportFormat?: ReportFormatType | undefined;
  GeneratedTime?: number | undefined;
}

export interface GetDelegationRequestRequest {
  DelegationRequestId: string;
  DelegationPermissionCheck?: boolean | undefined;
}

export interface GetDelegationRequestResponse {
  DelegationRequest?: DelegationRequest | undefined;
  PermissionCheckStatus?: permissionCheckStatusType | undefined;
  PermissionCheckResult?: permissionCheckResultType | undefined;
}

export interface GetGroupPolicyRequest {
  GroupName: string;
  PolicyName: string;
}

export interface GetGroupPolicyResponse {
  GroupName: string;
  PolicyName: string;
  PolicyDocument: string;
}

export interface GetGroupRequest {
  GroupName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface GetGroupResponse {
  Group: Group;
  Users: readonly User[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface GetHumanReadableSummaryRequest {
  EntityArn: string;
  Locale?: string | undefined;
}

export interface GetHumanReadableSummaryResponse {
  SummaryContent?: string | undefined;
  Locale?: string | undefined;
  SummaryState?: summaryStateType | undefined;
}

export interface GetInstanceProfileRequest {
  InstanceProfileName: string;
}

export interface GetInstanceProfileResponse {
  InstanceProfile: InstanceProfile;
}

export interface GetLoginProfileRequest {
  UserName?: string | undefined;
}

export interface GetLoginProfileResponse {
  LoginProfile: LoginProfile;
}

export interface GetMFADeviceRequest {
  SerialNumber: string;
  UserName?: string | undefined;
}

export interface GetMFADeviceResponse {
  UserName?: string | undefined;
  SerialNumber: string;
  EnableDate?: number | undefined;
  Certifications?: { readonly [key: string]: string } | undefined;
}

export interface GetOpenIDConnectProviderRequest {
  OpenIDConnectProviderArn: string;
}

export interface GetOpenIDConnectProviderResponse {
  Url?: string | undefined;
  ClientIDList?: readonly string[] | undefined;
  ThumbprintList?: readonly string[] | undefined;
  CreateDate?: number | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface GetOrganizationsAccessReportRequest {
  JobId: string;
  MaxItems?: number | undefined;
  Marker?: string | undefined;
  SortKey?: sortKeyType | undefined;
}

export interface GetOrganizationsAccessReportResponse {
  JobStatus: jobStatusType;
  JobCreationDate: number;
  JobCompletionDate?: number | undefined;
  NumberOfServicesAccessible?: number | undefined;
  NumberOfServicesNotAccessed?: number | undefined;
  AccessDetails?: readonly AccessDetail[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
  ErrorDetails?: ErrorDetails | undefined;
}

export interface GetOutboundWebIdentityFederationInfoResponse {
  IssuerIdentifier?: string | undefined;
  JwtVendingEnabled?: boolean | undefined;
}

export interface GetPolicyRequest {
  PolicyArn: string;
}

export interface GetPolicyResponse {
  Policy?: Policy | undefined;
}

export interface GetPolicyVersionRequest {
  PolicyArn: string;
  VersionId: string;
}

export interface GetPolicyVersionResponse {
  PolicyVersion?: PolicyVersion | undefined;
}

export interface GetRolePolicyRequest {
  RoleName: string;
  PolicyName: string;
}

export interface GetRolePolicyResponse {
  RoleName: string;
  PolicyName: string;
  PolicyDocument: string;
}

export interface GetRoleRequest {
  RoleName: string;
}

export interface GetRoleResponse {
  Role: Role;
}

export interface GetRoleTemplateVersionRequest {
  TemplateArn: string;
  MinorVersion?: number | undefined;
}

export interface GetRoleTemplateVersionResponse {
  RoleTemplateVersion: RoleTemplateVersion;
}

export interface GetSAMLProviderRequest {
  SAMLProviderArn: string;
}

export interface GetSAMLProviderResponse {
  SAMLProviderUUID?: string | undefined;
  SAMLMetadataDocument?: string | undefined;
  CreateDate?: number | undefined;
  ValidUntil?: number | undefined;
  Tags?: readonly Tag[] | undefined;
  AssertionEncryptionMode?: assertionEncryptionModeType | undefined;
  PrivateKeyList?: readonly SAMLPrivateKey[] | undefined;
}

export interface GetSSHPublicKeyRequest {
  UserName: string;
  SSHPublicKeyId: string;
  Encoding: encodingType;
}

export interface GetSSHPublicKeyResponse {
  SSHPublicKey?: SSHPublicKey | undefined;
}

export interface GetServerCertificateRequest {
  ServerCertificateName: string;
}

export interface GetServerCertificateResponse {
  ServerCertificate: ServerCertificate;
}

export interface GetServiceLastAccessedDetailsRequest {
  JobId: string;
  MaxItems?: number | undefined;
  Marker?: string | undefined;
}

export interface GetServiceLastAccessedDetailsResponse {
  JobStatus: jobStatusType;
  JobType?: AccessAdvisorUsageGranularityType | undefined;
  JobCreationDate: number;
  ServicesLastAccessed: readonly ServiceLastAccessed[];
  JobCompletionDate: number;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
  Error?: ErrorDetails | undefined;
}

export interface GetServiceLastAccessedDetailsWithEntitiesRequest {
  JobId: string;
  ServiceNamespace: string;
  MaxItems?: number | undefined;
  Marker?: string | undefined;
}

export interface GetServiceLastAccessedDetailsWithEntitiesResponse {
  JobStatus: jobStatusType;
  JobCreationDate: number;
  JobCompletionDate: number;
  EntityDetailsList: readonly EntityDetails[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
  Error?: ErrorDetails | undefined;
}

export interface GetServiceLinkedRoleDeletionStatusRequest {
  DeletionTaskId: string;
}

export interface GetServiceLinkedRoleDeletionStatusResponse {
  Status: DeletionTaskStatusType;
  Reason?: DeletionTaskFailureReasonType | undefined;
}

export interface GetUserPolicyRequest {
  UserName: string;
  PolicyName: string;
}

export interface GetUserPolicyResponse {
  UserName: string;
  PolicyName: string;
  PolicyDocument: string;
}

export interface GetUserRequest {
  UserName?: string | undefined;
}

export interface GetUserResponse {
  User: User;
}

export interface Group {
  Path: string;
  GroupName: string;
  GroupId: string;
  Arn: string;
  CreateDate: number;
}

export interface GroupDetail {
  Path?: string | undefined;
  GroupName?: string | undefined;
  GroupId?: string | undefined;
  Arn?: string | undefined;
  CreateDate?: number | undefined;
  GroupPolicyList?: readonly PolicyDetail[] | undefined;
  AttachedManagedPolicies?: readonly AttachedPolicy[] | undefined;
}

export interface InlinePolicy {
  PolicyName: string;
  PolicyDocument: string;
}

export interface InlinePolicyIdentifierType {
  PolicyName: string;
  AttachmentType: AttachmentType;
  AttachmentName: string;
}

export interface InstanceProfile {
  Path: string;
  InstanceProfileName: string;
  InstanceProfileId: string;
  Arn: string;
  CreateDate: number;
  Roles: readonly Role[];
  Tags?: readonly Tag[] | undefined;
}

export interface ListAccessKeysRequest {
  UserName?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListAccessKeysResponse {
  AccessKeyMetadata: readonly AccessKeyMetadata[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListAccountAliasesRequest {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListAccountAliasesResponse {
  AccountAliases: readonly string[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListAttachedGroupPoliciesRequest {
  GroupName: string;
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListAttachedGroupPoliciesResponse {
  AttachedPolicies?: readonly AttachedPolicy[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListAttachedRolePoliciesRequest {
  RoleName: string;
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListAttachedRolePoliciesResponse {
  AttachedPolicies?: readonly AttachedPolicy[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListAttachedUserPoliciesRequest {
  UserName: string;
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListAttachedUserPoliciesResponse {
  AttachedPolicies?: readonly AttachedPolicy[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListDelegationRequestsRequest {
  OwnerId?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListDelegationRequestsResponse {
  DelegationRequests?: readonly DelegationRequest[] | undefined;
  Marker?: string | undefined;
  isTruncated?: boolean | undefined;
}

export interface ListEntitiesForPolicyRequest {
  PolicyArn: string;
  EntityFilter?: EntityType | undefined;
  PathPrefix?: string | undefined;
  PolicyUsageFilter?: PolicyUsageType | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListEntitiesForPolicyResponse {
  PolicyGroups?: readonly PolicyGroup[] | undefined;
  PolicyUsers?: readonly PolicyUser[] | undefined;
  PolicyRoles?: readonly PolicyRole[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListGroupPoliciesRequest {
  GroupName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListGroupPoliciesResponse {
  PolicyNames: readonly string[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListGroupsForUserRequest {
  UserName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListGroupsForUserResponse {
  Groups: readonly Group[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListGroupsRequest {
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListGroupsResponse {
  Groups: readonly Group[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListInstanceProfileTagsRequest {
  InstanceProfileName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListInstanceProfileTagsResponse {
  Tags: readonly Tag[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListInstanceProfilesForRoleRequest {
  RoleName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListInstanceProfilesForRoleResponse {
  InstanceProfiles: readonly InstanceProfile[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListInstanceProfilesRequest {
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListInstanceProfilesResponse {
  InstanceProfiles: readonly InstanceProfile[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListMFADeviceTagsRequest {
  SerialNumber: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListMFADeviceTagsResponse {
  Tags: readonly Tag[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListMFADevicesRequest {
  UserName?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListMFADevicesResponse {
  MFADevices: readonly MFADevice[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListOpenIDConnectProviderTagsRequest {
  OpenIDConnectProviderArn: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListOpenIDConnectProviderTagsResponse {
  Tags: readonly Tag[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListOpenIDConnectProvidersRequest {}

export interface ListOpenIDConnectProvidersResponse {
  OpenIDConnectProviderList?: readonly OpenIDConnectProviderListEntry[] | undefined;
}

export interface ListOrganizationsFeaturesRequest {}

export interface ListOrganizationsFeaturesResponse {
  OrganizationId?: string | undefined;
  EnabledFeatures?: readonly FeatureType[] | undefined;
}

export interface ListPoliciesGrantingServiceAccessEntry {
  ServiceNamespace?: string | undefined;
  Policies?: readonly PolicyGrantingServiceAccess[] | undefined;
}

export interface ListPoliciesGrantingServiceAccessRequest {
  Marker?: string | undefined;
  Arn: string;
  ServiceNamespaces: readonly string[];
}

export interface ListPoliciesGrantingServiceAccessResponse {
  PoliciesGrantingServiceAccess: readonly ListPoliciesGrantingServiceAccessEntry[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListPoliciesRequest {
  Scope?: policyScopeType | undefined;
  OnlyAttached?: boolean | undefined;
  PathPrefix?: string | undefined;
  PolicyUsageFilter?: PolicyUsageType | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListPoliciesResponse {
  Policies?: readonly Policy[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListPolicyTagsRequest {
  PolicyArn: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListPolicyTagsResponse {
  Tags: readonly Tag[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListPolicyVersionsRequest {
  PolicyArn: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListPolicyVersionsResponse {
  Versions?: readonly PolicyVersion[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListRolePoliciesRequest {
  RoleName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListRolePoliciesResponse {
  PolicyNames: readonly string[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListRoleTagsRequest {
  RoleName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListRoleTagsResponse {
  Tags: readonly Tag[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListRolesRequest {
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListRolesResponse {
  Roles: readonly Role[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListSAMLProviderTagsRequest {
  SAMLProviderArn: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListSAMLProviderTagsResponse {
  Tags: readonly Tag[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListSAMLProvidersRequest {}

export interface ListSAMLProvidersResponse {
  SAMLProviderList?: readonly SAMLProviderListEntry[] | undefined;
}

export interface ListSSHPublicKeysRequest {
  UserName?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListSSHPublicKeysResponse {
  SSHPublicKeys?: readonly SSHPublicKeyMetadata[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListServerCertificateTagsRequest {
  ServerCertificateName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListServerCertificateTagsResponse {
  Tags: readonly Tag[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListServerCertificatesRequest {
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListServerCertificatesResponse {
  ServerCertificateMetadataList: readonly ServerCertificateMetadata[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListServiceSpecificCredentialsRequest {
  UserName?: string | undefined;
  ServiceName?: string | undefined;
  AllUsers?: boolean | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListServiceSpecificCredentialsResponse {
  ServiceSpecificCredentials?: readonly ServiceSpecificCredentialMetadata[] | undefined;
  Marker?: string | undefined;
  IsTruncated?: boolean | undefined;
}

export interface ListSigningCertificatesRequest {
  UserName?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListSigningCertificatesResponse {
  Certificates: readonly SigningCertificate[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListUserPoliciesRequest {
  UserName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListUserPoliciesResponse {
  PolicyNames: readonly string[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListUserTagsRequest {
  UserName: string;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListUserTagsResponse {
  Tags: readonly Tag[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListUsersRequest {
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListUsersResponse {
  Users: readonly User[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface ListVirtualMFADevicesRequest {
  AssignmentStatus?: assignmentStatusType | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export interface ListVirtualMFADevicesResponse {
  VirtualMFADevices: readonly VirtualMFADevice[];
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface LoginProfile {
  UserName: string;
  CreateDate: number;
  PasswordResetRequired?: boolean | undefined;
}

export interface MFADevice {
  UserName: string;
  SerialNumber: string;
  EnableDate: number;
}

export interface ManagedPolicyDetail {
  PolicyName?: string | undefined;
  PolicyId?: string | undefined;
  Arn?: string | undefined;
  Path?: string | undefined;
  DefaultVersionId?: string | undefined;
  AttachmentCount?: number | undefined;
  PermissionsBoundaryUsageCount?: number | undefined;
  IsAttachable?: boolean | undefined;
  Description?: string | undefined;
  CreateDate?: number | undefined;
  UpdateDate?: number | undefined;
  PolicyVersionList?: readonly PolicyVersion[] | undefined;
}

export interface OpenIDConnectProviderListEntry {
  Arn?: string | undefined;
}

export interface OrderedOrganizationPolicyType {
  ServiceControlPolicyInputList?: readonly string[] | undefined;
}

export interface OrganizationsDecisionDetail {
  AllowedByOrganizations?: boolean | undefined;
}

export interface ParameterDefinition {
  Name: string;
  Type: parameterTypeType;
  SubType?: string | undefined;
  Description?: string | undefined;
  IsRequired?: boolean | undefined;
  DefaultValue?: string | undefined;
  Immutable?: boolean | undefined;
}

export interface PasswordPolicy {
  MinimumPasswordLength?: number | undefined;
  RequireSymbols?: boolean | undefined;
  RequireNumbers?: boolean | undefined;
  RequireUppercaseCharacters?: boolean | undefined;
  RequireLowercaseCharacters?: boolean | undefined;
  AllowUsersToChangePassword?: boolean | undefined;
  ExpirePasswords?: boolean | undefined;
  MaxPasswordAge?: number | undefined;
  PasswordReusePrevention?: number | undefined;
  HardExpiry?: boolean | undefined;
}

export type PermissionsBoundaryAttachmentType = 'PermissionsBoundaryPolicy';

export interface PermissionsBoundaryDecisionDetail {
  AllowedByPermissionsBoundary?: boolean | undefined;
}

export interface Policy {
  PolicyName?: string | undefined;
  PolicyId?: string | undefined;
  Arn?: string | undefined;
  Path?: string | undefined;
  DefaultVersionId?: string | undefined;
  AttachmentCount?: number | undefined;
  PermissionsBoundaryUsageCount?: number | undefined;
  IsAttachable?: boolean | undefined;
  Description?: string | undefined;
  CreateDate?: number | undefined;
  UpdateDate?: number | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface PolicyDetail {
  PolicyName?: string | undefined;
  PolicyDocument?: string | undefined;
}

export type PolicyEvaluationDecisionType = 'allowed' | 'explicitDeny' | 'implicitDeny';

export interface PolicyGrantingServiceAccess {
  PolicyName: string;
  PolicyType: policyType;
  PolicyArn?: string | undefined;
  EntityType?: policyOwnerEntityType | undefined;
  EntityName?: string | undefined;
}

export interface PolicyGroup {
  GroupName?: string | undefined;
  GroupId?: string | undefined;
}

export interface PolicyIdentifier {
  PolicyType?: PolicyIdentifierPolicyType | undefined;
  PolicyArn?: string | undefined;
  InlinePolicyIdentifier?: InlinePolicyIdentifierType | undefined;
}

export type PolicyIdentifierPolicyType = 'inline' | 'aws-managed' | 'user-managed' | 'permission-boundary' | 'scp' | 'rcp';

export interface PolicyParameter {
  Name?: string | undefined;
  Values?: readonly string[] | undefined;
  Type?: PolicyParameterTypeEnum | undefined;
}

export type PolicyParameterTypeEnum = 'string' | 'stringList';

export interface PolicyRole {
  RoleName?: string | undefined;
  RoleId?: string | undefined;
}

export type PolicySourceType = 'user' | 'group' | 'role' | 'aws-managed' | 'user-managed' | 'resource' | 'none';

export type PolicyUsageType = 'PermissionsPolicy' | 'PermissionsBoundary';

export interface PolicyUser {
  UserName?: string | undefined;
  UserId?: string | undefined;
}

export interface PolicyVersion {
  Document?: string | undefined;
  VersionId?: string | undefined;
  IsDefaultVersion?: boolean | undefined;
  CreateDate?: number | undefined;
}

export interface Position {
  Line?: number | undefined;
  Column?: number | undefined;
}

export interface PutAccountPropertiesRequest {
  Properties: { readonly [key: string]: string };
}

export interface PutAccountPropertiesResponse {}

export interface PutGroupPolicyRequest {
  GroupName: string;
  PolicyName: string;
  PolicyDocument: string;
}

export interface PutRolePermissionsBoundaryRequest {
  RoleName: string;
  PermissionsBoundary: string;
}

export interface PutRolePolicyRequest {
  RoleName: string;
  PolicyName: string;
  PolicyDocument: string;
}

export interface PutUserPermissionsBoundaryRequest {
  UserName: string;
  PermissionsBoundary: string;
}

export interface PutUserPolicyRequest {
  UserName: string;
  PolicyName: string;
  PolicyDocument: string;
}

export interface RejectDelegationRequestRequest {
  DelegationRequestId: string;
  Notes?: string | undefined;
}

export interface RemoveClientIDFromOpenIDConnectProviderRequest {
  OpenIDConnectProviderArn: string;
  ClientID: string;
}

export interface RemoveRoleFromInstanceProfileRequest {
  InstanceProfileName: string;
  RoleName: string;
}

export interface RemoveUserFromGroupRequest {
  GroupName: string;
  UserName: string;
}

export interface ReplacementValueEntry {
  Values: readonly string[];
}

export type ReportFormatType = 'text/csv';

export type ReportStateType = 'STARTED' | 'INPROGRESS' | 'COMPLETE';

export interface ResetServiceSpecificCredentialRequest {
  UserName?: string | undefined;
  ServiceSpecificCredentialId: string;
}

export interface ResetServiceSpecificCredentialResponse {
  ServiceSpecificCredential?: ServiceSpecificCredential | undefined;
}

export interface ResourceSpecificResult {
  EvalResourceName: string;
  EvalResourceDecision: PolicyEvaluationDecisionType;
  MatchedStatements?: readonly Statement[] | undefined;
  MissingContextValues?: readonly string[] | undefined;
  EvalDecisionDetails?: { readonly [key: string]: PolicyEvaluationDecisionType } | undefined;
  PermissionsBoundaryDecisionDetail?: PermissionsBoundaryDecisionDetail | undefined;
}

export interface ResyncMFADeviceRequest {
  UserName: string;
  SerialNumber: string;
  AuthenticationCode1: string;
  AuthenticationCode2: string;
}

export interface Role {
  Path: string;
  RoleName: string;
  RoleId: string;
  Arn: string;
  CreateDate: number;
  AssumeRolePolicyDocument?: string | undefined;
  Description?: string | undefined;
  MaxSessionDuration?: number | undefined;
  PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  Tags?: readonly Tag[] | undefined;
  RoleLastUsed?: RoleLastUsed | undefined;
  SourceRoleTemplate?: SourceRoleTemplate | undefined;
}

export interface RoleDetail {
  Path?: string | undefined;
  RoleName?: string | undefined;
  RoleId?: string | undefined;
  Arn?: string | undefined;
  CreateDate?: number | undefined;
  AssumeRolePolicyDocument?: string | undefined;
  InstanceProfileList?: readonly InstanceProfile[] | undefined;
  RolePolicyList?: readonly PolicyDetail[] | undefined;
  AttachedManagedPolicies?: readonly AttachedPolicy[] | undefined;
  PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  Tags?: readonly Tag[] | undefined;
  RoleLastUsed?: RoleLastUsed | undefined;
}

export interface RoleLastUsed {
  LastUsedDate?: number | undefined;
  Region?: string | undefined;
}

export interface RoleTemplateVersion {
  TemplateArn?: string | undefined;
  TemplateName?: string | undefined;
  TemplateVersionId?: string | undefined;
  Description?: string | undefined;
  MajorVersion?: number | undefined;
  DefaultMinorVersion?: number | undefined;
  ManagedByType?: managedByTypeType | undefined;
  ManagedByValue?: string | undefined;
  Enabled?: boolean | undefined;
  MinorVersion?: number | undefined;
  RoleNamePattern?: string | undefined;
  RolePathPattern?: string | undefined;
  RoleDescriptionPattern?: string | undefined;
  AssumeRolePolicyDocumentTemplate?: string | undefined;
  InlinePolicyTemplates?: readonly InlinePolicy[] | undefined;
  ManagedPolicyArns?: readonly string[] | undefined;
  PermissionBoundaryArn?: string | undefined;
  ParametersDefinition?: readonly ParameterDefinition[] | undefined;
  RoleTagsTemplate?: readonly TagTemplate[] | undefined;
  MaxSessionDuration?: number | undefined;
  VersionEnabled?: boolean | undefined;
  CreateTimestamp?: number | undefined;
  UpdateTimestamp?: number | undefined;
}

export interface RoleUsageType {
  Region?: string | undefined;
  Resources?: readonly string[] | undefined;
}

export interface SAMLPrivateKey {
  KeyId?: string | undefined;
  Timestamp?: number | undefined;
}

export interface SAMLProviderListEntry {
  Arn?: string | undefined;
  ValidUntil?: number | undefined;
  CreateDate?: number | undefined;
}

export interface SSHPublicKey {
  UserName: string;
  SSHPublicKeyId: string;
  Fingerprint: string;
  SSHPublicKeyBody: string;
  Status: statusType;
  UploadDate?: number | undefined;
}

export interface SSHPublicKeyMetadata {
  UserName: string;
  SSHPublicKeyId: string;
  Status: statusType;
  UploadDate: number;
}

export interface SendDelegationTokenRequest {
  DelegationRequestId: string;
}

export interface ServerCertificate {
  ServerCertificateMetadata: ServerCertificateMetadata;
  CertificateBody: string;
  CertificateChain?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface ServerCertificateMetadata {
  Path: string;
  ServerCertificateName: string;
  ServerCertificateId: string;
  Arn: string;
  UploadDate?: number | undefined;
  Expiration?: number | undefined;
}

export interface ServiceLastAccessed {
  ServiceName: string;
  LastAuthenticated?: number | undefined;
  ServiceNamespace: string;
  LastAuthenticatedEntity?: string | undefined;
  LastAuthenticatedRegion?: string | undefined;
  TotalAuthenticatedEntities?: number | undefined;
  TrackedActionsLastAccessed?: readonly TrackedActionLastAccessed[] | undefined;
}

export interface ServiceSpecificCredential {
  CreateDate: number;
  ExpirationDate?: number | undefined;
  ServiceName: string;
  ServiceUserName?: string | undefined;
  ServicePassword?: string | undefined;
  ServiceCredentialAlias?: string | undefined;
  ServiceCredentialSecret?: string | undefined;
  ServiceSpecificCredentialId: string;
  UserName: string;
  Status: statusType;
}

export interface ServiceSpecificCredentialMetadata {
  UserName: string;
  Status: statusType;
  ServiceUserName?: string | undefined;
  ServiceCredentialAlias?: string | undefined;
  CreateDate: number;
  ExpirationDate?: number | undefined;
  ServiceSpecificCredentialId: string;
  ServiceName: string;
}

export interface SetDefaultPolicyVersionRequest {
  PolicyArn: string;
  VersionId: string;
}

export interface SetSecurityTokenServicePreferencesRequest {
  GlobalEndpointTokenVersion: globalEndpointTokenVersion;
}

export interface SigningCertificate {
  UserName: string;
  CertificateId: string;
  CertificateBody: string;
  Status: statusType;
  UploadDate?: number | undefined;
}

export interface SimulateCustomPolicyRequest {
  PolicyInputList: readonly string[];
  PermissionsBoundaryPolicyInputList?: readonly string[] | undefined;
  OrderedOrganizationPolicyInputList?: readonly OrderedOrganizationPolicyType[] | undefined;
  ActionNames: readonly string[];
  ResourceArns?: readonly string[] | undefined;
  ResourcePolicy?: string | undefined;
  ResourceOwner?: string | undefined;
  CallerArn?: string | undefined;
  ContextEntries?: readonly ContextEntry[] | undefined;
  ResourceHandlingOption?: string | undefined;
  MaxItems?: number | undefined;
  Marker?: string | undefined;
}

export interface SimulatePolicyResponse {
  EvaluationResults?: readonly EvaluationResult[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface SimulatePrincipalPolicyRequest {
  PolicySourceArn: string;
  PolicyInputList?: readonly string[] | undefined;
  PermissionsBoundaryPolicyInputList?: readonly string[] | undefined;
  PolicyExclusionList?: readonly PolicyIdentifier[] | undefined;
  ActionNames: readonly string[];
  ResourceArns?: readonly string[] | undefined;
  ResourcePolicy?: string | undefined;
  ResourceOwner?: string | undefined;
  CallerArn?: string | undefined;
  ContextEntries?: readonly ContextEntry[] | undefined;
  ResourceHandlingOption?: string | undefined;
  MaxItems?: number | undefined;
  Marker?: string | undefined;
}

export interface SourceRoleTemplate {
  TemplateArn: string;
  TemplateMinorVersion: number;
}

export interface Statement {
  SourcePolicyId?: string | undefined;
  SourcePolicyType?: PolicySourceType | undefined;
  StartPosition?: Position | undefined;
  EndPosition?: Position | undefined;
}

export interface Tag {
  Key: string;
  Value: string;
}

export interface TagInstanceProfileRequest {
  InstanceProfileName: string;
  Tags: readonly Tag[];
}

export interface TagMFADeviceRequest {
  SerialNumber: string;
  Tags: readonly Tag[];
}

export interface TagOpenIDConnectProviderRequest {
  OpenIDConnectProviderArn: string;
  Tags: readonly Tag[];
}

export interface TagPolicyRequest {
  PolicyArn: string;
  Tags: readonly Tag[];
}

export interface TagRoleRequest {
  RoleName: string;
  Tags: readonly Tag[];
}

export interface TagSAMLProviderRequest {
  SAMLProviderArn: string;
  Tags: readonly Tag[];
}

export interface TagServerCertificateRequest {
  ServerCertificateName: string;
  Tags: readonly Tag[];
}

export interface TagTemplate {
  Key: string;
  Value: string;
}

export interface TagUserRequest {
  UserName: string;
  Tags: readonly Tag[];
}

export interface TrackedActionLastAccessed {
  ActionName?: string | undefined;
  LastAccessedEntity?: string | undefined;
  LastAccessedTime?: number | undefined;
  LastAccessedRegion?: string | undefined;
}

export interface UntagInstanceProfileRequest {
  InstanceProfileName: string;
  TagKeys: readonly string[];
}

export interface UntagMFADeviceRequest {
  SerialNumber: string;
  TagKeys: readonly string[];
}

export interface UntagOpenIDConnectProviderRequest {
  OpenIDConnectProviderArn: string;
  TagKeys: readonly string[];
}

export interface UntagPolicyRequest {
  PolicyArn: string;
  TagKeys: readonly string[];
}

export interface UntagRoleRequest {
  RoleName: string;
  TagKeys: readonly string[];
}

export interface UntagSAMLProviderRequest {
  SAMLProviderArn: string;
  TagKeys: readonly string[];
}

export interface UntagServerCertificateRequest {
  ServerCertificateName: string;
  TagKeys: readonly string[];
}

export interface UntagUserRequest {
  UserName: string;
  TagKeys: readonly string[];
}

export interface UpdateAccessKeyRequest {
  UserName?: string | undefined;
  AccessKeyId: string;
  Status: statusType;
}

export interface UpdateAccountPasswordPolicyRequest {
  MinimumPasswordLength?: number | undefined;
  RequireSymbols?: boolean | undefined;
  RequireNumbers?: boolean | undefined;
  RequireUppercaseCharacters?: boolean | undefined;
  RequireLowercaseCharacters?: boolean | undefined;
  AllowUsersToChangePassword?: boolean | undefined;
  MaxPasswordAge?: number | undefined;
  PasswordReusePrevention?: number | undefined;
  HardExpiry?: boolean | undefined;
}

export interface UpdateAssumeRolePolicyRequest {
  RoleName: string;
  PolicyDocument: string;
}

export interface UpdateDelegationRequestRequest {
  DelegationRequestId: string;
  Notes?: string | undefined;
}

export interface UpdateGroupRequest {
  GroupName: string;
  NewPath?: string | undefined;
  NewGroupName?: string | undefined;
}

export interface UpdateLoginProfileRequest {
  UserName: string;
  Password?: string | undefined;
  PasswordResetRequired?: boolean | undefined;
}

export interface UpdateOpenIDConnectProviderThumbprintRequest {
  OpenIDConnectProviderArn: string;
  ThumbprintList: readonly string[];
}

export interface UpdateRoleDescriptionRequest {
  RoleName: string;
  Description: string;
}

export interface UpdateRoleDescriptionResponse {
  Role?: Role | undefined;
}

export interface UpdateRoleRequest {
  RoleName: string;
  Description?: string | undefined;
  MaxSessionDuration?: number | undefined;
}

export interface UpdateRoleResponse {}

export interface UpdateSAMLProviderRequest {
  SAMLMetadataDocument?: string | undefined;
  SAMLProviderArn: string;
  AssertionEncryptionMode?: assertionEncryptionModeType | undefined;
  AddPrivateKey?: string | undefined;
  RemovePrivateKey?: string | undefined;
}

export interface UpdateSAMLProviderResponse {
  SAMLProviderArn?: string | undefined;
}

export interface UpdateSSHPublicKeyRequest {
  UserName: string;
  SSHPublicKeyId: string;
  Status: statusType;
}

export interface UpdateServerCertificateRequest {
  ServerCertificateName: string;
  NewPath?: string | undefined;
  NewServerCertificateName?: string | undefined;
}

export interface UpdateServiceSpecificCredentialRequest {
  UserName?: string | undefined;
  ServiceSpecificCredentialId: string;
  Status: statusType;
}

export interface UpdateSigningCertificateRequest {
  UserName?: string | undefined;
  CertificateId: string;
  Status: statusType;
}

export interface UpdateUserRequest {
  UserName: string;
  NewPath?: string | undefined;
  NewUserName?: string | undefined;
}

export interface UploadSSHPublicKeyRequest {
  UserName: string;
  SSHPublicKeyBody: string;
}

export interface UploadSSHPublicKeyResponse {
  SSHPublicKey?: SSHPublicKey | undefined;
}

export interface UploadServerCertificateRequest {
  Path?: string | undefined;
  ServerCertificateName: string;
  CertificateBody: string;
  PrivateKey: string;
  CertificateChain?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface UploadServerCertificateResponse {
  ServerCertificateMetadata?: ServerCertificateMetadata | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface UploadSigningCertificateRequest {
  UserName?: string | undefined;
  CertificateBody: string;
}

export interface UploadSigningCertificateResponse {
  Certificate: SigningCertificate;
}

export interface User {
  Path: string;
  UserName: string;
  UserId: string;
  Arn: string;
  CreateDate: number;
  PasswordLastUsed?: number | undefined;
  PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface UserDetail {
  Path?: string | undefined;
  UserName?: string | undefined;
  UserId?: string | undefined;
  Arn?: string | undefined;
  CreateDate?: number | undefined;
  UserPolicyList?: readonly PolicyDetail[] | undefined;
  GroupList?: readonly string[] | undefined;
  AttachedManagedPolicies?: readonly AttachedPolicy[] | undefined;
  PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface VirtualMFADevice {
  SerialNumber: string;
  Base32StringSeed?: Buffer | undefined;
  QRCodePNG?: Buffer | undefined;
  User?: User | undefined;
  EnableDate?: number | undefined;
  Tags?: readonly Tag[] | undefined;
}

export type assertionEncryptionModeType = 'Required' | 'Allowed';

export type assignmentStatusType = 'Assigned' | 'Unassigned' | 'Any';

export type encodingType = 'SSH' | 'PEM';

export type globalEndpointTokenVersion = 'v1Token' | 'v2Token';

export type jobStatusType = 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';

export type managedByTypeType = 'Service';

export type parameterTypeType = 'String' | 'StringList' | 'Number' | 'NumberList' | 'Arn' | 'ArnList';

export type permissionCheckResultType = 'ALLOWED' | 'DENIED' | 'UNSURE';

export type permissionCheckStatusType = 'COMPLETE' | 'IN_PROGRESS' | 'FAILED';

export type policyOwnerEntityType = 'USER' | 'ROLE' | 'GROUP';

export type policyScopeType = 'All' | 'AWS' | 'Local';

export type policyType = 'INLINE' | 'MANAGED';

export type sortKeyType = 'SERVICE_NAMESPACE_ASCENDING' | 'SERVICE_NAMESPACE_DESCENDING' | 'LAST_AUTHENTICATED_TIME_ASCENDING' | 'LAST_AUTHENTICATED_TIME_DESCENDING';

export type stateType = 'UNASSIGNED' | 'ASSIGNED' | 'PENDING_APPROVAL' | 'FINALIZED' | 'ACCEPTED' | 'REJECTED' | 'EXPIRED';

export type statusType = 'Active' | 'Inactive' | 'Expired';

export type summaryKeyType = 'Users' | 'UsersQuota' | 'Groups' | 'GroupsQuota' | 'ServerCertificates' | 'ServerCertificatesQuota' | 'UserPolicySizeQuota' | 'GroupPolicySizeQuota' | 'GroupsPerUserQuota' | 'SigningCertificatesPerUserQuota' | 'AccessKeysPerUserQuota' | 'MFADevices' | 'MFADevicesInUse' | 'AccountMFAEnabled' | 'AccountAccessKeysPresent' | 'AccountPasswordPresent' | 'AccountSigningCertificatesPresent' | 'AttachedPoliciesPerGroupQuota' | 'AttachedPoliciesPerRoleQuota' | 'AttachedPoliciesPerUserQuota' | 'Policies' | 'PoliciesQuota' | 'PolicySizeQuota' | 'PolicyVersionsInUse' | 'PolicyVersionsInUseQuota' | 'VersionsPerPolicyQuota' | 'GlobalEndpointTokenVersion' | 'AssumeRolePolicySizeQuota' | 'InstanceProfiles' | 'InstanceProfilesQuota' | 'Providers' | 'RolePolicySizeQuota' | 'Roles' | 'RolesQuota';

export type summaryStateType = 'AVAILABLE' | 'NOT_AVAILABLE' | 'NOT_SUPPORTED' | 'FAILED';

export interface Operations {
  AcceptDelegationRequest: { input: AcceptDelegationRequestRequest; output: void };
  AcquireRole: { input: AcquireRoleRequest; output: AcquireRoleResponse };
  AddClientIDToOpenIDConnectProvider: { input: AddClientIDToOpenIDConnectProviderRequest; output: void };
  AddRoleToInstanceProfile: { input: AddRoleToInstanceProfileRequest; output: void };
  AddUserToGroup: { input: AddUserToGroupRequest; output: void };
  AssociateDelegationRequest: { input: AssociateDelegationRequestRequest; output: void };
  AttachGroupPolicy: { input: AttachGroupPolicyRequest; output: void };
  AttachRolePolicy: { input: AttachRolePolicyRequest; output: void };
  AttachUserPolicy: { input: AttachUserPolicyRequest; output: void };
  ChangePassword: { input: ChangePasswordRequest; output: void };
  CreateAccessKey: { input: CreateAccessKeyRequest; output: CreateAccessKeyResponse };
  CreateAccountAlias: { input: CreateAccountAliasRequest; output: void };
  CreateDelegationRequest: { input: CreateDelegationRequestRequest; output: CreateDelegationRequestResponse };
  CreateGroup: { input: CreateGroupRequest; output: CreateGroupResponse };
  CreateInstanceProfile: { input: CreateInstanceProfileRequest; output: CreateInstanceProfileResponse };
  CreateLoginProfile: { input: CreateLoginProfileRequest; output: CreateLoginProfileResponse };
  CreateOpenIDConnectProvider: { input: CreateOpenIDConnectProviderRequest; output: CreateOpenIDConnectProviderResponse };
  CreatePolicy: { input: CreatePolicyRequest; output: CreatePolicyResponse };
  CreatePolicyVersion: { input: CreatePolicyVersionRequest; output: CreatePolicyVersionResponse };
  CreateRole: { input: CreateRoleRequest; output: CreateRoleResponse };
  CreateSAMLProvider: { input: CreateSAMLProviderRequest; output: CreateSAMLProviderResponse };
  CreateServiceLinkedRole: { input: CreateServiceLinkedRoleRequest; output: CreateServiceLinkedRoleResponse };
  CreateServiceSpecificCredential: { input: CreateServiceSpecificCredentialRequest; output: CreateServiceSpecificCredentialResponse };
  CreateUser: { input: CreateUserRequest; output: CreateUserResponse };
  CreateVirtualMFADevice: { input: CreateVirtualMFADeviceRequest; output: CreateVirtualMFADeviceResponse };
  DeactivateMFADevice: { input: DeactivateMFADeviceRequest; output: void };
  DeleteAccessKey: { input: DeleteAccessKeyRequest; output: void };
  DeleteAccountAlias: { input: DeleteAccountAliasRequest; output: void };
  DeleteAccountPasswordPolicy: { input: void; output: void };
  DeleteGroup: { input: DeleteGroupRequest; output: void };
  DeleteGroupPolicy: { input: DeleteGroupPolicyRequest; output: void };
  DeleteInstanceProfile: { input: DeleteInstanceProfileRequest; output: void };
  DeleteLoginProfile: { input: DeleteLoginProfileRequest; output: void };
  DeleteOpenIDConnectProvider: { input: DeleteOpenIDConnectProviderRequest; output: void };
  DeletePolicy: { input: DeletePolicyRequest; output: void };
  DeletePolicyVersion: { input: DeletePolicyVersionRequest; output: void };
  DeleteRole: { input: DeleteRoleRequest; output: void };
  DeleteRolePermissionsBoundary: { input: DeleteRolePermissionsBoundaryRequest; output: void };
  DeleteRolePolicy: { input: DeleteRolePolicyRequest; output: void };
  DeleteSAMLProvider: { input: DeleteSAMLProviderRequest; output: void };
  DeleteSSHPublicKey: { input: DeleteSSHPublicKeyRequest; output: void };
  DeleteServerCertificate: { input: DeleteServerCertificateRequest; output: void };
  DeleteServiceLinkedRole: { input: DeleteServiceLinkedRoleRequest; output: DeleteServiceLinkedRoleResponse };
  DeleteServiceSpecificCredential: { input: DeleteServiceSpecificCredentialRequest; output: void };
  DeleteSigningCertificate: { input: DeleteSigningCertificateRequest; output: void };
  DeleteUser: { input: DeleteUserRequest; output: void };
  DeleteUserPermissionsBoundary: { input: DeleteUserPermissionsBoundaryRequest; output: void };
  DeleteUserPolicy: { input: DeleteUserPolicyRequest; output: void };
  DeleteVirtualMFADevice: { input: DeleteVirtualMFADeviceRequest; output: void };
  DetachGroupPolicy: { input: DetachGroupPolicyRequest; output: void };
  DetachRolePolicy: { input: DetachRolePolicyRequest; output: void };
  DetachUserPolicy: { input: DetachUserPolicyRequest; output: void };
  DisableOrganizationsRootCredentialsManagement: { input: DisableOrganizationsRootCredentialsManagementRequest; output: DisableOrganizationsRootCredentialsManagementResponse };
  DisableOrganizationsRootSessions: { input: DisableOrganizationsRootSessionsRequest; output: DisableOrganizationsRootSessionsResponse };
  DisableOutboundWebIdentityFederation: { input: void; output: void };
  EnableMFADevice: { input: EnableMFADeviceRequest; output: void };
  EnableOrganizationsRootCredentialsManagement: { input: EnableOrganizationsRootCredentialsManagementRequest; output: EnableOrganizationsRootCredentialsManagementResponse };
  EnableOrganizationsRootSessions: { input: EnableOrganizationsRootSessionsRequest; output: EnableOrganizationsRootSessionsResponse };
  EnableOutboundWebIdentityFederation: { input: void; output: EnableOutboundWebIdentityFederationResponse };
  GenerateCredentialReport: { input: void; output: GenerateCredentialReportResponse };
  GenerateOrganizationsAccessReport: { input: GenerateOrganizationsAccessReportRequest; output: GenerateOrganizationsAccessReportResponse };
  GenerateServiceLastAccessedDetails: { input: GenerateServiceLastAccessedDetailsRequest; output: GenerateServiceLastAccessedDetailsResponse };
  GetAccessKeyLastUsed: { input: GetAccessKeyLastUsedRequest; output: GetAccessKeyLastUsedResponse };
  GetAccountAuthorizationDetails: { input: GetAccountAuthorizationDetailsRequest; output: GetAccountAuthorizationDetailsResponse };
  GetAccountPasswordPolicy: { input: void; output: GetAccountPasswordPolicyResponse };
  GetAccountProperties: { input: GetAccountPropertiesRequest; output: GetAccountPropertiesResponse };
  GetAccountSummary: { input: void; output: GetAccountSummaryResponse };
  GetContextKeysForCustomPolicy: { input: GetContextKeysForCustomPolicyRequest; output: GetContextKeysForPolicyResponse };
  GetContextKeysForPrincipalPolicy: { input: GetContextKeysForPrincipalPolicyRequest; output: GetContextKeysForPolicyResponse };
  GetCredentialReport: { input: void; output: GetCredentialReportResponse };
  GetDelegationRequest: { input: GetDelegationRequestRequest; output: GetDelegationRequestResponse };
  GetGroup: { input: GetGroupRequest; output: GetGroupResponse };
  GetGroupPolicy: { input: GetGroupPolicyRequest; output: GetGroupPolicyResponse };
  GetHumanReadableSummary: { input: GetHumanReadableSummaryRequest; output: GetHumanReadableSummaryResponse };
  GetInstanceProfile: { input: GetInstanceProfileRequest; output: GetInstanceProfileResponse };
  GetLoginProfile: { input: GetLoginProfileRequest; output: GetLoginProfileResponse };
  GetMFADevice: { input: GetMFADeviceRequest; output: GetMFADeviceResponse };
  GetOpenIDConnectProvider: { input: GetOpenIDConnectProviderRequest; output: GetOpenIDConnectProviderResponse };
  GetOrganizationsAccessReport: { input: GetOrganizationsAccessReportRequest; output: GetOrganizationsAccessReportResponse };
  GetOutboundWebIdentityFederationInfo: { input: void; output: GetOutboundWebIdentityFederationInfoResponse };
  GetPolicy: { input: GetPolicyRequest; output: GetPolicyResponse };
  GetPolicyVersion: { input: GetPolicyVersionRequest; output: GetPolicyVersionResponse };
  GetRole: { input: GetRoleRequest; output: GetRoleResponse };
  GetRolePolicy: { input: GetRolePolicyRequest; output: GetRolePolicyResponse };
  GetRoleTemplateVersion: { input: GetRoleTemplateVersionRequest; output: GetRoleTemplateVersionResponse };
  GetSAMLProvider: { input: GetSAMLProviderRequest; output: GetSAMLProviderResponse };
  GetSSHPublicKey: { input: GetSSHPublicKeyRequest; output: GetSSHPublicKeyResponse };
  GetServerCertificate: { input: GetServerCertificateRequest; output: GetServerCertificateResponse };
  GetServiceLastAccessedDetails: { input: GetServiceLastAccessedDetailsRequest; output: GetServiceLastAccessedDetailsResponse };
  GetServiceLastAccessedDetailsWithEntities: { input: GetServiceLastAccessedDetailsWithEntitiesRequest; output: GetServiceLastAccessedDetailsWithEntitiesResponse };
  GetServiceLinkedRoleDeletionStatus: { input: GetServiceLinkedRoleDeletionStatusRequest; output: GetServiceLinkedRoleDeletionStatusResponse };
  GetUser: { input: GetUserRequest; output: GetUserResponse };
  GetUserPolicy: { input: GetUserPolicyRequest; output: GetUserPolicyResponse };
  ListAccessKeys: { input: ListAccessKeysRequest; output: ListAccessKeysResponse };
  ListAccountAliases: { input: ListAccountAliasesRequest; output: ListAccountAliasesResponse };
  ListAttachedGroupPolicies: { input: ListAttachedGroupPoliciesRequest; output: ListAttachedGroupPoliciesResponse };
  ListAttachedRolePolicies: { input: ListAttachedRolePoliciesRequest; output: ListAttachedRolePoliciesResponse };
  ListAttachedUserPolicies: { input: ListAttachedUserPoliciesRequest; output: ListAttachedUserPoliciesResponse };
  ListDelegationRequests: { input: ListDelegationRequestsRequest; output: ListDelegationRequestsResponse };
  ListEntitiesForPolicy: { input: ListEntitiesForPolicyRequest; output: ListEntitiesForPolicyResponse };
  ListGroupPolicies: { input: ListGroupPoliciesRequest; output: ListGroupPoliciesResponse };
  ListGroups: { input: ListGroupsRequest; output: ListGroupsResponse };
  ListGroupsForUser: { input: ListGroupsForUserRequest; output: ListGroupsForUserResponse };
  ListInstanceProfileTags: { input: ListInstanceProfileTagsRequest; output: ListInstanceProfileTagsResponse };
  ListInstanceProfiles: { input: ListInstanceProfilesRequest; output: ListInstanceProfilesResponse };
  ListInstanceProfilesForRole: { input: ListInstanceProfilesForRoleRequest; output: ListInstanceProfilesForRoleResponse };
  ListMFADeviceTags: { input: ListMFADeviceTagsRequest; output: ListMFADeviceTagsResponse };
  ListMFADevices: { input: ListMFADevicesRequest; output: ListMFADevicesResponse };
  ListOpenIDConnectProviderTags: { input: ListOpenIDConnectProviderTagsRequest; output: ListOpenIDConnectProviderTagsResponse };
  ListOpenIDConnectProviders: { input: ListOpenIDConnectProvidersRequest; output: ListOpenIDConnectProvidersResponse };
  ListOrganizationsFeatures: { input: ListOrganizationsFeaturesRequest; output: ListOrganizationsFeaturesResponse };
  ListPolicies: { input: ListPoliciesRequest; output: ListPoliciesResponse };
  ListPoliciesGrantingServiceAccess: { input: ListPoliciesGrantingServiceAccessRequest; output: ListPoliciesGrantingServiceAccessResponse };
  ListPolicyTags: { input: ListPolicyTagsRequest; output: ListPolicyTagsResponse };
  ListPolicyVersions: { input: ListPolicyVersionsRequest; output: ListPolicyVersionsResponse };
  ListRolePolicies: { input: ListRolePoliciesRequest; output: ListRolePoliciesResponse };
  ListRoleTags: { input: ListRoleTagsRequest; output: ListRoleTagsResponse };
  ListRoles: { input: ListRolesRequest; output: ListRolesResponse };
  ListSAMLProviderTags: { input: ListSAMLProviderTagsRequest; output: ListSAMLProviderTagsResponse };
  ListSAMLProviders: { input: ListSAMLProvidersRequest; output: ListSAMLProvidersResponse };
  ListSSHPublicKeys: { input: ListSSHPublicKeysRequest; output: ListSSHPublicKeysResponse };
  ListServerCertificateTags: { input: ListServerCertificateTagsRequest; output: ListServerCertificateTagsResponse };
  ListServerCertificates: { input: ListServerCertificatesRequest; output: ListServerCertificatesResponse };
  ListServiceSpecificCredentials: { input: ListServiceSpecificCredentialsRequest; output: ListServiceSpecificCredentialsResponse };
  ListSigningCertificates: { input: ListSigningCertificatesRequest; output: ListSigningCertificatesResponse };
  ListUserPolicies: { input: ListUserPoliciesRequest; output: ListUserPoliciesResponse };
  ListUserTags: { input: ListUserTagsRequest; output: ListUserTagsResponse };
  ListUsers: { input: ListUsersRequest; output: ListUsersResponse };
  ListVirtualMFADevices: { input: ListVirtualMFADevicesRequest; output: ListVirtualMFADevicesResponse };
  PutAccountProperties: { input: PutAccountPropertiesRequest; output: PutAccountPropertiesResponse };
  PutGroupPolicy: { input: PutGroupPolicyRequest; output: void };
  PutRolePermissionsBoundary: { input: PutRolePermissionsBoundaryRequest; output: void };
  PutRolePolicy: { input: PutRolePolicyRequest; output: void };
  PutUserPermissionsBoundary: { input: PutUserPermissionsBoundaryRequest; output: void };
  PutUserPolicy: { input: PutUserPolicyRequest; output: void };
  RejectDelegationRequest: { input: RejectDelegationRequestRequest; output: void };
  RemoveClientIDFromOpenIDConnectProvider: { input: RemoveClientIDFromOpenIDConnectProviderRequest; output: void };
  RemoveRoleFromInstanceProfile: { input: RemoveRoleFromInstanceProfileRequest; output: void };
  RemoveUserFromGroup: { input: RemoveUserFromGroupRequest; output: void };
  ResetServiceSpecificCredential: { input: ResetServiceSpecificCredentialRequest; output: ResetServiceSpecificCredentialResponse };
  ResyncMFADevice: { input: ResyncMFADeviceRequest; output: void };
  SendDelegationToken: { input: SendDelegationTokenRequest; output: void };
  SetDefaultPolicyVersion: { input: SetDefaultPolicyVersionRequest; output: void };
  SetSecurityTokenServicePreferences: { input: SetSecurityTokenServicePreferencesRequest; output: void };
  SimulateCustomPolicy: { input: SimulateCustomPolicyRequest; output: SimulatePolicyResponse };
  SimulatePrincipalPolicy: { input: SimulatePrincipalPolicyRequest; output: SimulatePolicyResponse };
  TagInstanceProfile: { input: TagInstanceProfileRequest; output: void };
  TagMFADevice: { input: TagMFADeviceRequest; output: void };
  TagOpenIDConnectProvider: { input: TagOpenIDConnectProviderRequest; output: void };
  TagPolicy: { input: TagPolicyRequest; output: void };
  TagRole: { input: TagRoleRequest; output: void };
  TagSAMLProvider: { input: TagSAMLProviderRequest; output: void };
  TagServerCertificate: { input: TagServerCertificateRequest; output: void };
  TagUser: { input: TagUserRequest; output: void };
  UntagInstanceProfile: { input: UntagInstanceProfileRequest; output: void };
  UntagMFADevice: { input: UntagMFADeviceRequest; output: void };
  UntagOpenIDConnectProvider: { input: UntagOpenIDConnectProviderRequest; output: void };
  UntagPolicy: { input: UntagPolicyRequest; output: void };
  UntagRole: { input: UntagRoleRequest; output: void };
  UntagSAMLProvider: { input: UntagSAMLProviderRequest; output: void };
  UntagServerCertificate: { input: UntagServerCertificateRequest; output: void };
  UntagUser: { input: UntagUserRequest; output: void };
  UpdateAccessKey: { input: UpdateAccessKeyRequest; output: void };
  UpdateAccountPasswordPolicy: { input: UpdateAccountPasswordPolicyRequest; output: void };
  UpdateAssumeRolePolicy: { input: UpdateAssumeRolePolicyRequest; output: void };
  UpdateDelegationRequest: { input: UpdateDelegationRequestRequest; output: void };
  UpdateGroup: { input: UpdateGroupRequest; output: void };
  UpdateLoginProfile: { input: UpdateLoginProfileRequest; output: void };
  UpdateOpenIDConnectProviderThumbprint: { input: UpdateOpenIDConnectProviderThumbprintRequest; output: void };
  UpdateRole: { input: UpdateRoleRequest; output: UpdateRoleResponse };
  UpdateRoleDescription: { input: UpdateRoleDescriptionRequest; output: UpdateRoleDescriptionResponse };
  UpdateSAMLProvider: { input: UpdateSAMLProviderRequest; output: UpdateSAMLProviderResponse };
  UpdateSSHPublicKey: { input: UpdateSSHPublicKeyRequest; output: void };
  UpdateServerCertificate: { input: UpdateServerCertificateRequest; output: void };
  UpdateServiceSpecificCredential: { input: UpdateServiceSpecificCredentialRequest; output: void };
  UpdateSigningCertificate: { input: UpdateSigningCertificateRequest; output: void };
  UpdateUser: { input: UpdateUserRequest; output: void };
  UploadSSHPublicKey: { input: UploadSSHPublicKeyRequest; output: UploadSSHPublicKeyResponse };
  UploadServerCertificate: { input: UploadServerCertificateRequest; output: UploadServerCertificateResponse };
  UploadSigningCertificate: { input: UploadSigningCertificateRequest; output: UploadSigningCertificateResponse };
}

export type FaultName =
  | 'AccountNotManagementOrDelegatedAdministratorException'
  | 'CallerIsNotManagementAccountException'
  | 'ConcurrentModificationException'
  | 'CredentialReportExpiredException'
  | 'CredentialReportNotPresentException'
  | 'CredentialReportNotReadyException'
  | 'DeleteConflictException'
  | 'DuplicateCertificateException'
  | 'DuplicateSSHPublicKeyException'
  | 'EntityAlreadyExistsException'
  | 'EntityTemporarilyUnmodifiableException'
  | 'FeatureDisabledException'
  | 'FeatureEnabledException'
  | 'InvalidAuthenticationCodeException'
  | 'InvalidCertificateException'
  | 'InvalidInputException'
  | 'InvalidPublicKeyException'
  | 'InvalidUserTypeException'
  | 'KeyPairMismatchException'
  | 'LimitExceededException'
  | 'MalformedCertificateException'
  | 'MalformedPolicyDocumentException'
  | 'NameConflictException'
  | 'NoSuchEntityException'
  | 'OpenIdIdpCommunicationErrorException'
  | 'OrganizationNotFoundException'
  | 'OrganizationNotInAllFeaturesModeException'
  | 'PasswordPolicyViolationException'
  | 'PolicyEvaluationException'
  | 'PolicyNotAttachableException'
  | 'ReportGenerationLimitExceededException'
  | 'RoleModifiedException'
  | 'RoleTemplateDisabledException'
  | 'ServiceAccessNotEnabledException'
  | 'ServiceFailureException'
  | 'ServiceNotSupportedException'
  | 'UnmodifiableEntityException'
  | 'UnrecognizedPublicKeyEncodingException';
