import type { Severity } from '../source/diagnostic.js';
import { placeOfFinding } from './finding.js';
import { inspect } from './inspect.js';
import { consequenceText, explainCommandOf } from './proof.js';
import type { Example, Group, LintRule } from './rule.js';
import { siteOf } from './site.js';
import { loadSnippet } from './snippet.js';

/** What the findings of each group mean to a site. */
export const groupTitles: Readonly<Record<Group, string>> = {
  opens: 'somebody gets in who should not',
  'breaks-site': 'requests fail, or httpd does not start',
  leaks: 'passwords, keys or tickets come into wrong hands',
  session: 'sessions that are weak, or are none',
  'kerberos-setup': 'logins by Kerberos fail, or are not what was meant',
  deprecated: 'what is gone from newer versions',
  headers: 'fields that do not say what they should',
  style: 'what readers take otherwise than httpd',
};

/** A finding in an example, in words. */
export interface FoundThere {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The request that proves it, what it comes to, and the command that shows it. */
  readonly request?: string;
  readonly consequence?: string;
  readonly command?: string;
}

/** An example as a page shows it. */
export interface ShownExample {
  readonly config: string;
  /** Files that it is about; they are told by name only. */
  readonly files: readonly string[];
  readonly found: readonly FoundThere[];
  /** Where files are needed, what may be said of it, with … for what stands in them. */
  readonly said: readonly string[];
}

/** How a rule may be changed away from what it is. */
export interface RuleFix {
  readonly title: string;
  readonly option: '--fix' | '--fix-unsafe';
}

/** All that there is to tell of a rule. */
export interface RulePage {
  readonly id: string;
  readonly group: Group;
  readonly groupTitle: string;
  readonly severity: Severity;
  readonly preset: 'recommended' | 'strict';
  readonly since: string;
  readonly summary: string;
  readonly why: string;
  readonly remedy: string;
  readonly fixes: readonly RuleFix[];
  readonly bad: readonly ShownExample[];
  readonly ok: readonly ShownExample[];
  readonly sources: readonly string[];
}

/** Enough to learn from. */
const mostExamples = 3;

/** Makes a rule's page of its file; what is found in the examples is what the linter finds there now. */
export function pageOfRule(rule: LintRule): RulePage {
  const { id, group, severity, since, summary, why, remedy, examples, sources } = rule;
  return {
    id,
    group,
    groupTitle: groupTitles[group],
    severity,
    preset: presetOf(rule),
    since,
    summary,
    why,
    remedy,
    fixes: fixesOf(rule),
    bad: examples.bad.slice(0, mostExamples).map((example) => shown(example, rule)),
    ok: examples.ok.slice(0, mostExamples).map((example) => ({ ...plain(example), found: [], said: [] })),
    sources,
  };
}

/** The smallest preset that a rule is in. */
export const presetOf = ({ strict }: LintRule): RulePage['preset'] => (strict ? 'strict' : 'recommended');

/** The changes that take findings of a rule away, each once. */
export function fixesOf({ fixes = {} }: LintRule): readonly RuleFix[] {
  const all = Object.values(fixes).flatMap((fix) => (fix ? [fix] : []));
  const titles = new Map(all.map(({ title, safety }) => [title, safety]));
  return [...titles].map(([title, safety]) => ({
    title,
    option: safety === 'safe' ? '--fix' : '--fix-unsafe',
  }));
}

/** What an example is called in commands. */
const exampleName = 'example.conf';

const plain = ({ config, files = {} }: Example): Omit<ShownExample, 'found' | 'said'> => ({
  config: config.replaceAll('{ROOT}', '/etc/apache2').trim(),
  files: Object.keys(files),
});

/** What an example needs of the machine is not there: of those that need it the messages are told as they are worded. */
function shown(example: Example, rule: LintRule): ShownExample {
  const written = plain(example);
  if (written.files.length === 0) return { ...written, found: foundIn(written.config, rule), said: [] };
  return {
    ...written,
    found: [],
    said: Object.values(rule.messages).map((message) => message.replace(/\{[a-z]+\}/g, '…')),
  };
}

function foundIn(config: string, rule: LintRule): readonly FoundThere[] {
  const site = siteOf(loadSnippet(`${config}\n`, { path: exampleName }));
  const { findings } = inspect(site, [{ rule, severity: rule.severity }], new Set([rule.id]));
  return findings.map((finding) => {
    const { line, column } = placeOfFinding(finding);
    const { message, proof } = finding;
    if (!proof) return { line, column, message };
    const { method, target } = proof.request;
    return {
      ...{ line, column, message, request: `${method} ${target}` },
      consequence: consequenceText(proof.consequence),
      command: explainCommandOf(proof, [exampleName]),
    };
  });
}
