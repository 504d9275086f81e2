import { dirname } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { textOf } from '../source/decode.js';
import { Analyses, type Target } from './analyses.js';
import type { Analysis, AnalysisAnswer, AnalysisOrder, DocumentReport } from './analysis.js';
import { isPerDirectory } from './place.js';
import type { ResolvedSettings } from './settings.js';
import { pathOf, type View, viewOf } from './view.js';

/** How the workspace reaches the editor. */
export interface Editor {
  readonly documents: () => readonly TextDocument[];
  readonly tell: (report: DocumentReport) => void;
  readonly warn: (message: string) => void;
  /** Of the workspace, or where the server was started. */
  readonly folder: () => string;
}

/** The open documents, what each is a part of, and the last that is known of them. */
export class Workspace {
  readonly #editor: Editor;
  readonly #analyses: Analyses;
  readonly #last = new Map<string, Analysis>();
  readonly #reports = new Map<string, DocumentReport>();
  /** The versions that documents were opened with. */
  readonly #opened = new Map<string, number>();
  /** Absent until they are known: then nothing is looked at, which they may change. */
  #wanted: ResolvedSettings | undefined;
  /** What is wanted, without a main file that cannot be read. */
  #settings: ResolvedSettings = { defines: [] };

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#analyses = new Analyses({
      orderFor: (target) => this.#orderFor(target),
      done: (target, answer) => this.#done(target, answer),
    });
  }

  /** Takes other settings; everything is looked at again. */
  configure(settings: ResolvedSettings): void {
    this.#wanted = settings;
    this.#last.clear();
    this.refresh();
  }

  /** Looks at everything again: files may have changed. */
  refresh(): void {
    this.#settings = this.#wanted ?? this.#settings;
    this.#askAll();
  }

  #askAll(): void {
    for (const document of this.#editor.documents()) this.#ask(document, true);
  }

  #ask(document: TextDocument, now = false): void {
    if (this.#wanted) this.#analyses.ask(this.#targetOf(document), now);
  }

  /** Whether a document was opened before: of a new one it is told as changed, too. */
  hasSeen({ uri, version }: TextDocument): boolean {
    return this.#opened.get(uri) !== version;
  }

  opened(document: TextDocument): void {
    this.#opened.set(document.uri, document.version);
    this.#ask(document, true);
    this.#askOthers(document);
  }

  changed(document: TextDocument): void {
    this.#ask(document);
    this.#askOthers(document);
  }

  /** What a closed document was told is taken back; the file counts again in place of its text. */
  closed(document: TextDocument): void {
    this.#reports.delete(document.uri);
    this.#opened.delete(document.uri);
    this.#editor.tell({ uri: document.uri, version: document.version, told: [] });
    this.#askOthers(document);
    const path = pathOf(document);
    if (path !== this.#settings.main) this.#last.delete(path);
  }

  view(document: TextDocument): View {
    return viewOf(document, this.#last.get(this.#targetOf(document).main));
  }

  /** What a document was told last, once that is about its text of now; undefined where it never is. */
  async current(document: TextDocument): Promise<DocumentReport | undefined> {
    const { main } = this.#targetOf(document);
    await this.#analyses.settled(main);
    // An analysis of the main file may show that the document is no part of it.
    const own = this.#targetOf(document).main;
    if (own !== main) await this.#analyses.settled(own);
    return this.reportOf(document);
  }

  /** What a document was told last, where that is about its text of now. */
  reportOf({ uri, version }: TextDocument): DocumentReport | undefined {
    const report = this.#reports.get(uri);
    return report?.version === version ? report : undefined;
  }

  /** Documents whose configuration a changed one is a part of. */
  #askOthers(changed: TextDocument): void {
    const path = pathOf(changed);
    for (const document of this.#editor.documents()) {
      const target = this.#targetOf(document);
      if (document.uri !== changed.uri && this.#last.get(target.main)?.files.includes(path))
        this.#ask(document);
    }
  }

  #targetOf(document: TextDocument): Target {
    const path = pathOf(document);
    const perDirectory = isPerDirectory(path);
    const { main } = this.#settings;
    if (perDirectory || main === undefined || main === path) return { main: path, perDirectory };
    const whole = this.#last.get(main);
    const isPart = !whole || whole.files.includes(path);
    return isPart ? { main, perDirectory: false } : { main: path, perDirectory };
  }

  #orderFor(target: Target): Omit<AnalysisOrder, 'id'> | undefined {
    const documents = this.#editor.documents();
    if (!documents.some((document) => this.#targetOf(document).main === target.main)) return undefined;
    const { root, defines } = this.#settings;
    const open = documents.map((document) => {
      const { uri, version } = document;
      return { uri, path: pathOf(document), version, text: document.getText() };
    });
    const folder = target.main.startsWith('/') ? textOf(dirname(target.main)) : this.#editor.folder();
    return { ...target, ...(root === undefined ? {} : { root }), defines, folder, open };
  }

  #done(target: Target, answer: AnalysisAnswer): void {
    if ('problem' in answer) {
      this.#failed(target, answer.problem);
      return;
    }
    this.#last.set(target.main, answer);
    for (const report of answer.reports) this.#tell(target, report);
    if (target.main === this.#settings.main) this.#askLeftOut(answer);
  }

  #tell(target: Target, report: DocumentReport): void {
    const document = this.#editor.documents().find(({ uri }) => uri === report.uri);
    if (document?.version !== report.version || this.#targetOf(document).main !== target.main) return;
    this.#reports.set(report.uri, report);
    this.#editor.tell(report);
  }

  /** Documents that the main file does not lead to are looked at by themselves. */
  #askLeftOut({ files }: Pick<Analysis, 'files'>): void {
    for (const document of this.#editor.documents())
      if (!files.includes(pathOf(document))) this.#ask(document, true);
  }

  /** Nothing is said to be fine that was not looked at. */
  #failed(target: Target, problem: string): void {
    const [said = ''] = problem.split('\n');
    this.#editor.warn(`${textOf(target.main)} could not be looked at: ${problem}`);
    if (target.main === this.#settings.main) {
      const { main: _, ...others } = this.#settings;
      this.#settings = others;
      this.#askAll();
      return;
    }
    const told = [{ diagnostic: notLookedAt(said), fixes: [] }];
    for (const document of this.#editor.documents()) {
      const { uri, version } = document;
      if (pathOf(document) === target.main) this.#tell(target, { uri, version, told });
    }
  }
}

const notLookedAt = (said: string): Diagnostic => ({
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  severity: 1,
  code: 'not-looked-at',
  source: 'kerbgate',
  message: `this could not be looked at: ${said}`,
});
