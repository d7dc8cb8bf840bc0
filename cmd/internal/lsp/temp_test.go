package lsp

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func TestSweep(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	if runsIn := os.TempDir(); runsIn != os.Getenv("TMPDIR") {
		t.Skipf("%s is where temporary files are", runsIn)
	}
	ended := exec.Command("go", "version")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * abandoned)
	for name, test := range map[string]struct {
		pid   int
		time  time.Time
		stays bool
	}{
		"of a server that runs":  {os.Getpid(), old, true},
		"of one that was killed": {ended.Process.Pid, old, false},
		"of one from elsewhere":  {ended.Process.Pid, time.Now(), true},
	} {
		dir := filepath.Join(os.TempDir(), fmt.Sprintf("%s%d-1", tempPrefix, test.pid))
		if err := os.MkdirAll(filepath.Join(dir, "vet-1"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir, test.time, test.time); err != nil {
			t.Fatal(err)
		}
		sweep()
		if _, err := os.Stat(dir); (err == nil) != test.stays {
			t.Errorf("%s: %v", name, err)
		}
	}
}
