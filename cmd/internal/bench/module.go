// Package bench measures what go vet costs with a tool: CPU, wall time and memory of
// whole runs, tools side by side in one run.
package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A Module is what the tools are run over.
type Module struct {
	Name    string `json:"name"` // a short one
	Path    string `json:"path"` // std is the standard library
	Version string `json:"version"`
	// Edit is a package of it, relative, that is edited to see what one change costs.
	Edit string `json:"-"`
	// Copies says that it is so many copies of the module, and of all that it imports but
	// the standard library. 0 is the module itself.
	Copies int `json:"copies,omitempty"`
}

const std = "std"

// Modules are of different sizes, counted with their dependencies.
var Modules = []Module{
	{Name: "mysql", Path: "github.com/go-sql-driver/mysql", Version: "v1.10.1", Edit: "."},
	{Name: "gorm", Path: "gorm.io/gorm", Version: "v1.31.1", Edit: "./callbacks"},
	{Name: "pgx", Path: "github.com/jackc/pgx/v5", Version: "v5.12.0", Edit: "./pgxpool"},
	{Name: "containerregistry", Path: "github.com/google/go-containerregistry", Version: "v0.22.1", Edit: "./pkg/v1/remote"},
	{Name: "goose", Path: "github.com/pressly/goose/v3", Version: "v3.30.0", Edit: "./database"},
	{Name: std, Path: std},
	{Name: "copies1", Path: "github.com/jackc/pgx/v5", Version: "v5.12.0", Copies: 1},
	{Name: "copies2", Path: "github.com/jackc/pgx/v5", Version: "v5.12.0", Copies: 2},
	{Name: "copies4", Path: "github.com/jackc/pgx/v5", Version: "v5.12.0", Copies: 4},
}

// A Checkout is a module on the disk.
type Checkout struct {
	Module
	Dir     string `json:"-"`
	pattern string

	Packages int `json:"packages"` // with those that they import, the standard library's too
	Lines    int `json:"lines"`    // of Go in them
	Standard int `json:"standard"` // of these, in the standard library
}

// Get brings a module into a directory, or finds it there, and counts it.
func (m Module) Get(ctx context.Context, dir string) (*Checkout, error) {
	c := &Checkout{Module: m, Dir: filepath.Join(dir, m.Name), pattern: "./..."}
	var err error
	switch {
	case c.IsStandard():
		err = c.std(ctx)
	case c.Copies == 0:
		err = c.copy(ctx)
	default:
		err = c.copies(ctx, dir)
	}
	if err != nil {
		return nil, err
	}
	return c, c.count(ctx)
}

// IsStandard reports whether it is the standard library.
func (c *Checkout) IsStandard() bool { return c.Path == std }

// order is the place of the module among [Modules].
func (c *Checkout) order() int {
	return slices.IndexFunc(Modules, func(m Module) bool { return m.Name == c.Name })
}

func (c *Checkout) std(ctx context.Context) error {
	out, err := output(exec.CommandContext(ctx, "go", "env", "GOROOT", "GOVERSION"))
	root, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	c.Dir, c.pattern, c.Version = filepath.Join(root, "src"), std, version
	return err
}

// isThere reports whether an earlier run has brought the module.
func (c *Checkout) isThere() bool {
	_, err := os.Stat(filepath.Join(c.Dir, "go.mod"))
	return err == nil
}

// copy makes a copy of the module that can be written to.
func (c *Checkout) copy(ctx context.Context) error {
	if c.isThere() {
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

// copies makes the copies of a module that is brought into a directory.
func (c *Checkout) copies(ctx context.Context, dir string) error {
	if c.isThere() {
		return nil
	}
	original := &Checkout{Module: c.Module, Dir: filepath.Join(dir, "original-"+c.Name)}
	if err := original.copy(ctx); err != nil {
		return err
	}
	return errors.Join(c.multiply(ctx, original.Dir), os.RemoveAll(original.Dir))
}

// count counts the packages and lines that go vet reads. It keeps no more than it has
// to: what this process has once used counts as memory of those that it starts.
func (c *Checkout) count(ctx context.Context) error {
	const format = `{{range .GoFiles}}{{$.Standard}} {{$.Dir}}/{{.}}{{"\n"}}{{end}}{{range .CgoFiles}}{{$.Standard}} {{$.Dir}}/{{.}}{{"\n"}}{{end}}{{"\n"}}`
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-f", format, c.pattern)
	cmd.Dir = c.Dir
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	scan := bufio.NewScanner(out)
	for scan.Scan() {
		standard, file, ok := strings.Cut(scan.Text(), " ")
		if !ok {
			c.Packages++ // an empty line ends each
			continue
		}
		n, err := countLines(file)
		if err != nil {
			return errors.Join(err, cmd.Wait())
		}
		c.Lines += n
		if standard == "true" {
			c.Standard += n
		}
	}
	return errors.Join(scan.Err(), cmd.Wait())
}

func countLines(name string) (n int, err error) {
	file, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	for r := bufio.NewReader(file); ; {
		switch _, err := r.ReadSlice('\n'); {
		case errors.Is(err, io.EOF):
			return n, nil
		case err == nil:
			n++
		case !errors.Is(err, bufio.ErrBufferFull):
			return n, err
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
