package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tempPrefix begins the names of the servers' directories, which go on with the number
// of the process.
const tempPrefix = "leakvet-lsp-"

// makeTemp makes a directory for the files of a server.
func makeTemp() (string, error) {
	return os.MkdirTemp("", fmt.Sprintf("%s%d-*", tempPrefix, os.Getpid()))
}

// abandoned is the age from which the directory of a process that does not run is
// removed: a process number of another container says nothing.
const abandoned = time.Hour

// sweep removes what servers have left behind that were killed, as some editors do. A
// server that needs what is removed by mistake asks go vet again.
func sweep() {
	dirs, err := filepath.Glob(filepath.Join(os.TempDir(), tempPrefix+"*"))
	if err != nil {
		return // the name of the directory for temporary files is a bad pattern
	}
	for _, dir := range dirs {
		pid, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), tempPrefix), "-")
		n, err := strconv.Atoi(pid)
		if err != nil || isAlive(n) {
			continue
		}
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > abandoned {
			_ = os.RemoveAll(dir) // the next server tries again
		}
	}
}
