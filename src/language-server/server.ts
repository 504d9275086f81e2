/*
 * The language server: what `check` and `lint` find, and what is known of directives, while one types.
 *
 *   editor ── protocol on standard input and output ──> Framing (start) ──> serveEditor (this file), requests: one handler for each
 *     Workspace      the open documents; which configuration each is a part of; the last analysis of each
 *       Analyses     orders for the thread: one at a time, after typing has rested, outdated ones dropped
 *         analyse    in the thread: load (texts of the editor in place of files) → Site → findings → reports by document
 *     View           one document's text of now with its positions, and the last analysis of its configuration
 *       hover, completion, definition, references, outline, actions: functions from a View and a position to the protocol's values
 *
 * Texts are byte strings everywhere but in the editor's messages: `Positions` leads from one count to the other.
 * Requests look at the text of now in the server's own thread; names that other files make come from the last analysis. While one types
 * in a large text, lines are read from the last mark on (marks), and what needs the whole text waits until typing rests. Code actions,
 * references and renaming wait for the analysis of the text of now.
 */
import type { InitializeParams, InitializeResult, ServerCapabilities } from 'vscode-languageserver';
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
import { fixAllKind } from './actions.js';
import { filePathOf } from './place.js';
import { answerRequests, type Client } from './requests.js';
import { type EditorSettings, editorSettings, resolvedSettings } from './settings.js';
import { Workspace } from './workspace.js';

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  hoverProvider: true,
  completionProvider: {
    resolveProvider: true,
    triggerCharacters: ['<', '/', '{', ' ', '+', '-', '#', '"', '!'],
  },
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix', fixAllKind] },
};

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
  answerRequests({ connection, client, documents, workspace });
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
