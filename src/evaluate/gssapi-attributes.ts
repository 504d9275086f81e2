import type { AttributeExpression, AttributeTerm } from '../directives/required-attributes.js';
import type { NameAttribute, NameAttributes } from '../gssapi/acceptor.js';
import type { AuthGssapiSettings } from '../ruleset/mod_auth_gssapi.js';
import { encodeBase64 } from './base64.js';

/** Whether a login has to tell the attributes of the user's name. */
export function wantsAttributes({ nameAttributes, requiredAttributes }: AuthGssapiSettings): boolean {
  return nameAttributes !== undefined || requiredAttributes !== undefined;
}

/** The variables that tell of attributes, in the order in which they are set; a later one of a name takes the earlier one's place. */
export function attributeVariables(
  { nameAttributes }: AuthGssapiSettings,
  name: string,
  told: NameAttributes,
): readonly (readonly [variable: string, value: string])[] {
  if ('failure' in told)
    return [['GSS_NAME_ATTR_ERROR', `gss_inquire_name() failed: [${told.failure.text}]`]];
  if (!nameAttributes) return [];
  const found: (readonly [string, string])[] = [];
  if (told.length === 0) found.push(['GSS_NAME_ATTR_ERROR', '0 attributes found']);
  for (const attribute of told) {
    const entry = nameAttributes.variables.find((each) => each.attribute === attribute.name);
    if (entry) found.push(...variablesOf(entry.variable, attribute));
  }
  if (nameAttributes.json) found.push(['GSS_NAME_ATTRS_JSON', attributesJson(name, told)]);
  return found;
}

/** The first value under the variable's own name; several are numbered, and `_N` is the last number less one, as in the module. */
function variablesOf(variable: string, { values }: NameAttribute): readonly (readonly [string, string])[] {
  const texts = values.map(({ raw, display }) => cText(display === '' ? base64(raw) : display));
  const first: readonly [string, string] = [variable, texts[0]!];
  if (texts.length === 1) return [first];
  const numbered = texts.map((text, at) => [`${variable}_${at + 1}`, text] as const);
  return [first, ...numbered, [`${variable}_N`, String(texts.length - 1)]];
}

/** A C text ends at its first NUL. */
const cText = (text: string): string => text.split('\0', 1)[0]!;

const base64 = (bytes: string): string =>
  encodeBase64(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));

function attributesJson(name: string, attributes: readonly NameAttribute[]): string {
  const parts = attributes.map((attribute) => {
    const values = attribute.values.map(
      ({ raw, display }) =>
        `{"raw":${raw === '' ? 'null' : jsonText(base64(raw))},"display":${display === '' ? 'null' : jsonText(display)}}`,
    );
    const head = `${jsonText(attribute.name)}:{"authenticated":${attribute.authenticated},"complete":${attribute.complete}`;
    return `${head},"values":[${values.join(',')}]}`;
  });
  return `{"name":${jsonText(name)},"attributes":{${parts.join(',')}}}`;
}

/** Byte strings stay bytes: only what JSON cannot hold as it is gets escaped, so that no name can end its text early. */
const jsonText = (text: string): string => JSON.stringify(text);

/** Whether attributes meet an expression. Values are compared whole; a name without attributes meets none. */
export function meetsRequirement(expression: AttributeExpression, told: NameAttributes): boolean {
  return !('failure' in told) && told.length > 0 && holds(expression, told);
}

function holds({ first, rest }: AttributeExpression, attributes: readonly NameAttribute[]): boolean {
  const terms = [first, ...rest.map(({ term }) => term)];
  let result = termHolds(terms.at(-1)!, attributes);
  for (let at = rest.length - 1; at >= 0; at--) {
    const left = termHolds(terms[at]!, attributes);
    result = rest[at]!.operator === 'and' ? left && result : left || result;
  }
  return result;
}

function termHolds(term: AttributeTerm, attributes: readonly NameAttribute[]): boolean {
  if ('first' in term) return holds(term, attributes);
  const { value } = term;
  const texts = attributes
    .filter(({ name }) => name === term.attribute)
    .flatMap(({ values }) => values.map(({ raw, display }) => (display === '' ? raw : display)))
    .filter((text) => text !== '');
  if (value.kind === 'any') return texts.length > 0;
  if (value.kind === 'text') return texts.includes(value.text);
  return texts.some((text) => base64(text) === value.base64);
}
