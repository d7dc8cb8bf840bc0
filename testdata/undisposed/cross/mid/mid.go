// Package mid hands out what package lib opens.
package mid

import (
	"context"

	"example.com/cases/undisposed/cross/lib"
)

// Config tells where the store is.
type Config struct{ DSN string }

// Open returns a store which the caller must close.
func Open(ctx context.Context, c Config) (*lib.Store, error) {
	return lib.OpenStore(ctx, c.DSN)
}
