// Package bench measures what go vet costs with a tool: CPU, wall time and memory of
// whole runs, tools side by side in one run.
package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Module is what the tools are run over.
type Module struct {
	Name    string `json:"name"` // a short one
	Path    string `json:"path"` // "std" is the standard library
	Version string `json:"version"`
	// Edit is a package of it, relative, that is edited to see what one change costs.
	Edit string `json:"-"`
}

// Modules are of different sizes, counted with their dependencies.
var Modules = []Module{
	{Name: "mysql", Path: "github.com/go-sql-driver/mysql", Version: "v1.10.1", Edit: "."},
	{Name: "gorm", Path: "gorm.io/gorm", Version: "v1.31.1", Edit: "./callbacks"},
	{Name: "pgx", Path: "github.com/jackc/pgx/v5", Version: "v5.12.0", Edit: "./pgxpool"},
	{Name: "containerregistry", Path: "github.com/google/go-containerregistry", Version: "v0.22.1", Edit: "./pkg/v1/remote"},
	{Name: "goose", Path: "github.com/pressly/goose/v3", Version: "v3.30.0", Edit: "./database"},
	{Name: "std", Path: "std"},
}

// A Checkout is a module on the disk.
type Checkout struct {
	Module
	Dir     string
	pattern string

	Packages int `json:"packages"` // with those that they import, the standard library's too
	Lines    int `json:"lines"`    // of Go in them
}

// Get brings a module into a directory, or finds it there, and counts it.
func (m Module) Get(ctx context.Context, dir string) (*Checkout, error) {
	c := &Checkout{Module: m, Dir: filepath.Join(dir, m.Name), pattern: "./..."}
	var err error
	if m.Path == "std" {
		err = c.std(ctx)
	} else {
		err = c.copy(ctx)
	}
	if err != nil {
		return nil, err
	}
	return c, c.count(ctx)
}

func (c *Checkout) std(ctx context.Context) error {
	out, err := output(exec.CommandContext(ctx, "go", "env", "GOROOT", "GOVERSION"))
	root, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	c.Dir, c.pattern, c.Version = filepath.Join(root, "src"), "std", version
	return err
}

// copy makes a copy of the module that can be written to.
func (c *Checkout) copy(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(c.Dir, "go.mod")); err == nil {
		return nil
	}
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", c.Path+"@"+c.Version)
	cmd.Dir = os.TempDir() // of no module
	out, err := output(cmd)
	if err != nil {
		return err
	}
	var got struct{ Dir string }
	if err := json.Unmarshal(out, &got); err != nil {
		return err
	}
	if err := os.CopyFS(c.Dir, os.DirFS(got.Dir)); err != nil {
		return err
	}
	tidy := exec.CommandContext(ctx, "go", "mod", "download")
	tidy.Dir = c.Dir
	_, err = output(tidy)
	return err
}

// count counts the packages and lines that go vet reads.
func (c *Checkout) count(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Dir,GoFiles,CgoFiles,Module", c.pattern)
	cmd.Dir = c.Dir
	out, err := output(cmd)
	if err != nil {
		return err
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var pkg struct {
			Dir               string
			GoFiles, CgoFiles []string
		}
		switch err := dec.Decode(&pkg); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		c.Packages++
		for _, name := range append(pkg.GoFiles, pkg.CgoFiles...) {
			data, err := os.ReadFile(filepath.Join(pkg.Dir, name))
			if err != nil {
				return err
			}
			c.Lines += bytes.Count(data, []byte("\n"))
		}
	}
}

// output runs a command; its error says what the command did.
func output(cmd *exec.Cmd) ([]byte, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, stderr.Bytes())
	}
	return out, nil
}
