package sqlitefile_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/leakvet/leakvet/dbpool/internal/sqlitefile"
)

func TestRemove(t *testing.T) {
	all := []string{"", "-wal", "-shm", "-journal"}
	tests := map[string][]string{
		"nothing there":    {},
		"closed":           {""},
		"write-ahead log":  {"", "-wal", "-shm"},
		"journal":          {"", "-journal"},
		"orphans of a log": {"-wal", "-shm"},
		"all":              all,
	}
	for name, suffixes := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "a.db")
			neighbour := filepath.Join(dir, "a.db2")
			touch(t, neighbour)
			for _, suffix := range suffixes {
				touch(t, path+suffix)
			}
			if err := sqlitefile.Remove(path); err != nil {
				t.Fatal(err)
			}
			left, err := os.ReadDir(dir)
			if err != nil || len(left) != 1 || left[0].Name() != "a.db2" {
				t.Errorf("left: %v, %v; want just a.db2", left, err)
			}
		})
	}
}

// If the database cannot be removed, neither is what makes it whole.
func TestRemoveRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	touch(t, filepath.Join(path, "content")) // os.Remove refuses a directory with content
	touch(t, path+"-wal")
	if err := sqlitefile.Remove(path); err == nil {
		t.Fatal("no error")
	}
	if _, err := os.Stat(path + "-wal"); err != nil {
		t.Errorf("the log was removed without its database: %v", err)
	}
}

func touch(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
}
