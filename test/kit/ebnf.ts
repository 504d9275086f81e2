import type { ISerializedGast } from 'chevrotain';

/** The parts of a serialized rule that this reads. */
interface Part {
  readonly type: string;
  readonly name?: string;
  readonly separator?: Part;
  readonly definition?: readonly Part[];
}

/** A rule of a chevrotain grammar in EBNF as the XML specification writes it; tokens begin with a capital letter. */
export function ebnf(rule: ISerializedGast): string {
  const { name, definition } = rule as unknown as Part;
  return `${name} ::= ${sequence(definition!, false)}`;
}

function sequence(parts: readonly Part[], inside: boolean): string {
  const text = parts.map((part) => element(part, parts.length > 1)).join(' ');
  return inside && (parts.length > 1 || /^[^(]* [^)]*$/.test(text)) ? `( ${text} )` : text;
}

function element(part: Part, amongOthers: boolean): string {
  const inner = part.definition ?? [];
  switch (part.type) {
    case 'NonTerminal':
    case 'Terminal':
      return part.name!;
    case 'Alternation': {
      const choices = inner.map((each) => sequence(each.definition!, false)).join(' | ');
      return amongOthers ? `( ${choices} )` : choices;
    }
    case 'Option':
      return `${sequence(inner, true)}?`;
    case 'Repetition':
      return `${sequence(inner, true)}*`;
    case 'RepetitionMandatory':
      return `${sequence(inner, true)}+`;
    case 'RepetitionMandatoryWithSeparator':
      return `${sequence(inner, true)} ( ${part.separator!.name} ${sequence(inner, true)} )*`;
    default:
      throw new Error(`no EBNF for ${part.type}`);
  }
}
