/**
 * The exceptions of Parameter Store with their texts, in one place. Texts: the API reference, the user guide and
 * observed answers; where none is known, the API reference's own description of the exception.
 */
import { Fault } from '../../base/errors.ts';
import type { FaultName } from './types.ts';

type UnmodelledName = 'ValidationException';

/** A name that is in the model. Only Systems Manager's own defects are not the client's mistake. */
const fault = (name: FaultName | UnmodelledName, text?: string): Fault => new Fault(name, text, 400);

export const validation = (text: string): Fault => fault('ValidationException', text);
export const unsupported = (text: string): Fault => fault('UnsupportedOperationException', text);

export const notQualified = (): Fault => validation('Parameter name must be a fully qualified name');
export const oddName = (): Fault =>
  validation(
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
  );
export const oddPath = (): Fault =>
  validation(
    'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
  );
export const nameTooLong = (most: number): Fault =>
  validation(`Parameter name is too long: together with its ARN it can have at most ${most} characters.`);
export const reservedName = (name: string): Fault =>
  fault('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
export const oddLabel = (name: string): Fault =>
  validation(
    `Invalid label format ${name}. A label name can't be prefixed with numbers, "ssm", or "aws" (case-insensitive). You can specify letters, numbers, and the following symbols: period (.), dash (-), or underscore (_).`,
  );
export const noPublicParameters = (name: string): Fault =>
  unsupported(`Trent has none of the parameters that AWS provides: ${name}.`);
export const tooManyLevels = (most: number): Fault =>
  fault(
    'HierarchyLevelLimitExceededException',
    `A hierarchy can have a maximum of ${most} levels. For more information, see Requirements and constraints for parameter names in the AWS Systems Manager User Guide.`,
  );

export const notFound = (name: string): Fault => fault('ParameterNotFound', `Parameter ${name} not found.`);
export const versionNotFound = (name: string, selector: string): Fault =>
  fault('ParameterVersionNotFound', `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`);
export const labelNotFound = (name: string, label: string): Fault =>
  fault('ParameterVersionNotFound', `Systems Manager could not find label ${label} of ${name}. Verify the label and try again.`);

export const alreadyExists = (): Fault =>
  fault(
    'ParameterAlreadyExists',
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );
export const typeMissing = (): Fault => validation('A parameter type is required when you create a parameter.');
export const typeChange = (): Fault =>
  fault(
    'HierarchyTypeMismatchException',
    "Parameter Store doesn't support changing a parameter type in a hierarchy. For example, you can't change a parameter from a String type to a SecureString type. You must create a new, unique parameter.",
  );
export const tagsWithOverwrite = (): Fault =>
  validation(
    "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
  );
export const keyWithoutSecret = (): Fault => validation('KeyId is required for SecureString type parameter only.');
export const emptyValue = (): Fault =>
  validation(
    "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
export const nestedValue = (): Fault =>
  validation('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
export const unstorable = (): Fault => validation('The description or pattern contains a character that is not allowed: U+0000.');
export const noUnicode = (): Fault => validation('The value, description or pattern is not valid Unicode.');
export const standardValue = (most: number): Fault =>
  validation(
    `Standard tier parameters support a maximum parameter value of ${most} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
  );
export const advancedValue = (most: number): Fault =>
  validation(`Advanced tier parameters support a maximum parameter value of ${most} characters.`);
export const downgrade = (): Fault =>
  validation(
    "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
  );
export const oddDataType = (dataType: string): Fault =>
  validation(`The following data type is not supported: ${dataType} (Data type names are all lowercase.)`);
export const lastingDataType = (dataType: string): Fault =>
  validation(`A parameter can't be changed to or from the data type ${dataType}.`);
/** The value may be a secret, and is not told. */
export const unsuitable = (dataType: string): Fault => validation(`The parameter value is not valid for the data type ${dataType}.`);
export const dataTypeForStandard = (dataType: string): Fault =>
  validation(`The data type ${dataType} is supported only for parameters that use the advanced-parameter tier.`);
export const oddPattern = (detail: string): Fault =>
  fault('InvalidAllowedPatternException', `The request doesn't meet the regular expression requirement. ${detail}`);
export const patternMismatch = (pattern: string): Fault =>
  fault('ParameterPatternMismatchException', `Parameter value, cannot be validated against allowedPattern: ${pattern}`);
export const limitExceeded = (): Fault =>
  fault(
    'ParameterLimitExceeded',
    'You have exceeded the number of parameters for this AWS account. Delete one or more parameters and try again.',
  );
export const labelledOldest = (name: string, version: number): Fault =>
  fault(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  );
export const labelQuota = (): Fault =>
  fault('ParameterVersionLabelLimitExceeded', 'A parameter version can have a maximum of ten labels.');

export const policiesForStandard = (): Fault =>
  validation('Parameter policies are supported only for parameters that use the advanced-parameter tier.');
export const tooManyPolicies = (most: number): Fault =>
  fault('PoliciesLimitExceededException', `You specified more than the maximum number of allowed policies for the parameter. The maximum is ${most}.`);
export const oddPolicies = (detail: string): Fault => fault('InvalidPolicyAttributeException', detail);
export const oddPolicyType = (): Fault =>
  fault(
    'InvalidPolicyTypeException',
    "The policy type isn't supported. Parameter Store supports the following policy types: Expiration, ExpirationNotification, and NoChangeNotification.",
  );
export const conflictingPolicies = (): Fault =>
  fault('IncompatiblePolicyException', 'There is a conflict in the policies specified for this parameter. You can\'t, for example, specify two Expiration policies for a parameter.');

export const invalidKeyId = (text: string): Fault => fault('InvalidKeyId', text);
export const keyDenied = (text: string): Fault => fault('AccessDeniedException', text);

export const invalidToken = (): Fault => fault('InvalidNextToken', "The specified token isn't valid.");
/** The exception has no text in the model. */
export const invalidFilterKey = (): Fault => fault('InvalidFilterKey');
export const invalidFilterOption = (text: string): Fault => fault('InvalidFilterOption', text);
export const invalidFilterValue = (text: string): Fault => fault('InvalidFilterValue', text);
export const repeatedFilter = (): Fault => validation('The following filters are duplicated in the request. A request can contain only one instance of a specific filter.');
export const bothFilters = (): Fault => validation('Filters and ParameterFilters cannot be used together in one request.');

export const invalidResourceId = (): Fault => fault('InvalidResourceId');
export const tooManyTags = (): Fault => fault('TooManyTagsError');
export const reservedTag = (): Fault => validation('Tag keys can\'t be prefixed with "aws:" (case-insensitive).');
export const repeatedTag = (): Fault => validation('A tag key can be given once in a request.');
export const settingNotFound = (setting: string): Fault =>
  fault('ServiceSettingNotFound', `The specified service setting wasn't found: ${setting}`);
