/**
 * What CloudTrail's objects are called: user guide, "CloudTrail log file names" and "CloudTrail digest file structure".
 *
 *     [PREFIX/]AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_UNIQUE.json.gz
 *     [PREFIX/]AWSLogs/ACCOUNT/CloudTrail-Digest/REGION/YYYY/MM/DD/
 *         ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOME_YYYYMMDDTHHmmssZ.json.gz
 */
import { sha256 } from '../../crypto/hash.ts';
import type { TrailDefinition } from './contract.ts';

type Place = Pick<TrailDefinition, 'account' | 'prefix'>;

const folder = ({ account, prefix }: Place, kind: string, region: string, time: number): string => {
  const date = new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${prefix === undefined ? '' : `${prefix}/`}AWSLogs/${account}/${kind}/${region}/${date}/`;
};

/** `YYYYMMDDTHHmmss` */
const compact = (time: number): string => new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');

/** @param time of delivery @param unique 16 letters and digits */
export function logKey(trail: Place, region: string, time: number, unique: string): string {
  const minute = compact(time).slice(0, -2);
  return `${folder(trail, 'CloudTrail', region, time)}${trail.account}_CloudTrail_${region}_${minute}Z_${unique}.json.gz`;
}

/** @param end `digestEndTime` */
export function digestKey(trail: Place & Pick<TrailDefinition, 'name' | 'homeRegion'>, region: string, end: number): string {
  const { account, name, homeRegion } = trail;
  return `${folder(trail, 'CloudTrail-Digest', region, end)}${account}_CloudTrail-Digest_${region}_${name}_${homeRegion}_${compact(end)}Z.json.gz`;
}

const UNIQUE_LENGTH = 16;
const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The same for the same names: what is delivered again after a crash takes the place of what is there. */
export function uniqueName(names: readonly (string | number)[]): string {
  const hash = sha256(JSON.stringify(names));
  return Array.from(hash.subarray(0, UNIQUE_LENGTH), (byte) => LETTERS_AND_DIGITS[byte % LETTERS_AND_DIGITS.length]).join('');
}

/** `2015-08-17T14:01:31Z` */
export const secondsText = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
