// Stands in for the module vscode, which only VS Code has: as much of it as the
// extension and its client library need to run a server. What the rest of it is asked
// for is answered by something that can be called, constructed and read further.
'use strict';

const Module = require('node:module');
const { fileURLToPath, pathToFileURL } = require('node:url');

class Emitter {
  listeners = new Set();
  event = (listener, self) => {
    const bound = listener.bind(self);
    this.listeners.add(bound);
    return { dispose: () => this.listeners.delete(bound) };
  };
  dispose = () => this.listeners.clear();
  fire = (value) => Promise.all([...this.listeners].map((listener) => listener(value)));
}

class Uri {
  constructor(value) {
    this.value = value;
    this.scheme = value.split(':')[0];
    this.fsPath = this.scheme === 'file' ? fileURLToPath(value) : '';
    this.path = new URL(value).pathname;
  }
  toString() {
    return this.value;
  }
  static parse = (value) => new Uri(value);
  static file = (path) => new Uri(pathToFileURL(path).toString());
}

class Disposable {
  constructor(dispose = () => {}) {
    this.dispose = dispose;
  }
  static from = (...all) => new Disposable(() => all.forEach((one) => one.dispose()));
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(a, b, c, d) {
    Object.assign(this, d === undefined ? { start: a, end: b } : { start: new Position(a, b), end: new Position(c, d) });
  }
}

class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: new Emitter().event };
  cancel() {}
  dispose() {}
}

class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}

class DiagnosticRelatedInformation {
  constructor(location, message) {
    Object.assign(this, { location, message });
  }
}

// anything answers whatever is asked of it.
function anything() {
  const target = class {};
  return new Proxy(target, {
    get: (_, name) => {
      if (name === 'prototype') return target.prototype;
      if (name === 'then') return undefined; // it is no promise
      if (name === Symbol.toPrimitive) return () => 0;
      if (name === Symbol.iterator) return [][Symbol.iterator];
      return anything();
    },
    apply: () => anything(),
    construct: () => ({}),
  });
}

// known adds a fallback to what is known of an object.
const known = (object) => new Proxy(object, { get: (target, name) => (name in target ? target[name] : anything()) });

// fake returns a module vscode for a window with the folders and the settings, and what
// a test needs to look behind it.
function fake({ folders = [], settings = {} }) {
  const events = { open: new Emitter(), change: new Emitter(), close: new Emitter(), save: new Emitter(), settings: new Emitter(), shown: new Emitter() };
  const seen = { diagnostics: new Map(), errors: [], commands: new Map(), log: '', answer: undefined };
  const silent = new Emitter().event;
  const document = (path, text) => ({
    uri: Uri.file(path), languageId: 'go', version: 1, text, isClosed: false, fileName: path, getText() { return this.text; },
  });
  const documents = [];
  const vscode = known({
    Uri, Disposable, Position, Range, Diagnostic, DiagnosticRelatedInformation, CancellationTokenSource, EventEmitter: Emitter,
    DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
    ProgressLocation: { Window: 10, Notification: 15 },
    version: '1.91.0',
    env: known({ appName: 'test', language: 'en' }),
    commands: known({
      registerCommand: (name, run) => { seen.commands.set(name, run); return new Disposable(); },
      executeCommand: async (...args) => { seen.executed = args; },
    }),
    window: known({
      createOutputChannel: () => known({
        appendLine: (line) => { seen.log += line + '\n'; }, append: (text) => { seen.log += text; }, show: () => {}, dispose: () => {},
      }),
      showErrorMessage: async (message) => { seen.errors.push(message); events.shown.fire(); return seen.answer; },
      withProgress: (_, run) => run({ report: () => {} }, { onCancellationRequested: silent }),
      visibleTextEditors: [], activeTextEditor: undefined, onDidChangeActiveTextEditor: silent, onDidChangeVisibleTextEditors: silent,
      tabGroups: known({ all: [], onDidChangeTabs: silent, onDidChangeTabGroups: silent }),
    }),
    languages: known({
      match: (selector, doc) => (doc.languageId === 'go' ? 10 : 0),
      createDiagnosticCollection: () => known({
        set: (uri, list) => { seen.diagnostics.set(uri.fsPath, list); events.shown.fire(); },
        clear: () => {}, dispose: () => {}, delete: () => {},
      }),
    }),
    workspace: known({
      workspaceFolders: folders.map((path) => ({ uri: Uri.file(path), name: 'm' })),
      getWorkspaceFolder: () => undefined,
      getConfiguration: (section) => ({ get: (name, fallback) => setting(settings, section ? `${section}.${name}` : name) ?? fallback }),
      textDocuments: documents, notebookDocuments: [],
      onDidOpenTextDocument: events.open.event, onDidChangeTextDocument: events.change.event, onDidCloseTextDocument: events.close.event,
      onDidSaveTextDocument: events.save.event, onDidChangeConfiguration: events.settings.event,
      onDidChangeWorkspaceFolders: silent, onWillSaveTextDocument: silent, onDidCreateFiles: silent, onDidRenameFiles: silent, onDidDeleteFiles: silent,
      createFileSystemWatcher: () => ({ onDidCreate: silent, onDidChange: silent, onDidDelete: silent, dispose: () => {} }),
    }),
  });
  return { vscode, seen, events, settings, documents, document };
}

// setting returns a setting, or all settings of a section.
function setting(settings, name) {
  const inside = Object.entries(settings).filter(([key]) => key.startsWith(`${name}.`));
  return settings[name] ?? (inside.length ? Object.fromEntries(inside.map(([key, value]) => [key.slice(name.length + 1), value])) : undefined);
}

// load loads the extension's bundle into the fake.
function load(bundle, vscode) {
  const original = Module._load;
  Module._load = (name, ...rest) => (name === 'vscode' ? vscode : original(name, ...rest));
  try {
    delete require.cache[require.resolve(bundle)];
    return require(bundle);
  } finally {
    Module._load = original;
  }
}

module.exports = { fake, load };
