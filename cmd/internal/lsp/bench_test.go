package lsp

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	moduleFlag = flag.String("module", "", "the `directory` of the module for BenchmarkEdit")
	everyFlag  = flag.Int("every", 1, "let BenchmarkEdit look at every `n`th package")
)

// BenchmarkEdit measures the time from an edit to its findings, in packages of a large
// module that are open in the editor and have been looked at:
//
//	go test ./cmd/internal/lsp -run '^$' -bench Edit -benchtime 1x -module DIR
//
// It edits a file of every package five times and takes the median. Of these it reports
// the median, the ninetieth percentile and the maximum of all packages.
func BenchmarkEdit(b *testing.B) {
	if *moduleFlag == "" {
		b.Skip("no -module")
	}
	root, err := filepath.Abs(*moduleFlag)
	if err != nil {
		b.Fatal(err)
	}
	var files []string
	for i, file := range packageFiles(b, root) {
		if i%*everyFlag == 0 {
			files = append(files, file)
		}
	}
	for b.Loop() {
		c := connect(b, nil)
		c.dir = root
		c.call("initialize", everything, nil)
		c.notify("initialized", `{}`)
		c.openAll(files)
		var medians []time.Duration
		for _, file := range files {
			if !c.hasUnits(file) {
				b.Logf("%s: not of this machine, or it does not compile", file)
				continue
			}
			median := c.edits(file)
			b.Logf("%s: %v", file, median)
			medians = append(medians, median)
		}
		slices.Sort(medians)
		b.ReportMetric(float64(len(medians)), "packages")
		for name, i := range map[string]int{"p50-ms": len(medians) / 2, "p90-ms": len(medians) * 9 / 10, "max-ms": len(medians) - 1} {
			b.ReportMetric(float64(medians[i].Milliseconds()), name)
		}
	}
}

// openAll opens the files and waits until all have been looked at.
func (c *client) openAll(files []string) {
	for _, file := range files {
		c.open(file, string(mustRead(c.t, c.path(file))))
	}
	for _, file := range files {
		c.server.mu.Lock()
		p := c.server.packages[filepath.Dir(c.path(file))]
		c.server.mu.Unlock()
		c.server.rest(c.t.Context(), p)
	}
	c.t.Logf("%d runs of go vet", c.runs())
}

// hasUnits reports whether the package of a file can be asked about.
func (c *client) hasUnits(file string) bool {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return len(c.server.packages[filepath.Dir(c.path(file))].units) > 0
}

// edits returns the median time of edits of a file.
func (c *client) edits(file string) time.Duration {
	content := string(mustRead(c.t, c.path(file)))
	runs := c.runs()
	var times []time.Duration
	for i := range 5 {
		begin := time.Now()
		c.change(file, fmt.Sprintf("%s\n// edit %d\n", content, i))
		c.until("the next look at "+file, func() bool {
			shown := c.shown[file]
			return shown.Version != nil && *shown.Version == c.version
		})
		times = append(times, time.Since(begin))
	}
	if c.runs() != runs {
		c.t.Logf("%s: go vet was needed", file)
	}
	slices.Sort(times)
	return times[len(times)/2]
}

// packageFiles returns the largest file of every package in a module.
func packageFiles(b *testing.B, root string) []string {
	files := make(map[string]string) // by directory
	sizes := make(map[string]int64)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			_, modErr := os.Stat(filepath.Join(path, "go.mod"))
			if path != root && (modErr == nil || name == "vendor" || name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
				return filepath.SkipDir
			}
			return nil
		}
		info, err := entry.Info()
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		if dir := filepath.Dir(path); info.Size() > sizes[dir] {
			rel, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			files[dir], sizes[dir] = rel, info.Size()
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return slices.Sorted(maps.Values(files))
}
