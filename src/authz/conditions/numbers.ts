/** `NumericEquals` and its like: integers and decimals. */
import { orderedOperators } from './ordered.ts';

const DECIMAL = /^[+-]?\d+(\.\d+)?$/;
/** Two decimals of up to 15 digits that differ are two doubles (IEEE 754: 53 bits); longer ones might become one. */
const DIGITS_MAX = 15;

export function parseDecimal(text: string): number | undefined {
  const digits = text.replace(/^[+-]?0*/, '').replace('.', '').length;
  return DECIMAL.test(text) && digits <= DIGITS_MAX ? Number(text) : undefined;
}

export const NUMBER_OPERATORS = orderedOperators('Numeric', parseDecimal);
