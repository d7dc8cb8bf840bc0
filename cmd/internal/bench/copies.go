package bench

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A source is a package as go list describes it.
type source struct {
	ImportPath, Dir                               string
	Standard                                      bool
	GoFiles, CgoFiles, SFiles, HFiles, EmbedFiles []string
}

// multiply makes a module of copies of all packages that the module in dir is made of, but
// for the standard library, each copy under import paths of its own.
func (c *Checkout) multiply(ctx context.Context, dir string) error {
	sources, err := list(ctx, dir)
	if err != nil {
		return err
	}
	for i := range c.Copies {
		prefix := fmt.Sprintf("%s/%d/", c.Name, i+1)
		for _, s := range sources {
			if err := s.copy(filepath.Join(c.Dir, strconv.Itoa(i+1)), prefix, sources); err != nil {
				return err
			}
		}
	}
	// It is there when it is whole.
	return os.WriteFile(filepath.Join(c.Dir, "go.mod"), fmt.Appendf(nil, "module %s\n\ngo 1.26\n", c.Name), 0o666)
}

// list returns the packages of a module and those that they import, by their import paths.
func list(ctx context.Context, dir string) (map[string]source, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-json=ImportPath,Dir,Standard,GoFiles,CgoFiles,SFiles,HFiles,EmbedFiles", "./...")
	cmd.Dir = dir
	out, err := output(cmd)
	if err != nil {
		return nil, err
	}
	sources := map[string]source{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var s source
		if err := dec.Decode(&s); errors.Is(err, io.EOF) {
			return sources, nil
		} else if err != nil {
			return nil, err
		}
		if !s.Standard {
			sources[s.ImportPath] = s
		}
	}
}

// copy writes the package below dir, importing copies, which have the prefix, of those
// packages that are copied.
func (s source) copy(dir, prefix string, copied map[string]source) error {
	to := filepath.Join(dir, filepath.FromSlash(s.ImportPath))
	for _, name := range slices.Concat(s.GoFiles, s.CgoFiles, s.SFiles, s.HFiles, s.EmbedFiles) {
		text, err := os.ReadFile(filepath.Join(s.Dir, name))
		if err != nil {
			return err
		}
		if filepath.Ext(name) == ".go" {
			text, err = reimport(text, func(path string) string {
				if _, ok := copied[path]; ok {
					return prefix + path
				}
				return path
			})
		}
		file := filepath.Join(to, name)
		if err = cmp.Or(err, os.MkdirAll(filepath.Dir(file), 0o777)); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// reimport renames what a file of Go imports.
func reimport(text []byte, rename func(path string) string) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	for _, spec := range slices.Backward(file.Imports) {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		from, to := fset.Position(spec.Path.Pos()).Offset, fset.Position(spec.Path.End()).Offset
		text = slices.Replace(text, from, to, []byte(strconv.Quote(rename(path)))...)
	}
	return text, nil
}
