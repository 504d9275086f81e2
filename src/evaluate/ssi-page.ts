import type { IncludeSettings } from '../ruleset/mod_include.js';
import { programEnvironment, type ServerEnvironment } from './environment.js';
import type { Exchange } from './exchange.js';
import { includesOptions } from './mod_include.js';
import { namedValue, setNamedValue } from './named-values.js';
import { escapeForShell, fillVariables, unescapeUrl } from './ssi-text.js';
import { formatTime } from './ssi-time.js';
import type { LogLevel } from './trace.js';

/** What one request may spend on pages that include others: pages are written by people, and may be wrong. */
export interface SsiBudget {
  inclusions: number;
  /** Bytes of variables that pages have set. */
  variables: number;
}

/** A budget for a new request. */
export function newSsiBudget(): SsiBudget {
  return { inclusions: 10_000, variables: 16 * 1024 * 1024 };
}

/** Bytes one text may have when its variables are filled in. */
const longestText = 1024 * 1024;

/** Groups of the pattern that was tried last, and how many of them a text may name. */
export interface SsiMatch {
  readonly groups: readonly (string | undefined)[];
  readonly named: number;
  readonly pattern: string;
}

/** A page with elements that is being sent: what its elements have set so far. */
export interface SsiPage {
  readonly exchange: Exchange;
  readonly budget: SsiBudget;
  readonly settings: IncludeSettings;
  /** Variables that have no value until somebody asks for it. */
  readonly pending: Set<string>;
  /** Whether pages may include what is no text. */
  readonly withPrograms: boolean;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Whether text at this place is sent, and whether a branch of the innermost condition was taken. */
  printing: boolean;
  taken: boolean;
  /** Whether the innermost condition could not be told. */
  wrong: boolean;
  /** Conditions that were opened where nothing is sent. */
  nesting: number;
  /** An element whose form is wrong has stopped all others, since nothing was sent where it stood. */
  stuck: boolean;
  errorMessage: string;
  timeFormat: string;
  undefinedEcho: string;
  sizeInBytes: boolean;
  match: SsiMatch | undefined;
}

const defaultMessage = '[an error occurred while processing this directive]';
const defaultTimeFormat = '%A, %d-%b-%Y %H:%M:%S %Z';

/** Begins a page. One that another page includes shares that page's variables. */
export function startPage(
  exchange: Exchange,
  server: ServerEnvironment,
  including: SsiPage | undefined,
): SsiPage {
  const settings = exchange.settings.mod_include ?? {};
  const page: SsiPage = {
    exchange,
    budget: including?.budget ?? newSsiBudget(),
    settings,
    pending: including?.pending ?? new Set(pendingNames),
    withPrograms: includesOptions(exchange.settings).exec,
    modified: including?.modified ?? modifiedAt(exchange),
    printing: true,
    taken: true,
    wrong: false,
    nesting: 0,
    stuck: false,
    errorMessage: settings.errorMessage ?? defaultMessage,
    timeFormat: settings.timeFormat ?? defaultTimeFormat,
    undefinedEcho: settings.undefinedEcho ?? '(none)',
    sizeInBytes: false,
    match: undefined,
  };
  if (including) exchange.env = including.exchange.env;
  else addVariables(page, server);
  addQuery(exchange.env, exchange.query);
  return page;
}

function modifiedAt({ filename, program }: Exchange): number {
  return (
    (filename === undefined ? undefined : program.surroundings.machine.look(filename, false)?.modified) ?? 0
  );
}

function addVariables(page: SsiPage, server: ServerEnvironment): void {
  const { exchange } = page;
  const { env, uri, query, pathInfo, filename } = exchange;
  const own = new Set(env.keys());
  for (const [name, value] of Object.entries(programEnvironment(exchange, server)))
    if (!isRenamed(name, own)) setNamedValue(env, name, value);
  for (const name of ['DATE_LOCAL', 'DATE_GMT', 'LAST_MODIFIED']) set(page, name, '');
  set(page, 'DOCUMENT_URI', uri);
  set(page, 'DOCUMENT_ARGS', query ?? '');
  if (pathInfo !== '') set(page, 'DOCUMENT_PATH_INFO', pathInfo);
  set(page, 'USER_NAME', '');
  set(page, 'DOCUMENT_NAME', filename?.includes('/') ? filename.slice(filename.lastIndexOf('/') + 1) : uri);
}

/** Programs get variables under names that a shell can hold; pages see them under their own. */
function isRenamed(name: string, own: ReadonlySet<string>): boolean {
  if (own.has(name)) return false;
  return [...own].some((each) => each.replace(/^[0-9]/, '_').replace(/[^A-Za-z0-9]/g, '_') === name);
}

function addQuery(env: Exchange['env'], query: string | undefined): void {
  if (query === undefined) return;
  setNamedValue(env, 'QUERY_STRING', query);
  setNamedValue(env, 'QUERY_STRING_UNESCAPED', escapeForShell(unescapeUrl(query)));
}

/** What an included page that cannot be sent leaves behind: its filter still sees the end of its output. */
export function leaveTrace(inner: Exchange, including: SsiPage): void {
  if (inner.includes && includesOptions(inner.settings).allowed)
    addQuery(including.exchange.env, inner.query);
}

/** DATE_LOCAL, DATE_GMT and LAST_MODIFIED in a format that has come into force. */
export function setTimes(page: SsiPage): void {
  for (const name of ['DATE_LOCAL', 'DATE_GMT', 'LAST_MODIFIED']) {
    page.pending.add(name);
    fillOne(page, name);
  }
}

/** Gives all variables their values. */
export function fillPending(page: SsiPage): void {
  for (const name of page.pending) fillOne(page, name);
}

function fillOne(page: SsiPage, name: string): void {
  if (!page.pending.delete(name)) return;
  const { facts } = page.exchange;
  if (name === 'USER_NAME') set(page, name, ownerName(page.exchange));
  else if (name === 'LAST_MODIFIED') set(page, name, formatTime(page.modified, page.timeFormat, false));
  else set(page, name, formatTime(facts.time, page.timeFormat, name === 'DATE_GMT'));
}

const pendingNames = ['DATE_LOCAL', 'DATE_GMT', 'LAST_MODIFIED', 'USER_NAME'];

function ownerName({ filename, program }: Exchange): string {
  const { machine } = program.surroundings;
  const facts = filename === undefined ? undefined : machine.look(filename, false);
  return (facts && machine.nameOf('user', facts.owner)) || '<unknown>';
}

function set(page: SsiPage, name: string, value: string): void {
  setNamedValue(page.exchange.env, name, value);
}

/** Sets a variable for the pages of this request; false when they have set too much. */
export function setVariable(page: SsiPage, name: string, value: string): boolean {
  const { env } = page.exchange;
  const before = namedValue(env, name);
  const growth =
    before === undefined ? name.length + value.length + variableCost : value.length - before.length;
  if (growth > page.budget.variables) return false;
  page.budget.variables -= growth;
  page.pending.delete(name.toUpperCase());
  set(page, name, value);
  return true;
}

/** What a variable costs beside its text. */
const variableCost = 256;

/** The value of a variable, or of a group of the last pattern by its digit. */
export function variable(page: SsiPage, name: string): string | undefined {
  if (/^\d$/.test(name)) return group(page, Number(name));
  if (page.pending.size > 0) fillOne(page, name.toUpperCase());
  return namedValue(page.exchange.env, name);
}

function group(page: SsiPage, index: number): string | undefined {
  const { match } = page;
  if (!match) {
    tell(page, 'warn', 'AH01329', `regex capture $${index} refers to no regex`);
    return undefined;
  }
  if (match.named >= index) return match.groups[index];
  tell(
    page,
    'warn',
    'AH01330',
    `regex capture $${index} is out of range (last regex was: '${match.pattern}')`,
  );
  return undefined;
}

/** A text with its variables filled in; too long a one is cut. */
export function filled(page: SsiPage, text: string): string {
  const { text: result, unclosed } = fillVariables(text, (name) => variable(page, name), longestText);
  if (unclosed !== undefined) tell(page, 'error', 'AH01331', `Missing '}' on variable "${unclosed}"`);
  if (result.length <= longestText) return result;
  tell(page, 'error', undefined, `text of more than ${longestText} bytes is cut`);
  return result.slice(0, longestText);
}

/** One line for the log, which names the page. */
export function tell(page: SsiPage, level: LogLevel, code: string | undefined, message: string): void {
  page.exchange.recorder.log(level, code, `${message} in ${page.exchange.filename ?? page.exchange.uri}`);
}
