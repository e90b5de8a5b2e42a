/** `Bool`: `true` or `false`, in letters of either case. Variables are replaced first. */
import { expandText, fixedText, parseTemplate } from '../variables.ts';
import { badValue, type CompileValues, type Operator } from './family.ts';

/** `undefined` for text that is neither. */
export function parseBoolean(text: string | undefined): boolean | undefined {
  const word = text?.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

const compile: CompileValues = (values, scope) => {
  const templates = values.map((value) => {
    const template = parseTemplate(value, scope.variables);
    const text = fixedText(template);
    if (text !== undefined && parseBoolean(text) === undefined) throw badValue('Bool', value);
    return template;
  });
  return (value, question) => {
    const asked = parseBoolean(value);
    return asked !== undefined && templates.some((template) => parseBoolean(expandText(template, question)) === asked);
  };
};

export const BOOLEAN_OPERATORS: readonly (readonly [string, Operator])[] = [['Bool', { compile, negated: false }]];
