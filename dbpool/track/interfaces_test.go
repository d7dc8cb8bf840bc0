package track_test

import (
	"database/sql/driver"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool/internal/drivertest"
	"github.com/leakvet/leakvet/dbpool/track"
)

// A Go release that adds an interface to database/sql/driver fails here until
// the wrapper has it.
func TestInterfacesOfTheGoRelease(t *testing.T) {
	pkg := driverPackage(t)
	known := slices.Collect(maps.Keys(drivertest.Interfaces))
	for _, name := range pkg.Scope().Names() {
		object, isType := pkg.Scope().Lookup(name).(*types.TypeName)
		if !isType || !object.Exported() {
			continue
		}
		if i, ok := object.Type().Underlying().(*types.Interface); !ok || i.Empty() {
			continue // driver.Value is any
		}
		i := slices.Index(known, name)
		if i < 0 {
			t.Errorf("driver.%s is new: wrap it in package track and list it in package drivertest", name)
			continue
		}
		known = slices.Delete(known, i, i+1)
	}
	if len(known) > 0 {
		t.Errorf("%v are not interfaces of database/sql/driver", known)
	}
}

// driverPackage returns database/sql/driver of the Go release. What it imports
// is left out: its interfaces are its own.
func driverPackage(t *testing.T) *types.Package {
	t.Helper()
	found, err := build.Import("database/sql/driver", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	var fset token.FileSet
	var files []*ast.File
	for _, name := range found.GoFiles {
		file, err := parser.ParseFile(&fset, filepath.Join(found.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	config := types.Config{Error: func(error) {}}
	pkg, _ := config.Check(found.ImportPath, &fset, files, nil)
	return pkg
}

func sqliteFile(t testing.TB) driver.Connector {
	dsn := "file:" + filepath.Join(t.TempDir(), "t.db") + "?_pragma=journal_mode(wal)"
	c, err := track.Open(new(sqlite.Driver), dsn, track.Off)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSQLitePreserves(t *testing.T) {
	drivertest.Preserves(t, sqliteFile(t), "SELECT 1")
}

func TestSQLiteSame(t *testing.T) {
	drivertest.Same(t, func(t *testing.T) driver.Connector { return sqliteFile(t) }, drivertest.Dialect{
		Create: "CREATE TABLE t (a INTEGER NOT NULL, b VARCHAR(20), c REAL, d TIMESTAMP, e BLOB)",
		Param:  func(int) string { return "?" },
		Two:    "SELECT 1; SELECT 2",
	})
}
