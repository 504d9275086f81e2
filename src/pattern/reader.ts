import { anyByte, notNewline, setOf, shorthandClass, singleByte } from './bytes.js';
import { byteSet, takeClass } from './class.js';
import { type PatternCursor, takeName } from './cursor.js';
import { type Escape, takeEscape } from './escape.js';
import { type PatternFlags, takeFlags } from './flags.js';
import { takeCallout, takeConditionWords, takeGroupNumber } from './openers.js';
import type { Condition, Eagerness, GroupName, GroupReference, Pattern, Repeat } from './tree.js';
import { type Opening, takeVerb } from './verbs.js';

const deepest = 250;
const mostRepeats = 65_535;
const mostGroups = 65_535;
const mostNames = 10_000;
const unclosed = 'missing closing parenthesis';
const noOperand = 'quantifier does not follow a repeatable item';
const lineBreak: Pattern = {
  kind: 'group',
  atomic: true,
  body: {
    kind: 'alternation',
    branches: [
      { kind: 'sequence', parts: [0x0d, 0x0a].map((byte) => ({ kind: 'set', set: singleByte(byte) })) },
      { kind: 'set', set: setOf((byte) => (byte >= 0x0a && byte <= 0x0d) || byte === 0x85) },
    ],
  },
};

/** What has been read: a part, one before it that a quantifier leaves alone, and whether a quantifier may follow. */
interface Item {
  readonly before?: Pattern;
  readonly part?: Pattern;
  readonly repeatable: boolean;
}

const part = (pattern: Pattern, repeatable = true): Item => ({ part: pattern, repeatable });
const noPart: Item = { repeatable: false };

/** Reads a pattern from where a cursor stands to the end; flaws are thrown as `PatternFlaw`. */
export class PatternReader {
  groups = 0;
  readonly names: GroupName[] = [];
  sharesNumbers = false;
  readonly #cursor: PatternCursor;
  #flags: PatternFlags;
  #depth = 0;
  #looks = 0;
  #quoted = false;

  constructor(cursor: PatternCursor, flags: PatternFlags) {
    this.#cursor = cursor;
    this.#flags = flags;
  }

  read(): Pattern {
    const branches = this.#branches();
    if (this.#cursor.next === ')') this.#cursor.fail('unmatched closing parenthesis');
    return joined(branches);
  }

  /** Branches up to a closing parenthesis or the end. In a reset group each counts its groups from the same number. */
  #branches(reset = false, before: readonly Pattern[] = []): Pattern[] {
    const first = this.groups;
    let most = first;
    const branches = [this.#sequence([...before])];
    while (!this.#quoted && this.#cursor.passes('|')) {
      most = Math.max(most, this.groups);
      if (reset) this.groups = first;
      branches.push(this.#sequence([]));
    }
    if (reset) this.groups = Math.max(most, this.groups);
    return branches;
  }

  #sequence(parts: Pattern[]): Pattern {
    let repeatable = false;
    for (;;) {
      this.#skip();
      if (this.#cursor.isAtEnd || (!this.#quoted && this.#cursor.peek(/[|)]/y))) break;
      const repeat = this.#quoted ? undefined : this.#takeCounts();
      if (repeat) {
        if (!repeatable) this.#cursor.fail(noOperand);
        parts.push(this.#repeat(parts.pop()!, repeat));
        repeatable = false;
      } else {
        const item = this.#item();
        if (item.before) parts.push(item.before);
        if (item.part) parts.push(item.part);
        repeatable = item.repeatable;
      }
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  /** Moves over what leaves a quantifier with the item before it: quotation marks, comments, and white space under `x`. */
  #skip(): void {
    const cursor = this.#cursor;
    for (;;) {
      if (cursor.passes('\\E')) this.#quoted = false;
      else if (this.#quoted) return;
      else if (cursor.passes('\\Q')) this.#quoted = true;
      else if (cursor.startsWith('(?#')) {
        if (!cursor.take(/[^)]*\)/y)) cursor.fail('missing ) after (?# comment');
      } else if (!this.#flags.extended || !cursor.take(/[\t\n\v\f\r \x85]+|#[^\n]*\n?/y)) return;
    }
  }

  #takeCounts(): { readonly min: number; readonly max: number } | undefined {
    const found = this.#cursor.take(/([*+?])|\{(\d+)(?:(,)(\d*))?\}/y);
    if (!found) return undefined;
    const [, sign, low, comma, high] = found;
    if (sign !== undefined) return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity };
    const min = Number(low);
    const max = !comma ? min : high === '' ? Infinity : Number(high);
    if (min > mostRepeats || (max !== Infinity && max > mostRepeats))
      this.#cursor.fail('number too big in {} quantifier');
    if (min > max) this.#cursor.fail('numbers out of order in {} quantifier');
    return { min, max };
  }

  #repeat(body: Pattern, { min, max }: Pick<Repeat, 'min' | 'max'>): Pattern {
    this.#skip();
    const suffix = this.#quoted ? null : this.#cursor.take(/[?+]/y);
    const eagerness: Eagerness =
      suffix?.[0] === '+' ? 'possessive' : (suffix !== null) !== this.#flags.ungreedy ? 'lazy' : 'greedy';
    if (body.kind === 'conditional' && body.definition) return body;
    // An assertion tells nothing new when it is repeated, but its groups may be set by one round that may be left out.
    const most = body.kind === 'look' && max === Infinity ? min + 1 : max;
    return { kind: 'repeat', body, min, max: most, eagerness };
  }

  #item(): Item {
    const cursor = this.#cursor;
    const character = cursor.next!;
    if (!this.#quoted) {
      if (character === '(') return this.#opening();
      if (character === '[') return this.#class();
    }
    cursor.at++;
    if (!this.#quoted) {
      if (character === '\\') return this.#meaning(takeEscape(cursor, this.groups));
      if (character === '.') return part({ kind: 'set', set: this.#flags.dotAll ? anyByte : notNewline });
      if (character === '^') return this.#caret();
      if (character === '$') return this.#dollar();
    }
    return this.#byte(character.charCodeAt(0));
  }

  #byte(byte: number): Item {
    return part({ kind: 'set', set: byteSet(byte, this.#flags.caseless) });
  }

  #caret(): Item {
    return part({ kind: 'assertion', assertion: this.#flags.multiline ? 'lineStart' : 'start' }, false);
  }

  #dollar(): Item {
    const { multiline, dollarEndOnly } = this.#flags;
    const assertion = multiline ? 'lineEnd' : dollarEndOnly ? 'end' : 'endOrNewline';
    return part({ kind: 'assertion', assertion }, false);
  }

  /** `[[:<:]]` and `[[:>:]]` are the borders of a word. */
  #class(): Item {
    const border = this.#cursor.take(/\[\[:([<>]):\]\]/y);
    if (!border) {
      const { caseless, extendedMore } = this.#flags;
      return part({ kind: 'set', set: takeClass(this.#cursor, { caseless, skipBlanks: extendedMore }) });
    }
    const body: Pattern = { kind: 'set', set: shorthandClass('w')! };
    const side: Pattern = { kind: 'look', behind: border[1] === '>', negated: false, atomic: true, body };
    return { before: { kind: 'assertion', assertion: 'boundary' }, part: side, repeatable: true };
  }

  #meaning(meaning: Escape): Item {
    switch (meaning.kind) {
      case 'byte':
        return this.#byte(meaning.byte);
      case 'set':
      case 'call':
        return part(meaning);
      case 'reference':
        return this.#reference(meaning.to);
      case 'assertion':
        return part(meaning, false);
      case 'keep':
        if (this.#looks > 0)
          this.#cursor.fail('\\K is not allowed in lookarounds (but see PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK)');
        return part(meaning, false);
      case 'lineBreak':
      case 'cluster':
        return part(lineBreak);
    }
  }

  #reference(to: GroupReference): Item {
    return part({ kind: 'reference', to, caseless: this.#flags.caseless });
  }

  #opening(): Item {
    const cursor = this.#cursor;
    cursor.at++;
    if (cursor.isAtEnd) cursor.fail(unclosed);
    if (cursor.next === '*') return this.#verb();
    if (!cursor.passes('?')) return this.#flags.noCapture ? this.#group(false) : this.#capture(undefined);
    const number = takeGroupNumber(cursor, this.groups);
    if (number !== undefined) return part({ kind: 'call', to: number });
    const found = cursor.take(/\||P|&|C|\(|>|[=!*]|<[=!*]|[<']|/y)![0];
    switch (found) {
      case '|':
        return this.#resetGroup();
      case 'P':
        return this.#python();
      case '&':
        return part({ kind: 'call', to: takeName(cursor, ')') });
      case 'C':
        takeCallout(cursor);
        return noPart;
      case '(':
        return this.#conditional();
      case '>':
        return this.#group(true);
      case '<':
      case "'":
        return this.#capture(takeName(cursor, found === '<' ? '>' : "'"));
      case '':
        return this.#flagged();
      default:
        return this.#look(found.startsWith('<'), found.endsWith('!'), !found.endsWith('*'));
    }
  }

  #verb(): Item {
    const cursor = this.#cursor;
    if (cursor.peek(/\*(?:\)|$)/y)) cursor.fail(noOperand);
    cursor.at++;
    const verb = takeVerb(cursor);
    switch (verb.kind) {
      case 'fail':
        return part({ kind: 'fail' }, false);
      case 'accept':
        return part({ kind: 'fail' });
      case 'nothing':
        return noPart;
      case 'opening':
        return this.#named(verb.opening);
    }
  }

  #named(opening: Opening): Item {
    if (opening.kind === 'look') return this.#look(opening.behind, opening.negated, opening.atomic);
    if (opening.kind === 'script') this.#cursor.notServed('script runs');
    return this.#group(opening.kind === 'atomic');
  }

  #python(): Item {
    const cursor = this.#cursor;
    if (cursor.passes('<')) return this.#capture(takeName(cursor, '>'));
    if (cursor.passes('>')) return part({ kind: 'call', to: takeName(cursor, ')') });
    if (cursor.passes('=')) return this.#reference(takeName(cursor, ')'));
    return cursor.fail(cursor.isAtEnd ? unclosed : 'unrecognized character after (?P');
  }

  /** `(?i)` governs what follows in the group around it, `(?i:...)` what it holds. */
  #flagged(): Item {
    const flags = takeFlags(this.#cursor, this.#flags);
    if (this.#cursor.passes(')')) {
      this.#flags = flags;
      return noPart;
    }
    this.#cursor.at++;
    return this.#group(false, flags);
  }

  #group(atomic: boolean, flags = this.#flags): Item {
    return part({ kind: 'group', atomic, body: joined(this.#inside(() => this.#branches(), flags)) });
  }

  #resetGroup(): Item {
    this.sharesNumbers = true;
    return part({ kind: 'group', atomic: false, body: joined(this.#inside(() => this.#branches(true))) });
  }

  #capture(name: string | undefined): Item {
    if (this.groups >= mostGroups) this.#cursor.fail('too many capturing groups (maximum 65535)');
    const index = ++this.groups;
    if (name !== undefined) this.#addName(name, index);
    return part({ kind: 'capture', index, body: joined(this.#inside(() => this.#branches())) });
  }

  #addName(name: string, index: number): void {
    if (this.names.length >= mostNames) this.#cursor.fail('too many named subpatterns (maximum 10000)');
    for (const [known, number] of this.names) {
      if (known === name && number === index) return;
      if (known === name && !this.#flags.duplicateNames)
        this.#cursor.fail('two named subpatterns have the same name (PCRE2_DUPNAMES not set)');
      if (known !== name && number === index)
        this.#cursor.fail('different names for subpatterns of the same number are not allowed');
    }
    this.names.push([name, index]);
  }

  #look(behind: boolean, negated: boolean, atomic: boolean): Item {
    this.#looks++;
    const body = joined(this.#inside(() => this.#branches()));
    this.#looks--;
    return part({ kind: 'look', behind, negated, atomic, body });
  }

  #conditional(): Item {
    const cursor = this.#cursor;
    if (cursor.isAtEnd) cursor.fail(unclosed);
    let condition: Condition | undefined;
    let definition = false;
    if (!cursor.peek(/[?*]/y)) ({ condition, definition } = takeConditionWords(cursor, this.groups));
    else cursor.at--;
    const branches = this.#inside(() => {
      condition ??= this.#assertedCondition();
      return this.#branches();
    });
    if (definition && branches.length > 1) cursor.fail('DEFINE subpattern contains more than one branch');
    if (branches.length > 2) cursor.fail('conditional subpattern contains more than two branches');
    return part({ kind: 'conditional', condition: condition!, branches, definition });
  }

  /** The assertion that a conditional group begins with; a callout may stand before it. */
  #assertedCondition(): Condition {
    const cursor = this.#cursor;
    const expected = 'assertion expected after (?( or (?(?C)';
    this.#skip();
    if (!this.#quoted && cursor.passes('(?C')) takeCallout(cursor);
    this.#skip();
    if (this.#quoted || !cursor.peek(/\((?=[\s\S]{3})(?:\?(?:[=!]|<[=!])|\*[a-z])/y)) cursor.fail(expected);
    const { part: look } = this.#opening();
    if (look?.kind !== 'look') return cursor.fail(expected);
    if (!look.atomic) cursor.fail('atomic assertion expected after (?( or (?(?C)');
    return { kind: 'look', look };
  }

  /** What a group holds, up to and with its closing parenthesis; flags set inside end with it. */
  #inside(read: () => Pattern[], flags = this.#flags): Pattern[] {
    const outer = this.#flags;
    if (++this.#depth > deepest) this.#cursor.fail('parentheses are too deeply nested');
    this.#flags = flags;
    const branches = read();
    this.#flags = outer;
    this.#depth--;
    if (!this.#cursor.passes(')')) this.#cursor.fail(unclosed);
    return branches;
  }
}

function joined(branches: readonly Pattern[]): Pattern {
  return branches.length === 1 ? branches[0]! : { kind: 'alternation', branches };
}
