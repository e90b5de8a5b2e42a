/** Things that clients ask for before they delete a user or role, and of which there are none. */
import { type Entity, requireEntity } from '../entities.ts';
import { resolveAccount, resolveEntity } from '../asks.ts';
import * as faults from '../faults.ts';
import type { Family, Iam, Op } from '../iam.ts';
import { type NamedUser, requireUser, resolveUser } from '../named-user.ts';
import type { Operations } from '../types.ts';

type OfAccount =
  | 'ListInstanceProfiles'
  | 'ListSAMLProviders'
  | 'ListServerCertificates'
  | 'ListVirtualMFADevices';
type OfUser = 'ListMFADevices' | 'ListSSHPublicKeys' | 'ListServiceSpecificCredentials' | 'ListSigningCertificates';
type OfPasswords = 'DeleteLoginProfile' | 'GetAccountPasswordPolicy' | 'GetLoginProfile';
type AbsentOperations = OfAccount | OfUser | OfPasswords | 'ListInstanceProfilesForRole';

export const absent = (iam: Iam): Family<AbsentOperations> => ({
  DeleteLoginProfile: noLoginProfile(iam, 'DeleteLoginProfile'),
  GetAccountPasswordPolicy: getAccountPasswordPolicy(iam),
  GetLoginProfile: noLoginProfile(iam, 'GetLoginProfile'),
  ListInstanceProfiles: noneInAccount(iam, 'ListInstanceProfiles', { InstanceProfiles: [], ...LAST_PAGE }),
  ListInstanceProfilesForRole: listInstanceProfilesForRole(iam),
  ListMFADevices: noneOfUser(iam, 'ListMFADevices', { MFADevices: [], ...LAST_PAGE }),
  ListSAMLProviders: noneInAccount(iam, 'ListSAMLProviders', { SAMLProviderList: [] }),
  ListSSHPublicKeys: noneOfUser(iam, 'ListSSHPublicKeys', { SSHPublicKeys: [], ...LAST_PAGE }),
  ListServerCertificates: noneInAccount(iam, 'ListServerCertificates', { ServerCertificateMetadataList: [], ...LAST_PAGE }),
  ListServiceSpecificCredentials: noneOfUser(iam, 'ListServiceSpecificCredentials', { ServiceSpecificCredentials: [] }),
  ListSigningCertificates: noneOfUser(iam, 'ListSigningCertificates', { Certificates: [], ...LAST_PAGE }),
  ListVirtualMFADevices: noneInAccount(iam, 'ListVirtualMFADevices', { VirtualMFADevices: [], ...LAST_PAGE }),
});

const LAST_PAGE = { IsTruncated: false };

function noneInAccount<Name extends OfAccount>(iam: Iam, name: Name, none: Operations[Name]['output']): Op<Name, undefined> {
  return {
    resolve: (input, context) => resolveAccount(iam, name, input, context),
    run: () => none,
  };
}

function noneOfUser<Name extends OfUser>(iam: Iam, name: Name, none: Operations[Name]['output']): Op<Name, NamedUser> {
  return {
    resolve: (input, context) => resolveUser(iam, name, input, context),
    run(input, { target, caller }) {
      requireUser(target, input, caller);
      return none;
    },
  };
}

const listInstanceProfilesForRole = (iam: Iam): Op<'ListInstanceProfilesForRole', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'ListInstanceProfilesForRole', 'role', input.RoleName, input, context),
  run({ RoleName }, { target }) {
    requireEntity(target, 'role', RoleName);
    return { InstanceProfiles: [], ...LAST_PAGE };
  },
});

const noLoginProfile = <Name extends 'GetLoginProfile' | 'DeleteLoginProfile'>(iam: Iam, name: Name): Op<Name, NamedUser> => ({
  resolve: (input, context) => resolveUser(iam, name, input, context),
  run(input, { target, caller }): never {
    const user = requireUser(target, input, caller);
    throw faults.noSuchEntity(`Login Profile for User ${user === 'root' ? user : user.name} cannot be found.`);
  },
});

const getAccountPasswordPolicy = (iam: Iam): Op<'GetAccountPasswordPolicy', undefined> => ({
  resolve: (_input, context) => resolveAccount(iam, 'GetAccountPasswordPolicy', {}, context),
  run(_input, { caller }): never {
    throw faults.noSuchEntity(`The Password Policy with domain name ${caller.account} cannot be found.`);
  },
});
