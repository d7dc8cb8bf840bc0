// Loads the extension's bundle as VS Code does, into a stand-in for VS Code, with the real
// server behind it.
'use strict';

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { fake, load } = require('./vscode');
const { leak, mended, message, temp, build, writeModule, onlyGo } = require('./leakvet');

const bundle = path.join(__dirname, '../dist/extension.js');
const defaults = { 'leakvet.path': '', 'leakvet.flags': [], 'leakvet.profile': '', 'leakvet.rules': [], 'leakvet.disable': [] };

// activate activates the extension in a window.
async function activate(t, window) {
  const extension = load(bundle, window.vscode);
  const context = { subscriptions: [] };
  await extension.activate(context);
  t.after(() => extension.deactivate());
  return extension;
}

// until waits until a condition holds of what the window shows.
const until = (window, holds) =>
  new Promise((resolve) => {
    const look = () => holds() && resolve();
    window.events.shown.event(look);
    look();
  });

test('diagnostics', { timeout: 30000 }, async (t) => {
  const dir = writeModule(temp(t), { 'p/p.go': leak });
  const window = fake({ folders: [dir], settings: { ...defaults, 'leakvet.path': build(temp(t)) } });
  const file = path.join(dir, 'p', 'p.go');
  const document = window.document(file, leak);
  window.documents.push(document);
  await activate(t, window);
  assert.deepEqual(window.seen.errors, []);

  const shown = () => window.seen.diagnostics.get(file);
  await until(window, () => shown()?.length === 1);
  assert.equal(shown()[0].message, message);
  assert.equal(shown()[0].severity, window.vscode.DiagnosticSeverity.Warning);
  assert.match(shown()[0].relatedInformation.at(-1).message, /returns here/);

  document.version++;
  document.text = mended;
  await window.events.change.fire({
    document,
    contentChanges: [{ range: new window.vscode.Range(0, 0, 99, 0), rangeOffset: 0, rangeLength: leak.length, text: mended }],
  });
  await until(window, () => shown().length === 0);
  document.version++;
  document.text = leak;
  await window.events.change.fire({
    document,
    contentChanges: [{ range: new window.vscode.Range(0, 0, 99, 0), rangeOffset: 0, rangeLength: mended.length, text: leak }],
  });
  await until(window, () => shown().length === 1);

  // A setting that the server hears of, and one that it is started anew for.
  window.settings['leakvet.disable'] = ['unclosed'];
  await window.events.settings.fire({ affectsConfiguration: (name) => name === 'leakvet' });
  await until(window, () => shown().length === 0);
  window.settings['leakvet.disable'] = [];
  window.settings['leakvet.flags'] = ['-disable=rowserr'];
  await window.events.settings.fire({ affectsConfiguration: (name) => name === 'leakvet.flags' || name === 'leakvet' });
  await until(window, () => shown().length === 1);
});

test('no executable', async (t) => {
  const empty = temp(t);
  const saved = { ...process.env };
  t.after(() => { process.env = saved; });
  process.env.GOBIN = empty;
  process.env.PATH = onlyGo();

  const window = fake({ folders: [writeModule(temp(t), {})], settings: { ...defaults } });
  window.seen.answer = 'Settings';
  await activate(t, window);
  await until(window, () => window.seen.errors.length === 1);
  assert.match(window.seen.errors[0], /^leakvet is not installed\. Add it to the module as a tool \(go get -tool\)/);
  assert.deepEqual(window.seen.executed, ['workbench.action.openSettings', 'leakvet.path']);
});

test('a wrong path', async (t) => {
  const window = fake({ settings: { ...defaults, 'leakvet.path': '/nosuch' } });
  await activate(t, window);
  assert.deepEqual(window.seen.errors, ['leakvet: The setting leakvet.path names /nosuch, which is no executable file.']);
});

test('the places of the executable', { timeout: 120000 }, async (t) => {
  const { find, modulePath } = require('../src/find');
  const command = build(temp(t));
  const saved = { ...process.env };
  t.after(() => { process.env = saved; });

  process.env.PATH = path.dirname(command) + path.delimiter + onlyGo();
  const bare = writeModule(temp(t), {});
  assert.deepEqual(await find('', [bare]), { command, source: 'PATH' });

  process.env.PATH = onlyGo();
  process.env.GOBIN = path.dirname(command);
  assert.deepEqual(await find('', [bare]), { command, source: 'go install' });

  // A module with leakvet as a tool, which is this clone of it.
  const root = path.join(__dirname, '../../..');
  const goMod = fs.readFileSync(path.join(root, 'go.mod'), 'utf8');
  const requires = [...goMod.matchAll(/require \([^)]*\)/g)].join('\n');
  const withTool = writeModule(temp(t), {
    'go.mod': `module example.com/m\n\ngo 1.26.0\n\ntool ${modulePath}\n\nrequire github.com/leakvet/leakvet v0.0.0\n\nreplace github.com/leakvet/leakvet => ${root}\n\n${requires}\n`,
    'go.sum': fs.readFileSync(path.join(root, 'go.sum'), 'utf8'),
  });
  const found = await find('', [bare, withTool]);
  assert.equal(found.source, `the tool of the module in ${withTool}`);
  assert.match(execFileSync(found.command, ['-version']).toString(), /^leakvet /);
});
