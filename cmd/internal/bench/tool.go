package bench

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
)

// A Tool is a tool of go vet.
type Tool struct {
	Name string
	file string
}

// Leakvet and Noop are the tools that all others are held against.
const (
	Leakvet = "leakvet"
	Noop    = "noop"
)

// rivals are the tools of the module rivals.
var rivals = []string{Noop, "ssafacts", "sqlclosecheck", "bodyclose", "rowserrcheck", "nilaway"}

// BuildTools builds leakvet and its rivals from the repository at root into a directory.
func BuildTools(ctx context.Context, root, dir string) ([]Tool, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	tools := []Tool{{Leakvet, filepath.Join(dir, Leakvet)}}
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", dir, "./cmd/leakvet")
	build.Dir = root
	if _, err := output(build); err != nil {
		return nil, err
	}
	build = exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", dir, "./...")
	build.Dir = filepath.Join(root, "cmd", "bench", "rivals")
	if _, err := output(build); err != nil {
		return nil, err
	}
	for _, name := range rivals {
		tools = append(tools, Tool{name, filepath.Join(dir, name)})
	}
	return tools, nil
}

// fresh writes a copy of the tool that the go command knows nothing of.
func (t Tool) fresh() (_ string, err error) {
	data, err := os.ReadFile(t.file)
	if err != nil {
		return "", err
	}
	file, err := os.CreateTemp("", t.Name+"-*")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.Write(append(data, rand.Text()...)); err != nil {
		return "", err
	}
	return file.Name(), file.Chmod(0o755)
}
