package servertest_test

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/leakvet/leakvet/dbpool/servertest/internal/server"
	"github.com/leakvet/leakvet/dbpool/track"
)

// A host is a server that is started when the first test asks for it. A test
// binary that was given its address in the environment uses that one.
type host struct {
	name    string
	env     string // with the address
	start   func(options ...string) (*server.Server, error)
	once    sync.Once
	server  *server.Server
	address string
	err     error
	skipped atomic.Int64 // tests, because it is not installed
}

var (
	postgres = &host{name: "PostgreSQL", env: "SERVERTEST_POSTGRES", start: server.PostgreSQL}
	mariadb  = &host{name: "MariaDB", env: "SERVERTEST_MARIADB", start: server.MariaDB}
)

// required is set where a server that is missing must not be passed over.
const required = "SERVERTEST_REQUIRED"

func TestMain(m *testing.M) {
	code := m.Run()
	for _, h := range []*host{postgres, mariadb} {
		if err := h.stop(); err != nil {
			slog.Error("stop "+h.name, "err", err)
			code = max(code, 1)
		}
		if n := h.skipped.Load(); n > 0 {
			fmt.Printf("SKIPPED: %d tests, as %s is not installed (apt-get install postgresql mariadb-server)\n", n, h.name)
		}
	}
	os.Exit(code)
}

// at returns the address of the server, for the test and its children. If it
// is not installed, the test is skipped.
func (h *host) at(t testing.TB) string {
	t.Helper()
	h.once.Do(func() {
		if h.address = os.Getenv(h.env); h.address != "" {
			return
		}
		if h.server, h.err = h.start(); h.err == nil {
			h.address = h.server.Address
			h.err = os.Setenv(h.env, h.address)
		}
	})
	if errors.Is(h.err, server.ErrMissing) && os.Getenv(required) == "" {
		h.skipped.Add(1)
		t.Skip(h.err)
	}
	if h.err != nil {
		t.Fatal(h.err)
	}
	return h.address
}

func (h *host) stop() error {
	if h.server == nil {
		return nil
	}
	return h.server.Stop()
}

// connector returns what connects to an address without being tracked.
func connector(t testing.TB, d driver.Driver, address string) driver.Connector {
	t.Helper()
	c, err := track.Open(d, address, track.Off)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
