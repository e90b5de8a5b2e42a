/** Things that clients ask for before they delete a user or role, and of which there are none. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type AbsentOperations =
  | 'DeleteLoginProfile'
  | 'GetAccountPasswordPolicy'
  | 'GetLoginProfile'
  | 'ListInstanceProfiles'
  | 'ListInstanceProfilesForRole'
  | 'ListMFADevices'
  | 'ListSAMLProviders'
  | 'ListSSHPublicKeys'
  | 'ListServerCertificates'
  | 'ListServiceSpecificCredentials'
  | 'ListSigningCertificates'
  | 'ListVirtualMFADevices';

export const absent = (iam: Iam): Family<AbsentOperations> => ({
  DeleteLoginProfile: later(iam, 'DeleteLoginProfile'),
  GetAccountPasswordPolicy: later(iam, 'GetAccountPasswordPolicy'),
  GetLoginProfile: later(iam, 'GetLoginProfile'),
  ListInstanceProfiles: later(iam, 'ListInstanceProfiles'),
  ListInstanceProfilesForRole: later(iam, 'ListInstanceProfilesForRole'),
  ListMFADevices: later(iam, 'ListMFADevices'),
  ListSAMLProviders: later(iam, 'ListSAMLProviders'),
  ListSSHPublicKeys: later(iam, 'ListSSHPublicKeys'),
  ListServerCertificates: later(iam, 'ListServerCertificates'),
  ListServiceSpecificCredentials: later(iam, 'ListServiceSpecificCredentials'),
  ListSigningCertificates: later(iam, 'ListSigningCertificates'),
  ListVirtualMFADevices: later(iam, 'ListVirtualMFADevices'),
});
