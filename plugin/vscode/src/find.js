// Finds the executable of leakvet.
'use strict';

const { execFile } = require('node:child_process');
const { access, constants } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const modulePath = 'github.com/leakvet/leakvet/cmd/leakvet';
const executable = process.platform === 'win32' ? 'leakvet.exe' : 'leakvet';

// run runs the go command in a directory and resolves to what it prints.
function run(args, cwd) {
  return new Promise((resolve, reject) => {
    execFile('go', args, { cwd }, (err, stdout, stderr) => {
      if (err) {
        reject(err.code === 'ENOENT' ? new Error('The go command is not in PATH.') : new Error(stderr.trim() || err.message));
      } else {
        resolve(stdout.trim());
      }
    });
  });
}

// find resolves to the executable and the place that it was found in, or to undefined:
// what the settings name, the tool of a module in the folders, what is in PATH, what go
// install has installed.
async function find(setting, folders) {
  if (setting) {
    const file = setting.replace(/^~(?=[/\\])/, os.homedir());
    if (!(await isExecutable(file))) {
      throw new Error(`The setting leakvet.path names ${file}, which is no executable file.`);
    }
    return { command: file, source: 'the setting leakvet.path' };
  }
  for (const folder of folders) {
    const tool = await moduleTool(folder);
    if (tool) {
      return { command: tool, source: `the tool of the module in ${folder}` };
    }
  }
  for (const dir of (process.env.PATH || '').split(path.delimiter)) {
    const file = path.join(dir, executable);
    if (dir && (await isExecutable(file))) {
      return { command: file, source: 'PATH' };
    }
  }
  const installed = await installTarget(folders[0]);
  if (installed && (await isExecutable(installed))) {
    return { command: installed, source: 'go install' };
  }
  return undefined;
}

async function isExecutable(file) {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// moduleTool builds the leakvet that a module has as a tool, if it has one.
async function moduleTool(folder) {
  try {
    const tools = (await run(['tool'], folder)).split(/\s+/);
    return tools.includes(modulePath) ? await run(['tool', '-n', 'leakvet'], folder) : undefined;
  } catch {
    return undefined; // no module, or a Go before 1.24
  }
}

// installTarget resolves to where go install puts leakvet.
async function installTarget(folder) {
  try {
    const { GOBIN, GOPATH } = JSON.parse(await run(['env', '-json', 'GOBIN', 'GOPATH'], folder));
    return path.join(GOBIN || path.join(GOPATH.split(path.delimiter)[0], 'bin'), executable);
  } catch {
    return undefined;
  }
}

module.exports = { find, run, modulePath };
