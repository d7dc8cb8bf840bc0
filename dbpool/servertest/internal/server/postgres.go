package server

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/leakvet/leakvet/dbpool/track"
)

// PostgreSQL starts a server with settings like "fsync=on". Without any it does
// not wait for the disk.
func PostgreSQL(settings ...string) (_ *Server, err error) {
	initdb, err := find("/usr/lib/postgresql/*/bin/initdb", "initdb")
	if err != nil {
		return nil, err
	}
	who, err := unprivileged("postgres")
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
	data := filepath.Join(dir, "data")
	if err := who.run(dir, initdb, "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--no-locale", "-E", "UTF8"); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	args := []string{"-D", data, "-p", fmt.Sprint(port), "-k", dir, "-h", "127.0.0.1",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	address := fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port)
	s := &Server{
		Address: address, dir: dir, stop: syscall.SIGINT,
		run: func() (*process, error) {
			return who.start(dir, filepath.Join(filepath.Dir(initdb), "postgres"), args...)
		},
		ready: func(ctx context.Context) error { return ping(ctx, stdlib.GetDefaultDriver(), address) },
	}
	return s, s.Start()
}

// ping reports whether a server takes connections.
func ping(ctx context.Context, d driver.Driver, address string) error {
	connector, err := track.Open(d, address, track.Off)
	if err != nil {
		return err
	}
	conn, err := connector.Connect(ctx)
	if err != nil {
		return err
	}
	return conn.Close()
}
