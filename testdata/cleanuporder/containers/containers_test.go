// Package containers is about databases that live in a container.
package containers

import (
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"github.com/ory/dockertest/v3"
	"github.com/stretchr/testify/require"
)

func badDefers(t *testing.T, docker *dockertest.Pool) {
	container, err := docker.Run("postgres", "16", nil)
	require.NoError(t, err)
	db, err := sql.Open("pgx", fmt.Sprintf("postgres://localhost:%s/x", container.GetPort("5432/tcp")))
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	defer func() { require.NoError(t, docker.Purge(container)) }() // want "cleanuporder: docker.Purge stops the server of db .*, which is still open: its connections break"
	require.NoError(t, db.Ping())
}

func badCleanups(t *testing.T, container *dockertest.Resource) {
	db, err := sql.Open("pgx", "postgres://localhost:"+container.GetPort("5432/tcp"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	defer container.Close() // want "cleanuporder: container.Close stops the server of db"
	require.NoError(t, db.Ping())
}

func goodCleanups(t *testing.T, docker *dockertest.Pool) {
	container, err := docker.Run("postgres", "16", nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, docker.Purge(container)) })
	var db *sql.DB
	require.NoError(t, docker.Retry(func() error {
		db, err = sql.Open("pgx", "postgres://localhost:"+container.GetPort("5432/tcp"))
		return err
	}))
	t.Cleanup(func() { require.NoError(t, db.Close()) })
}

func goodOther(t *testing.T, docker *dockertest.Pool, dsn string) {
	container, err := docker.Run("redis", "7", nil)
	require.NoError(t, err)
	db, err := sql.Open("pgx", dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	defer func() { require.NoError(t, docker.Purge(container)) }()
}

// Nothing is open on it where the open failed.
func goodOpenFailed(docker *dockertest.Pool) (err error) {
	container, err := docker.Run("postgres", "16", nil)
	if err != nil {
		return err
	}
	db, err := sql.Open("pgx", "postgres://localhost:"+container.GetPort("5432/tcp"))
	if err != nil {
		return errors.Join(err, container.Close())
	}
	defer func() { err = errors.Join(err, container.Close()) }()
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Ping()
}
