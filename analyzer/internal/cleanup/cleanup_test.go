package cleanup

import (
	"testing"
)

func TestIsCleanupName(t *testing.T) {
	for name, want := range map[string]bool{
		"Close": true, "close": true, "CloseAll": true, "closeDB": true, "TearDownTest": true, "teardown": true, "Close2": true,
		"Closer": false, "closest": false, "Stopped": false, "DropTable": true, "Dropbox": false, "": false, "open": false,
	} {
		if got := IsCleanupName(name); got != want {
			t.Errorf("IsCleanupName(%q) = %v", name, got)
		}
	}
}

func TestIsWaitName(t *testing.T) {
	for name, want := range map[string]bool{
		"Wait": true, "AwaitTermination": true, "WGDone": true, "alldone": true, "stop2": true, "Pool_join": true, "ShutDown": true, "DBSync": true,
		"MustOpen": false, "Adjoining": false, "mustopen": false, "GetPath": false, "": false, "_": false,
	} {
		if got := isWaitName(name); got != want {
			t.Errorf("isWaitName(%q) = %v: %q", name, got, words(name))
		}
	}
}

func TestNamesDatabase(t *testing.T) {
	for name, want := range map[string]bool{
		"a.db": true, "a.sqlite3": true, "a.db-wal": true, "-shm": true, "a.dbx": false, "db": false, "": false,
	} {
		if got := namesDatabase(name); got != want {
			t.Errorf("namesDatabase(%q) = %v", name, got)
		}
	}
}

func TestDropsData(t *testing.T) {
	for sql, want := range map[string]bool{
		"DROP DATABASE a": true, "\n drop  table if exists a": true, "drop schema a cascade": true,
		"DROP INDEX a": false, "DROP": false, "": false, "SELECT 'DROP TABLE a'": false,
	} {
		if got := dropsData(sql); got != want {
			t.Errorf("dropsData(%q) = %v", sql, got)
		}
	}
}
