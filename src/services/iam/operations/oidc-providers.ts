/** OpenID Connect identity providers. */
import type { RequestContext, Resolved } from '../../../base/operation.ts';
import { iamAsk, resolveAccount } from '../asks.ts';
import * as faults from '../faults.ts';
import type { Family, Iam, Op } from '../iam.ts';
import { isOidcProviderArn, type OidcProvider } from '../oidc-providers.ts';
import { CLIENT_IDS_PER_OIDC_PROVIDER, OIDC_PROVIDERS_PER_ACCOUNT, THUMBPRINTS_PER_OIDC_PROVIDER } from '../quotas.ts';
import { checkTags, insertTags, tagsOf } from '../tags.ts';
import type { Operations } from '../types.ts';

type OidcProvidersOperations =
  | 'CreateOpenIDConnectProvider'
  | 'GetOpenIDConnectProvider'
  | 'DeleteOpenIDConnectProvider'
  | 'ListOpenIDConnectProviders'
  | 'AddClientIDToOpenIDConnectProvider'
  | 'RemoveClientIDFromOpenIDConnectProvider'
  | 'UpdateOpenIDConnectProviderThumbprint';

export const oidcProviders = (iam: Iam): Family<OidcProvidersOperations> => ({
  CreateOpenIDConnectProvider: createProvider(iam),
  GetOpenIDConnectProvider: getProvider(iam),
  DeleteOpenIDConnectProvider: deleteProvider(iam),
  ListOpenIDConnectProviders: listProviders(iam),
  AddClientIDToOpenIDConnectProvider: addClientId(iam),
  RemoveClientIDFromOpenIDConnectProvider: removeClientId(iam),
  UpdateOpenIDConnectProviderThumbprint: updateThumbprint(iam),
});

const LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
/** HTTPS, no port, neither query nor fragment; the path of characters that RFC 3986 gives to it. */
const URL_FORM = new RegExp(`^https://(${LABEL}(?:\\.${LABEL})*(?:/[\\w.~!$&'()*+,;=:@%/-]*)?)$`, 'i');
const THUMBPRINT = /^[0-9a-f]{40}$/i;

const createProvider = (iam: Iam): Op<'CreateOpenIDConnectProvider', string> => ({
  resolve(input, context) {
    const url = withoutScheme(input.Url);
    const resource = { arn: iam.oidcProviders.arnOf(context.caller.account, url) };
    const asks = [iamAsk(iam, 'CreateOpenIDConnectProvider', resource, input, context)];
    if (input.Tags?.length) asks.push(iamAsk(iam, 'TagOpenIDConnectProvider', resource, input, context));
    return { asks, target: url };
  },
  async run({ ClientIDList = [], ThumbprintList = [], Tags = [] }, { target: url, caller, unit, now }) {
    const { account } = caller;
    const clientIds = [...new Set(ClientIDList)];
    checkClientIds(clientIds);
    checkThumbprints(ThumbprintList);
    checkTags(Tags);
    const present = await iam.oidcProviders.list(account);
    if (present.some((provider) => provider.url === url)) throw faults.oidcProviderExists(url);
    const most = OIDC_PROVIDERS_PER_ACCOUNT;
    if (present.length >= most) throw faults.overQuota('OpenIdConnectProvidersPerAccount', most);
    const arn = iam.oidcProviders.arnOf(account, url);
    iam.oidcProviders.insert(unit, { account, url, clientIds, thumbprints: ThumbprintList, createdAt: now });
    insertTags(iam, unit, arn, Tags);
    return { OpenIDConnectProviderArn: arn, ...(Tags.length > 0 && { Tags }) };
  },
});

/** @throws Fault ValidationException */
function withoutScheme(url: string): string {
  const [, rest] = URL_FORM.exec(url) ?? [];
  if (rest === undefined) throw faults.validation('Invalid Open ID Connect Provider URL');
  return rest;
}

function checkClientIds(clientIds: readonly string[]): void {
  const most = CLIENT_IDS_PER_OIDC_PROVIDER;
  if (clientIds.length > most) throw faults.overQuota('ClientIdsPerOpenIdConnectProvider', most);
}

function checkThumbprints(thumbprints: readonly string[]): void {
  const most = THUMBPRINTS_PER_OIDC_PROVIDER;
  if (thumbprints.length > most) throw faults.invalidInput(`Thumbprint list must contain fewer than ${most} entries.`);
  if (!thumbprints.every((thumbprint) => THUMBPRINT.test(thumbprint))) {
    throw faults.invalidInput('Thumbprints must be 40 hexadecimal digits.');
  }
}

interface OfProvider {
  readonly OpenIDConnectProviderArn: string;
}

/** @throws Fault InvalidInputException for what is no ARN of a provider */
async function resolveProvider(
  iam: Iam,
  operation: keyof Operations,
  input: OfProvider,
  context: RequestContext,
): Promise<Resolved<OidcProvider | undefined>> {
  const arn = input.OpenIDConnectProviderArn;
  if (!isOidcProviderArn(arn)) throw faults.invalidArn(arn);
  const provider = await iam.oidcProviders.findByArn(arn);
  const own = provider?.account === context.caller.account ? provider : undefined;
  return { asks: [iamAsk(iam, operation, { arn, tagged: own?.arn }, input, context)], target: own };
}

function requireProvider(provider: OidcProvider | undefined, { OpenIDConnectProviderArn: arn }: OfProvider): OidcProvider {
  if (!provider) throw faults.oidcProviderNotFound(arn);
  return provider;
}

const getProvider = (iam: Iam): Op<'GetOpenIDConnectProvider', OidcProvider | undefined> => ({
  resolve: (input, context) => resolveProvider(iam, 'GetOpenIDConnectProvider', input, context),
  async run(input, { target }) {
    const { arn, url, clientIds, thumbprints, createdAt } = requireProvider(target, input);
    const Tags = await tagsOf(iam, arn);
    return { Url: url, ClientIDList: clientIds, ThumbprintList: thumbprints, CreateDate: createdAt, Tags };
  },
});

/** One that does not exist is as good as deleted (API reference). */
const deleteProvider = (iam: Iam): Op<'DeleteOpenIDConnectProvider', OidcProvider | undefined> => ({
  resolve: (input, context) => resolveProvider(iam, 'DeleteOpenIDConnectProvider', input, context),
  run(_input, { target, unit }) {
    if (target) iam.oidcProviders.remove(unit, target);
  },
});

const listProviders = (iam: Iam): Op<'ListOpenIDConnectProviders', undefined> => ({
  resolve: (input, context) => resolveAccount(iam, 'ListOpenIDConnectProviders', input, context),
  async run(_input, { caller }) {
    const providers = await iam.oidcProviders.list(caller.account);
    return { OpenIDConnectProviderList: providers.map(({ arn }) => ({ Arn: arn })) };
  },
});

const addClientId = (iam: Iam): Op<'AddClientIDToOpenIDConnectProvider', OidcProvider | undefined> => ({
  resolve: (input, context) => resolveProvider(iam, 'AddClientIDToOpenIDConnectProvider', input, context),
  run(input, { target, unit }) {
    const provider = requireProvider(target, input);
    if (provider.clientIds.includes(input.ClientID)) return;
    const clientIds = [...provider.clientIds, input.ClientID];
    checkClientIds(clientIds);
    iam.oidcProviders.change(unit, provider, { clientIds });
  },
});

const removeClientId = (iam: Iam): Op<'RemoveClientIDFromOpenIDConnectProvider', OidcProvider | undefined> => ({
  resolve: (input, context) => resolveProvider(iam, 'RemoveClientIDFromOpenIDConnectProvider', input, context),
  run(input, { target, unit }) {
    const provider = requireProvider(target, input);
    const clientIds = provider.clientIds.filter((clientId) => clientId !== input.ClientID);
    if (clientIds.length < provider.clientIds.length) iam.oidcProviders.change(unit, provider, { clientIds });
  },
});

const updateThumbprint = (iam: Iam): Op<'UpdateOpenIDConnectProviderThumbprint', OidcProvider | undefined> => ({
  resolve: (input, context) => resolveProvider(iam, 'UpdateOpenIDConnectProviderThumbprint', input, context),
  run(input, { target, unit }) {
    const provider = requireProvider(target, input);
    if (input.ThumbprintList.length === 0) throw faults.invalidInput('Thumbprint list must contain at least one entry.');
    checkThumbprints(input.ThumbprintList);
    iam.oidcProviders.change(unit, provider, { thumbprints: input.ThumbprintList });
  },
});
