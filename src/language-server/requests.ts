import type {
  CancellationToken,
  ClientCapabilities,
  TextDocuments,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { actionsFor, type EditOf } from './actions.js';
import { completionsAt } from './completion.js';
import { definitionsAt } from './definition.js';
import { hoverAt } from './hover.js';
import { documented } from './offer-page.js';
import { foldsOf, outlineOf } from './outline.js';
import { referencesAt, renamedAt, renaming } from './references.js';
import { isAtRest } from './rest.js';
import type { EditorSettings } from './settings.js';
import type { View } from './view.js';
import type { Workspace } from './workspace.js';

/** What the editor says of itself when it begins. */
export interface Client {
  abilities: ClientCapabilities;
  options: EditorSettings;
  folder: string;
}

/** What requests are answered by. */
interface Answering {
  readonly connection: Connection;
  readonly client: Client;
  readonly documents: TextDocuments<TextDocument>;
  readonly workspace: Workspace;
}

type About = { readonly textDocument: { readonly uri: string } };

/** Answers what an editor asks about documents. */
export function answerRequests(answering: Answering): void {
  answerFromText(answering);
  answerWhenRested(answering);
  answerFromAnalysis(answering);
}

/** Answers that somebody who types waits for. */
function answerFromText({ connection, client, documents, workspace }: Answering): void {
  const viewed = <P extends About, R>(
    answer: (view: View, params: P, document: TextDocument) => R,
    none: R,
  ): ((params: P) => R) => {
    return (params) => {
      const document = documents.get(params.textDocument.uri);
      return document ? answer(workspace.view(document), params, document) : none;
    };
  };
  const snippets = (): boolean =>
    client.abilities.textDocument?.completion?.completionItem?.snippetSupport === true;
  connection.onHover(
    viewed((view, { position }, document) => hoverAt(view, workspace.reportOf(document), position), null),
  );
  connection.onCompletion(viewed((view, { position }) => completionsAt(view, position, snippets()), null));
  connection.onCompletionResolve(documented);
  connection.onDefinition(viewed((view, { position }) => definitionsAt(view, position), []));
}

const changedMeanwhile = (): ResponseError =>
  new ResponseError(LSPErrorCodes.ContentModified, 'the text has changed');

/** Answers that need the whole text. */
function answerWhenRested({ connection, documents, workspace }: Answering): void {
  const rested =
    <R>(answer: (view: View) => R[]) =>
    async ({ textDocument: { uri } }: About, token: CancellationToken): Promise<R[] | ResponseError> => {
      const document = documents.get(uri);
      if (!document) return [];
      return (await isAtRest(document, token)) ? answer(workspace.view(document)) : changedMeanwhile();
    };
  connection.onDocumentSymbol(rested(outlineOf));
  connection.onFoldingRanges(rested(foldsOf));
}

/** Answers that wait for the analysis of the text of now. */
function answerFromAnalysis({ connection, client, documents, workspace }: Answering): void {
  const editOf: EditOf = (changes) => {
    const versioned = client.abilities.workspace?.workspaceEdit?.documentChanges === true;
    const isCurrent = changes.every(({ uri }) => {
      const document = documents.get(uri);
      return !document || workspace.reportOf(document);
    });
    return isCurrent ? editIn(changes, versioned ? documents : undefined) : undefined;
  };
  connection.onCodeAction(async ({ textDocument: { uri }, range, context }, token) => {
    const document = documents.get(uri);
    const report = document && (await workspace.current(document));
    if (!report || token.isCancellationRequested) return [];
    return actionsFor(workspace.view(document), report, range, context, editOf);
  });
  connection.onReferences(async ({ textDocument: { uri }, position, context }, token) => {
    const document = documents.get(uri);
    if (!document) return [];
    if (!(await workspace.current(document)) || token.isCancellationRequested) return changedMeanwhile();
    return referencesAt(workspace.view(document), position, context.includeDeclaration);
  });
  connection.onPrepareRename(async ({ textDocument: { uri }, position }, token) => {
    const document = documents.get(uri);
    if (!document) return null;
    if (!(await workspace.current(document)) || token.isCancellationRequested) return changedMeanwhile();
    return renamedAt(workspace.view(document), position);
  });
  connection.onRenameRequest(async ({ textDocument: { uri }, position, newName }, token) => {
    const document = documents.get(uri);
    if (!document) return null;
    if (!(await workspace.current(document)) || token.isCancellationRequested) return changedMeanwhile();
    const changes = renaming(workspace.view(document), position, newName);
    if (typeof changes === 'string')
      return new ResponseError(LSPErrorCodes.RequestFailed, `cannot be renamed: ${changes}`);
    return editOf(changes) ?? changedMeanwhile();
  });
}

/** Changes as the protocol has them, with the versions of open documents where the editor takes these. */
function editIn(
  changes: Parameters<EditOf>[0],
  versions: Pick<TextDocuments<TextDocument>, 'get'> | undefined,
): WorkspaceEdit {
  if (!versions) return { changes: Object.fromEntries(changes.map(({ uri, edits }) => [uri, [...edits]])) };
  return {
    documentChanges: changes.map(({ uri, edits }) => ({
      textDocument: { uri, version: versions.get(uri)?.version ?? null },
      edits: [...edits],
    })),
  };
}
