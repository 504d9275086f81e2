import type { ProofRequest } from '../../src/lint/proof.js';
import { type Site, siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';
import type { Choices, Migration, MigrationEntry } from '../../src/migrate/migration.js';
import { applyEdits } from '../../src/syntax/edit.js';

/** A text that was migrated in memory. */
export interface MigratedText {
  readonly text: string;
  readonly entries: readonly Omit<MigrationEntry, 'place' | 'before'>[];
}

export const siteOfText = (text: string): Site => siteOf(loadSnippet(text, { path: 'a.conf' }));

/** Makes the changes of a migration to a text until there are none left; throws where two of them meet. */
export function migrateText(text: string, { changes }: Migration, choices: Choices = {}): MigratedText {
  const entries: MigratedText['entries'][number][] = [];
  let now = text;
  for (let round = 0; round < 6; round += 1) {
    const site = siteOfText(now);
    const found = changes(site, choices);
    entries.push(...found.filter(({ edits }) => edits.length > 0 || round === 0).map(({ entry }) => entry));
    // Uses of a macro ask for the same change of its definition.
    const all = found.flatMap((change) => change.edits);
    const edits = [
      ...new Map(all.map((edit) => [`${edit.span.start}-${edit.span.end} ${edit.text}`, edit])).values(),
    ];
    if (edits.length === 0) return { text: now, entries };
    const applied = applyEdits(site.files[0]!, edits);
    if (!applied.file)
      throw new Error(`two changes meet: ${JSON.stringify(applied.conflict.map((edit) => edit.text))}`);
    now = applied.file.text;
  }
  throw new Error('it never ends');
}

/** What a question of a request is, for the only server of a text. */
export type Asked = Pick<ProofRequest, 'target' | 'method' | 'fields' | 'remoteAddress' | 'login'>;

/** What a server says: the status and the user. */
export function answerOf(site: Site, question: Asked): { readonly status: number; readonly user?: string } {
  const { status, user } = site.servers[0]!.ask(question);
  return { status, ...(user !== undefined && { user }) };
}
