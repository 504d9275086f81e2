/*
 * The language server: what `check` and `lint` find, and what is known of directives, while one types.
 *
 *   editor ── protocol on standard input and output ──> serveEditor (this file: one handler for each request)
 *     Workspace      the open documents; which configuration each is a part of; the last analysis of each
 *       Analyses     orders for the thread: one at a time, after typing has rested, outdated ones dropped
 *         analyse    in the thread: load (texts of the editor in place of files) → Site → findings → reports by document
 *     View           one document's text of now with its positions, and the last analysis of its configuration
 *       hover, completion, definition, outline, actions: functions from a View and a position to the protocol's values
 *
 * Texts are byte strings everywhere but in the editor's messages: `Positions` leads from one count to the other.
 * Requests look at the text of now, which is read in the server's own thread in a tenth of a second for 100,000 lines;
 * names that other files make come from the last analysis. Code actions wait for the analysis of the text of now.
 */
import type {
  ClientCapabilities,
  InitializeParams,
  InitializeResult,
  ServerCapabilities,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { settingsNames } from '../lint/settings.js';
import { version } from '../serve/version.js';
import { actionsFor, fixAllKind } from './actions.js';
import { completionsAt } from './completion.js';
import { definitionsAt } from './definition.js';
import { hoverAt } from './hover.js';
import { documented } from './offer-page.js';
import { foldsOf, outlineOf } from './outline.js';
import { filePathOf } from './place.js';
import { type EditorSettings, editorSettings, resolvedSettings } from './settings.js';
import type { View } from './view.js';
import { Workspace } from './workspace.js';

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  hoverProvider: true,
  completionProvider: {
    resolveProvider: true,
    triggerCharacters: ['<', '/', '{', ' ', '+', '-', '#', '"', '!'],
  },
  definitionProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix', fixAllKind] },
};

/** What the editor says of itself when it begins. */
interface Client {
  abilities: ClientCapabilities;
  options: EditorSettings;
  folder: string;
}

/** Answers an editor until the connection ends. */
export function serveEditor(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const client: Client = { abilities: {}, options: {}, folder: process.cwd() };
  const workspace = new Workspace({
    documents: () => documents.all(),
    tell: ({ uri, version: about, told }) => {
      const diagnostics = told.map(({ diagnostic }) => diagnostic);
      void connection.sendDiagnostics({ uri, version: about, diagnostics });
    },
    warn: (message) => connection.console.warn(message),
    folder: () => client.folder,
  });
  answerBeginning(connection, client, workspace);
  answerRequests(connection, client, documents, workspace);
  documents.onDidOpen(({ document }) => workspace.opened(document));
  documents.onDidChangeContent(({ document }) => {
    // The package tells of an opened document twice.
    if (workspace.hasSeen(document)) workspace.changed(document);
  });
  documents.onDidSave(() => workspace.refresh());
  documents.onDidClose(({ document }) => workspace.closed(document));
  documents.listen(connection);
  connection.listen();
}

function answerBeginning(connection: Connection, client: Client, workspace: Workspace): void {
  const configure = (asked: EditorSettings): void =>
    workspace.configure(resolvedSettings({ ...client.options, ...asked }, client.folder));
  const ask = async (): Promise<void> => {
    // An editor that cannot say what is set has nothing set.
    const said: unknown = await connection.workspace.getConfiguration('kerbgate').catch(() => undefined);
    configure(editorSettings(said));
  };

  connection.onInitialize((params): InitializeResult => {
    client.abilities = params.capabilities;
    client.options = editorSettings(params.initializationOptions);
    client.folder = folderOf(params) ?? client.folder;
    if (!client.abilities.workspace?.configuration) configure({});
    return { capabilities, serverInfo: { name: 'kerbgate', version } };
  });
  connection.onInitialized(async () => {
    const { workspace: able } = client.abilities;
    if (able?.didChangeConfiguration?.dynamicRegistration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'kerbgate' });
    if (able?.didChangeWatchedFiles?.dynamicRegistration)
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: watched });
    if (able?.configuration) await ask();
  });
  connection.onDidChangeConfiguration(async ({ settings }) => {
    if (client.abilities.workspace?.configuration) await ask();
    else configure(editorSettings((settings as { readonly kerbgate?: unknown } | null)?.kerbgate));
  });
  connection.onDidChangeWatchedFiles(() => workspace.refresh());
}

const watched = ['*.conf', '.htaccess', ...settingsNames].map((name) => ({ globPattern: `**/${name}` }));

function folderOf({ workspaceFolders, rootUri }: InitializeParams): string | undefined {
  const uri = workspaceFolders?.[0]?.uri ?? rootUri;
  return uri ? filePathOf(uri) : undefined;
}

function answerRequests(
  connection: Connection,
  client: Client,
  documents: TextDocuments<TextDocument>,
  workspace: Workspace,
): void {
  const viewed = <P extends { readonly textDocument: { readonly uri: string } }, R>(
    answer: (view: View, params: P) => R,
    none: R,
  ): ((params: P) => R) => {
    return (params) => {
      const document = documents.get(params.textDocument.uri);
      return document ? answer(workspace.view(document), params) : none;
    };
  };
  const snippets = (): boolean =>
    client.abilities.textDocument?.completion?.completionItem?.snippetSupport === true;
  connection.onHover(viewed((view, { position }) => hoverAt(view, position), null));
  connection.onCompletion(viewed((view, { position }) => completionsAt(view, position, snippets()), null));
  connection.onCompletionResolve(documented);
  connection.onDefinition(viewed((view, { position }) => definitionsAt(view, position), []));
  connection.onDocumentSymbol(viewed((view) => outlineOf(view), []));
  connection.onFoldingRanges(viewed((view) => foldsOf(view), []));
  connection.onCodeAction(async ({ textDocument: { uri }, range, context }, token) => {
    const document = documents.get(uri);
    const report = document && (await workspace.current(document));
    if (!report || token.isCancellationRequested || documents.get(uri)?.version !== report.version) return [];
    const versioned = client.abilities.workspace?.workspaceEdit?.documentChanges === true;
    const editOf = versioned ? versionedEdit : plainEdit;
    return actionsFor(workspace.view(document), report, range, context, editOf);
  });
}

const plainEdit = ({ uri }: View, edits: readonly TextEdit[]): WorkspaceEdit => ({
  changes: { [uri]: [...edits] },
});

const versionedEdit = ({ uri, version: of }: View, edits: readonly TextEdit[]): WorkspaceEdit => ({
  documentChanges: [{ textDocument: { uri, version: of }, edits: [...edits] }],
});
