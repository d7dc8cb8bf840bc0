// What the tests share: the executable of leakvet, and a module with a leak.
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const leak = `package p

import "os"

func Size(name string) (int64, error) {
	/* é€😀 */ f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
`;

const mended = leak.replace('\tinfo,', '\tdefer f.Close()\n\tinfo,');
const message = 'f (*os.File) is never closed';

// temp makes a directory that is removed after the test.
function temp(t) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'leakvet-'));
  t.after(() => fs.rmSync(dir, { recursive: true }));
  return dir;
}

// build builds leakvet into a directory and returns the executable.
function build(dir) {
  execFileSync('go', ['build', '-buildvcs=false', '-o', dir + path.sep, './cmd/leakvet'], { cwd: path.join(__dirname, '../../..') });
  return path.join(dir, process.platform === 'win32' ? 'leakvet.exe' : 'leakvet');
}

// writeModule writes a module and returns its directory.
function writeModule(dir, files) {
  for (const [name, content] of Object.entries({ 'go.mod': 'module example.com/m\n\ngo 1.26\n', ...files })) {
    const file = path.join(dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
  return dir;
}

// onlyGo returns a PATH with the go command and no leakvet that the machine happens to have.
const onlyGo = () => path.join(execFileSync('go', ['env', 'GOROOT']).toString().trim(), 'bin');

const uriOf = (file) => pathToFileURL(file).toString();

module.exports = { leak, mended, message, temp, build, writeModule, onlyGo, uriOf };
