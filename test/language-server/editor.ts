import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import type {
  CodeAction,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InitializeParams,
  Location,
  Position,
  PublishDiagnosticsParams,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { projectFolder } from '../kit/project.js';
import { patience } from '../kit/wait.js';

/** What an editor says of itself and its workspace. */
export interface EditorOptions {
  readonly folder?: string;
  readonly initializationOptions?: unknown;
  /** What it answers when it is asked for settings; without it, it cannot be asked. */
  readonly settings?: unknown;
  readonly abilities?: InitializeParams['capabilities'];
}

/** A language server that runs, driven as an editor drives it. */
export class Editor {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #connection: ProtocolConnection;
  readonly #documents = new Map<string, TextDocument>();
  readonly #told = new Map<string, PublishDiagnosticsParams>();
  readonly #waiting = new Set<() => void>();
  readonly #ended: Promise<number | null>;
  /** What it wrote to standard error. */
  log = '';

  private constructor(child: ChildProcessWithoutNullStreams, settings: unknown) {
    this.#child = child;
    child.stderr.on('data', (chunk: Buffer) => {
      this.log += chunk.toString();
    });
    this.#ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    this.#connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.#connection.onNotification('textDocument/publishDiagnostics', (told: PublishDiagnosticsParams) => {
      this.#told.set(told.uri, told);
      for (const look of [...this.#waiting]) look();
    });
    this.#connection.onRequest('workspace/configuration', () => [settings]);
    this.#connection.onRequest('client/registerCapability', () => null);
    this.#connection.listen();
  }

  /** Starts the program and goes through the beginning of the protocol. */
  static async start(options: EditorOptions = {}): Promise<Editor> {
    const { folder, initializationOptions, settings, abilities = {} } = options;
    const program = join(projectFolder, 'bin', 'kerbgate');
    const child = spawn(process.execPath, [program, 'language-server', '--stdio'], {
      env: { PATH: process.env.PATH ?? '', KERBGATE_TEST: 'in the environment' },
    });
    const editor = new Editor(child, settings);
    const params: InitializeParams = {
      processId: process.pid,
      rootUri: folder === undefined ? null : `file://${folder}`,
      workspaceFolders: null,
      capabilities: {
        textDocument: { completion: { completionItem: { snippetSupport: true } } },
        ...(settings === undefined ? {} : { workspace: { configuration: true } }),
        ...abilities,
      },
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
    };
    await editor.request('initialize', params);
    editor.notify('initialized', {});
    return editor;
  }

  request<R>(method: string, params: unknown): Promise<R> {
    return this.#connection.sendRequest(method, params) as Promise<R>;
  }

  notify(method: string, params: unknown): void {
    void this.#connection.sendNotification(method, params);
  }

  open(uri: string, text: string, version = 1): void {
    this.#documents.set(uri, TextDocument.create(uri, 'apacheconf', version, text));
    this.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'apacheconf', version, text },
    });
  }

  /** Changes ranges of a document, in turn. */
  change(uri: string, ...changes: readonly { readonly range?: Range; readonly text: string }[]): void {
    const document = this.#documents.get(uri)!;
    const version = document.version + 1;
    TextDocument.update(document, [...changes] as Parameters<typeof TextDocument.update>[1], version);
    this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: changes });
  }

  close(uri: string): void {
    this.#documents.delete(uri);
    this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  textOf(uri: string): string {
    return this.#documents.get(uri)!.getText();
  }

  /** Applies edits as an editor does. */
  edit(uri: string, edits: readonly TextEdit[]): void {
    this.change(uri, { text: TextDocument.applyEdits(this.#documents.get(uri)!, [...edits]) });
  }

  /** What is told of a document's text of now, once it is. */
  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    const version = this.#documents.get(uri)?.version;
    return this.told(uri, (told) => version === undefined || told.version === version);
  }

  /** The diagnostics of a document, once they are as wanted. */
  async told(
    uri: string,
    wanted: (told: PublishDiagnosticsParams) => boolean,
  ): Promise<readonly Diagnostic[]> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited in vain for diagnostics of ${uri}\n${this.log}`));
      }, patience);
      const look = (): void => {
        const told = this.#told.get(uri);
        if (!told || !wanted(told)) return;
        clearTimeout(limit);
        this.#waiting.delete(look);
        resolve(told.diagnostics);
      };
      this.#waiting.add(look);
      look();
    });
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.request('textDocument/hover', { textDocument: { uri }, position });
  }

  async completion(uri: string, position: Position): Promise<readonly CompletionItem[]> {
    const list = await this.request<CompletionList>('textDocument/completion', {
      textDocument: { uri },
      position,
    });
    return list.items;
  }

  resolve(item: CompletionItem): Promise<CompletionItem> {
    return this.request('completionItem/resolve', item);
  }

  definition(uri: string, position: Position): Promise<readonly Location[]> {
    return this.request('textDocument/definition', { textDocument: { uri }, position });
  }

  references(uri: string, position: Position, includeDeclaration = true): Promise<readonly Location[]> {
    const context = { includeDeclaration };
    return this.request('textDocument/references', { textDocument: { uri }, position, context });
  }

  renamed(uri: string, position: Position): Promise<{ range: Range; placeholder: string } | null> {
    return this.request('textDocument/prepareRename', { textDocument: { uri }, position });
  }

  rename(uri: string, position: Position, newName: string): Promise<WorkspaceEdit> {
    return this.request('textDocument/rename', { textDocument: { uri }, position, newName });
  }

  actions(uri: string, range: Range, only?: readonly string[]): Promise<readonly CodeAction[]> {
    const context = { diagnostics: [], ...(only ? { only } : {}) };
    return this.request('textDocument/codeAction', { textDocument: { uri }, range, context });
  }

  symbols(uri: string): Promise<readonly DocumentSymbol[]> {
    return this.request('textDocument/documentSymbol', { textDocument: { uri } });
  }

  folds(uri: string): Promise<readonly FoldingRange[]> {
    return this.request('textDocument/foldingRange', { textDocument: { uri } });
  }

  /** Ends as editors do, and gives the exit code. */
  async stop(): Promise<number | null> {
    await this.request('shutdown', null);
    this.notify('exit', null);
    return this.ended();
  }

  /** Hangs up without a word. */
  hangUp(): Promise<number | null> {
    this.#child.stdin.end();
    return this.ended();
  }

  async ended(): Promise<number | null> {
    const code = await this.#ended;
    this.#connection.dispose();
    return code;
  }
}

/** A text with `|` where the cursor is: the text without it, and the position. */
export function marked(text: string): { readonly text: string; readonly position: Position } {
  const at = text.indexOf('|');
  const plain = text.slice(0, at) + text.slice(at + 1);
  return { text: plain, position: TextDocument.create('x:', 'x', 1, plain).positionAt(at) };
}

/** The text of a range. */
export function textIn(text: string, range: Range): string {
  return TextDocument.create('x:', 'x', 1, text).getText(range);
}
