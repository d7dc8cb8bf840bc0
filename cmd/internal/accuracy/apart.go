package accuracy

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
)

// vetApart vets one package of a tree, which it alters for it.
//
// The go command answers with what it has heard of a package as a dependency of
// others, which is nothing. A flag that names the package keeps the two apart, and all
// that the package imports as well, to be analysed once more for each case. With a
// comment at the end of its files it is another package than the dependency, and what
// it imports is analysed once for all cases. The comment names the tree, too: with
// -trimpath the answer could come from another one, and name its files.
//
// In one tree no two packages are vetted at a time: else one that is marked could be
// the dependency of the other first.
func (c *Corpus) vetApart(ctx context.Context, tool Tool, tree string, k Case) (Run, error) {
	pkg, err := filepath.Rel(k.ModuleDir, k.PackageDir)
	if err != nil {
		return Run{Failure: err.Error()}, nil
	}
	lock := c.Trees.lock(tree)
	lock.Lock()
	defer lock.Unlock()
	if err := mark(filepath.Join(tree, filepath.FromSlash(k.PackageDir)), "vetted by itself in "+tree); err != nil {
		return Run{}, err
	}
	tool.Apart = true
	return tool.Vet(ctx, tree, k.ModuleDir, []string{"./" + filepath.ToSlash(pkg)}, k.inTest())
}

// mark puts a comment at the end of all Go files of a directory, which moves no line.
func mark(dir, comment string) error {
	last := []byte("\n// " + comment + "\n")
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if bytes.HasSuffix(source, last) {
			continue
		}
		if err := os.WriteFile(name, append(source, last...), 0o666); err != nil {
			return err
		}
	}
	return nil
}
