// Drives leakvet lsp with the protocol's own client library, in the process of an editor.
'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');
const protocol = require('vscode-languageserver-protocol/node');
const { TextDocument } = require('vscode-languageserver-textdocument');
const { leak, mended, message, temp, build, writeModule, uriOf } = require('./leakvet');

// connect starts a server and says hello to it. The result's next resolves to what is
// published next of the document.
async function connect(t, command, dir) {
  const server = spawn(command, ['lsp'], { cwd: dir });
  const exit = new Promise((resolve) => server.on('exit', resolve));
  const connection = protocol.createProtocolConnection(
    new protocol.StreamMessageReader(server.stdout),
    new protocol.StreamMessageWriter(server.stdin),
  );
  const published = [];
  const waiting = [];
  connection.onNotification(protocol.PublishDiagnosticsNotification.type, (params) => {
    (waiting.shift() || ((p) => published.push(p)))(params);
  });
  const progress = [];
  connection.onRequest(protocol.WorkDoneProgressCreateRequest.type, ({ token }) => {
    connection.onProgress(protocol.WorkDoneProgress.type, token, (value) => progress.push(value.kind));
  });
  connection.onRequest(protocol.RegistrationRequest.type, () => {});
  connection.listen();
  const { capabilities } = await connection.sendRequest(protocol.InitializeRequest.type, {
    processId: process.pid,
    rootUri: uriOf(dir),
    workspaceFolders: [{ uri: uriOf(dir), name: 'm' }],
    capabilities: {
      general: { positionEncodings: ['utf-16'] },
      textDocument: { publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true } },
      window: { workDoneProgress: true },
      workspace: { workspaceEdit: { documentChanges: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
    },
  });
  await connection.sendNotification(protocol.InitializedNotification.type, {});
  t.after(() => server.kill());
  const next = () => new Promise((resolve) => (published.length ? resolve(published.shift()) : waiting.push(resolve)));
  return { connection, capabilities, exit, progress, next };
}

test('a session', { timeout: 120000 }, async (t) => {
  const dir = writeModule(temp(t), { 'p/p.go': leak });
  const { connection, capabilities, exit, progress, next } = await connect(t, build(temp(t)), dir);
  assert.equal(capabilities.positionEncoding, 'utf-16');

  const uri = uriOf(path.join(dir, 'p', 'p.go'));
  let document = TextDocument.create(uri, 'go', 1, leak);
  await connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'go', version: 1, text: leak },
  });
  // change edits the text at an offset, and resolves to what is found in it then.
  const change = async (start, end, text) => {
    const contentChanges = [{ range: { start: document.positionAt(start), end: document.positionAt(end) }, text }];
    document = TextDocument.update(document, contentChanges, document.version + 1);
    await connection.sendNotification(protocol.DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: document.version },
      contentChanges,
    });
    return next();
  };
  const actions = (kind, range) =>
    connection.sendRequest(protocol.CodeActionRequest.type, { textDocument: { uri }, range, context: { diagnostics: [], only: [kind] } });
  const applied = (action) => {
    const [edit] = action.edit.documentChanges;
    assert.equal(edit.textDocument.version, document.version);
    return TextDocument.applyEdits(document, edit.edits);
  };

  const first = await next();
  assert.equal(first.uri, uri);
  assert.equal(first.version, 1);
  assert.equal(first.diagnostics.length, 1);
  const [diagnostic] = first.diagnostics;
  assert.equal(diagnostic.message, message);
  assert.equal(diagnostic.code, 'unclosed');
  assert.equal(document.getText(diagnostic.range), 'os.Open(name)');
  assert.match(diagnostic.relatedInformation.at(-1).message, /returns here/);
  assert.equal(document.getText().split('\n')[diagnostic.relatedInformation.at(-1).location.range.start.line], '\t\treturn 0, err');

  const hover = await connection.sendRequest(protocol.HoverRequest.type, { textDocument: { uri }, position: diagnostic.range.start });
  assert.match(hover.contents.value, /^unclosed: /);

  const [fix] = await actions('quickfix', diagnostic.range);
  assert.equal(fix.title, 'Defer f.Close()');
  assert.equal(applied(fix), mended);
  const [all] = await actions('source.fixAll', { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
  assert.equal(applied(all), mended);

  const at = leak.indexOf('\tinfo,');
  const defer = '\tdefer f.Close()\n';
  assert.deepEqual((await change(at, at, defer)).diagnostics, []);
  assert.equal((await change(at, at + defer.length, '')).diagnostics.length, 1);
  assert.deepEqual(progress, ['begin', 'report', 'end'].filter((kind) => progress.includes(kind)), 'go vet runs once');

  await connection.sendRequest(protocol.ShutdownRequest.type);
  await connection.sendNotification(protocol.ExitNotification.type);
  assert.equal(await exit, 0);
});
