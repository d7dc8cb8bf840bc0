package config

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/modfile"
)

// WriteFiles writes all files that the go command, run in a directory, may lead the
// analysis to: that of the module, or those of all modules of the workspace. A tool
// whose version depends on them is never answered for by what it said when they
// were others.
func WriteFiles(w io.Writer, dir string) error {
	modules, err := workspace(dir)
	if err != nil {
		return err
	}
	var files []string
	for _, module := range append(modules, dir) {
		if path := Find(module); path != "" {
			files = append(files, path)
		}
	}
	slices.Sort(files)
	for _, path := range slices.Compact(files) {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if _, err := parse(path, data); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%d %s", len(data), data); err != nil {
			return err
		}
	}
	return nil
}

// workspace returns the directories of the modules of the workspace that holds a
// directory.
func workspace(dir string) ([]string, error) {
	path := os.Getenv("GOWORK")
	if path == "" {
		path = above(dir, "go.work")
	}
	if path == "" || path == "off" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	work, err := modfile.ParseWork(path, data, nil)
	if err != nil {
		return nil, err
	}
	var modules []string
	for _, use := range work.Use {
		module := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(module) {
			module = filepath.Join(filepath.Dir(path), module)
		}
		modules = append(modules, module)
	}
	return modules, nil
}
