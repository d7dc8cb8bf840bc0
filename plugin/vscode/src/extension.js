// Runs leakvet's language server for the Go files of a window.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');
const { find, run, modulePath } = require('./find');

// The settings that the server is started with. It hears of the others while it runs.
const startSettings = ['leakvet.path', 'leakvet.flags'];

let output;
let client;
let starting = Promise.resolve();

async function activate(context) {
  output = vscode.window.createOutputChannel('leakvet');
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand('leakvet.restart', restart),
    vscode.commands.registerCommand('leakvet.log', () => output.show()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (startSettings.some((setting) => event.affectsConfiguration(setting))) {
        return restart();
      }
    }),
  );
  await restart();
}

// restart starts the server, or starts it again, one start after the other.
function restart() {
  starting = starting.then(stop).then(start).catch((err) => {
    output.appendLine(String(err));
    vscode.window.showErrorMessage(`leakvet: ${err.message}`);
  });
  return starting;
}

async function start() {
  const settings = vscode.workspace.getConfiguration('leakvet');
  const folders = (vscode.workspace.workspaceFolders || []).map((folder) => folder.uri.fsPath);
  const found = await find(settings.get('path'), folders);
  if (!found) {
    offer(folders); // and do not wait for the user
    return;
  }
  output.appendLine(`${found.command}, from ${found.source}`);
  const [profile, rules, disable] = ['profile', 'rules', 'disable'].map((name) => settings.get(name));
  client = new LanguageClient(
    'leakvet',
    'leakvet',
    { command: found.command, args: ['lsp', ...settings.get('flags')], options: { cwd: folders[0] } },
    {
      documentSelector: [{ scheme: 'file', language: 'go' }],
      initializationOptions: { profile, rules, disable },
      synchronize: { configurationSection: 'leakvet' },
      outputChannel: output,
    },
  );
  await client.start();
}

async function stop() {
  const old = client;
  client = undefined;
  await old?.stop();
}

// offer says that leakvet is missing, and installs it if the user wishes so.
async function offer(folders) {
  const ways = {
    'Add to the Module': ['get', '-tool', `${modulePath}@latest`],
    'Install': ['install', `${modulePath}@latest`],
  };
  const choice = await vscode.window.showErrorMessage(
    'leakvet is not installed. Add it to the module as a tool (go get -tool), install it for all modules (go install), or name its executable in the setting leakvet.path.',
    ...Object.keys(ways),
    'Settings',
  );
  if (choice === 'Settings') {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'leakvet.path');
  } else if (choice) {
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `go ${ways[choice].join(' ')}` }, async () => {
      try {
        await run(ways[choice], folders[0]);
        await restart();
      } catch (err) {
        vscode.window.showErrorMessage(`leakvet: ${err.message}`);
      }
    });
  }
}

module.exports = { activate, deactivate: stop };
