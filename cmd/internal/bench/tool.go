package bench

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Tool is a tool of go vet.
type Tool struct {
	Name string
	file string
}

// Leakvet and Noop are the tools that all others are held against, Nilaway is the
// heaviest of these.
const (
	Leakvet = "leakvet"
	Noop    = "noop"
	Nilaway = "nilaway"
)

// Tools are the names of the tools: leakvet, and those of the module rivals.
var Tools = []string{Leakvet, Noop, "ssafacts", "sqlclosecheck", "bodyclose", "rowserrcheck", Nilaway}

// Build builds a tool from the repository at root into a directory.
func Build(ctx context.Context, name, root, dir string) (Tool, error) {
	module, pkg := root, "./cmd/leakvet"
	if name != Leakvet {
		module, pkg = filepath.Join(root, "cmd", "bench", "rivals"), "./"+name
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Tool{}, err
	}
	t := Tool{name, filepath.Join(dir, name)}
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", t.file, pkg)
	cmd.Dir = module
	_, err = output(cmd)
	return t, err
}

// fresh writes a copy of the tool that the go command knows nothing of.
func (t Tool) fresh() (_ string, err error) {
	original, err := os.Open(t.file)
	if err != nil {
		return "", err
	}
	defer original.Close()
	file, err := os.CreateTemp("", t.Name+"-*")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := io.Copy(file, io.MultiReader(original, strings.NewReader(rand.Text()))); err != nil {
		return "", err
	}
	return file.Name(), file.Chmod(0o755)
}
