package cross

import (
	"context"

	"example.com/cases/undisposed/cross/mid"
)

// The owner comes from a package that is not imported here.
func badThirdPackage(ctx context.Context, c mid.Config) (int, error) {
	st, err := mid.Open(ctx, c) // want "undisposed: st "
	if err != nil {
		return 0, err
	}
	return st.Users(ctx)
}

func goodThirdPackage(ctx context.Context, c mid.Config) (n int, err error) {
	st, err := mid.Open(ctx, c)
	if err != nil {
		return 0, err
	}
	defer func() {
		if cerr := st.Close(); err == nil {
			err = cerr
		}
	}()
	return st.Users(ctx)
}
