package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/go-sql-driver/mysql"
)

// MariaDB starts a server with options like "--max-connections=20". It does not
// wait for the disk.
func MariaDB(options ...string) (_ *Server, err error) {
	daemon, err := find("/usr/sbin/mariadbd", "mariadbd")
	if err != nil {
		return nil, err
	}
	install, err := find("/usr/bin/mariadb-install-db", "mariadb-install-db")
	if err != nil {
		return nil, err
	}
	who, err := unprivileged("mysql")
	if err != nil {
		return nil, err
	}
	dir, err := who.directory()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	data := "--datadir=" + filepath.Join(dir, "data")
	if err := who.run(dir, install, "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	args := []string{"--no-defaults", data, fmt.Sprintf("--port=%d", port), "--bind-address=127.0.0.1",
		"--socket=" + filepath.Join(dir, "socket"), "--pid-file=" + filepath.Join(dir, "pid"),
		"--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M"}
	args = append(args, options...)
	address := fmt.Sprintf("root@tcp(127.0.0.1:%d)/", port)
	s := &Server{
		Address: address, dir: dir, stop: syscall.SIGTERM,
		run:   func() (*process, error) { return who.start(dir, daemon, args...) },
		ready: func(ctx context.Context) error { return ping(ctx, new(mysql.MySQLDriver), address) },
	}
	return s, s.Start()
}
